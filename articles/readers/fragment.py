"""A fragment of a page, such as a feed or a table carries one, to blocks of text. All of it belongs to the story."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.readers.addresses import absolute_address
from articles.readers.page.body import pull_quote_keys
from articles.readers.page.figures import lead_figure
from articles.readers.page.html import parse_page
from articles.readers.page.pruning import drop_buttons
from articles.readers.page.rendered import is_block, rendered_blocks
from articles.readers.story import Block, Image

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ANY_TAG = re.compile(r"<(?:[a-zA-Z][\w:-]*[\s/>]|/[a-zA-Z]|!--|!\[CDATA)")
# Blocks of a page around a text; what is no text at all, `rendered` leaves out.
_AROUND_TEXT = frozenset({"nav", "footer", "aside", "form", "figcaption", "map"})
_PICTURES = ("img", "picture", "video", "audio", "iframe", "figcaption")
_FURNITURE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:caption(?:-text)?|comments?|related(?:posts)?|share|sharedaddy|social|newsletter|promo|advert\w*|"
    r"subscribe|feedflare)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Pictures that count readers are this small.
_MIN_PICTURE = 3


@dataclass(frozen=True, slots=True)
class Fragment:
    """Blocks in order, the first picture, and the `spoken_key` of what is marked as a pull quote."""

    blocks: tuple[Block, ...] = ()
    image: Image = field(default_factory=Image)
    pull_quotes: frozenset[str] = frozenset()


def has_tags(text: str) -> bool:
    """True if there is markup in the text, and not only a sign or two that looks like it."""
    return bool(_ANY_TAG.search(text))


def read_fragment(markup: str, base: str = "") -> Fragment:
    """Take a fragment apart; addresses in it are relative to `base`. One without words gives no blocks."""
    if not markup.strip():
        return Fragment()
    tree = parse_page(markup)
    drop_buttons(tree)
    figure = lead_figure(tree, base)
    image = figure if figure.url else Image(_first_picture(tree, base), figure.caption, figure.credit)
    blocks = tuple(Block(block.role, block.text) for block in rendered_blocks(tree, _is_left_out))
    return Fragment(blocks, image, pull_quote_keys(tree))


def plain_text(markup: str) -> str:
    """The text of a fragment on one line, to measure it and for fields other than the body."""
    return " ".join(block.text for block in read_fragment(markup).blocks) if has_tags(markup) else html.unescape(markup)


def _is_left_out(element: HtmlElement) -> bool:
    """Whether an element is not part of the text. Inline elements belong to their sentence, whatever their tag."""
    if element.tag == "figure":  # a figure may also contain a table or a quotation, which is text
        return next(element.iter(*_PICTURES), None) is not None
    if element.tag in _AROUND_TEXT:
        return True
    is_named = element.tag not in ("body", "html") and bool(_FURNITURE_CLASS.search(element.get("class") or ""))
    return is_named and is_block(element)


def _first_picture(tree: HtmlElement, base: str) -> str:
    for picture in tree.iter("img"):
        sizes = (picture.get("width") or "", picture.get("height") or "")
        if any(size.isdecimal() and int(size) <= _MIN_PICTURE for size in sizes):
            continue
        address = absolute_address(picture.get("src") or "", base)
        if address:
            return address
    return ""
