"""A fragment of a page, such as a feed or a table carries one, to blocks of text. All of it is story: nothing is sought."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from articles.readers.addresses import absolute_address
from articles.readers.page.body import pull_quote_keys
from articles.readers.page.figures import lead_figure
from articles.readers.page.html import parse_page
from articles.readers.story import Block, Image
from articles.text import clean_line
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ANY_TAG = re.compile(r"<(?:[a-zA-Z][\w:-]*[\s/>]|/[a-zA-Z]|!--|!\[CDATA)")
_ROLES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockRole.HEADING),
    **dict.fromkeys(("li", "dd"), BlockRole.LIST_ITEM),
}
_BREAKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "body", "html", "ul", "ol", "dl", "dt", "blockquote", "pre", "table", "tbody",
        "thead", "tr", "td", "th", "br", "hr", "figure", "center", "address", "details", "summary", *_ROLES,
    }
)  # fmt: skip
_NOT_TEXT = frozenset(
    {"head", "title", "script", "style", "noscript", "template", "svg", "math", "form", "nav", "footer", "aside", "iframe", "object",
     "button", "select", "video", "audio", "figcaption", "map"}
)  # fmt: skip
_PICTURES = ("img", "picture", "video", "audio", "iframe", "figcaption")
_FURNITURE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:caption(?:-text)?|comments?|related(?:posts)?|share|sharedaddy|social|newsletter|promo|advert\w*|"
    r"subscribe|feedflare)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[,.;:!?)\u2019\u201d](?:\s|$))")
# Pictures that count readers are this small.
_SMALLEST_PICTURE = 3


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
    figure = lead_figure(tree, base)
    image = figure if figure.url else Image(_first_picture(tree, base), figure.caption, figure.credit)
    return Fragment(_blocks(tree), image, pull_quote_keys(tree))


def plain_text(markup: str) -> str:
    """The words of a fragment on one line, for measuring it and for what is no body."""
    return " ".join(block.text for block in read_fragment(markup).blocks) if has_tags(markup) else html.unescape(markup)


def _blocks(tree: HtmlElement) -> tuple[Block, ...]:
    blocks: list[Block] = []
    pending: list[str] = []
    roles = [BlockRole.PARAGRAPH]

    def end_block() -> None:
        text = _SPACE_BEFORE_MARK.sub("", clean_line("".join(pending)))
        pending.clear()
        if text:
            blocks.append(Block(roles[-1], text))

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BREAKS:
            end_block()
        if event == "start":
            if _is_skipped(element, tag):
                walk.skip_subtree()
                roles.append(roles[-1])
                continue
            roles.append(_ROLES.get(tag, roles[-1]))
            pending.append(element.text or "")
        else:
            roles.pop()
            pending.append(element.tail or "")
    end_block()
    return tuple(blocks)


def _is_skipped(element: HtmlElement, tag: str) -> bool:
    if not tag or tag in _NOT_TEXT:
        return True
    if tag == "figure":  # a figure may also hold a table or a quotation: that is text
        return next(element.iter(*_PICTURES), None) is not None
    return tag not in ("body", "html") and bool(_FURNITURE_CLASS.search(element.get("class") or ""))


def _first_picture(tree: HtmlElement, base: str) -> str:
    for picture in tree.iter("img"):
        sizes = (picture.get("width") or "", picture.get("height") or "")
        if any(size.isdecimal() and int(size) <= _SMALLEST_PICTURE for size in sizes):
            continue
        address = absolute_address(picture.get("src") or "", base)
        if address:
            return address
    return ""
