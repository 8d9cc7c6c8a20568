"""The text of a page: its blocks in order, with their roles, and nothing else of the page."""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import trafilatura

from articles.readers.lines import is_sources_heading, named_link, spoken_key
from articles.readers.page.marking import marked_copy, marked_numbers
from articles.readers.page.metadata import inner_text
from articles.readers.page.paragraph_recovery import recover_paragraphs
from articles.readers.page.readability_fallback import readability_blocks
from articles.readers.page.rendered import SourceBlock, is_hidden, rendered_blocks
from articles.readers.story import Block, Link
from articles.text import clean
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    _Worded = Block | SourceBlock

_PULL_QUOTE_CLASS = re.compile(r"pull-?_?quote", re.IGNORECASE)
_CLUTTER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|sidebar|footer|nav|menu|share|social|newsletter|promo|advert\w*|cookie|breadcrumbs?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOT_TEXT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "form",
    "nav",
    "footer",
    "aside",
    "iframe",
    "button",
    "figure",
)
# The tags of trafilatura for parts of a text; words outside them come from the page around it.
_EXTRACTED_TAGS = ("p", "head", "item", "quote", "cell", "code")
_TEXT_TAGS = ("p", "blockquote", "ul", "ol", "h2", "h3", "h4", "h5", "h6")
# What pages hide until a script shows it.
_HIDING_TAGS = ("div", "section", "article", "main", "body", "p")
_MAX_TITLE_LENGTH = 300
# The paragraphs of the page replace those of trafilatura if it found less than this share of their words: measured on the gold pages,
# where below it trafilatura had always lost the story, and above it always kept it.
_POOR_SHARE = 0.5
_MIN_WORDS = 30
# Above this trafilatura takes more seconds than a page is worth; no news page comes near it.
_MAX_PAGE = 3_000_000
# Its time grows with the square of the links and the like in one paragraph; a long list of sources has a few hundred.
_MAX_INLINE_ELEMENTS = 2_000
_LINE_TAGS = ("p", "li", "td", "blockquote", "span", "a", "b", "i", "em", "strong")
_MAX_SOURCES = 50
# The page prints the text of its data block when this share of its words is in blocks of at least so many words.
_PRINTED_SHARE = 0.9
_MIN_PRINTED_WORDS = 4
_MAX_PRINTED_BLOCKS = 2000


@dataclass(frozen=True, slots=True)
class Body:
    """Blocks, and which way of reading gave them."""

    blocks: tuple[Block, ...]
    source: str
    confidence: float


def read_body(tree: HtmlElement, size: int, stated: str) -> Body:
    """The body of a page of `size` characters; `stated` is the text that its data block gives, if any.

    Extractors only choose the blocks: the text of a block is what the page itself renders.
    """
    _reveal_story(tree)
    page = rendered_blocks(tree)
    is_readable = size <= _MAX_PAGE and all(len(line) <= _MAX_INLINE_ELEMENTS for line in tree.iter(*_LINE_TAGS))
    marked = marked_copy(tree) if is_readable else None
    own = tuple(_own_blocks(tree, page))
    numbers = _extracted_numbers(marked) if marked is not None else frozenset()
    found = [block for block in page if block.number in numbers]
    stated_blocks = tuple(Block(BlockRole.PARAGRAPH, line) for line in clean(stated).split("\n") if line)
    if not _is_doubtful(found, own, stated_blocks):
        return Body(_plain(recover_paragraphs(found, page)), "trafilatura", 0.85)
    numbers = readability_blocks(marked) if marked is not None else frozenset()
    second = [block for block in page if block.number in numbers]
    if max(map(_words, (own, second, found))) < _POOR_SHARE * _words(stated_blocks):
        return Body(stated_blocks, "json-ld", 0.7)
    return _agreed([
        Body(_plain(found), "trafilatura", 0.6), Body(_plain(second), "readability", 0.6), Body(_plain(own), "paragraphs", 0.5),
        Body(_as_printed(stated_blocks, page), "json-ld", 0.7),
    ])  # fmt: skip


def _plain(blocks: Iterable[SourceBlock]) -> tuple[Block, ...]:
    return tuple(Block(block.role, block.text) for block in blocks)


def _reveal_story(tree: HtmlElement) -> None:
    """Show what the page hides until a script runs, if that is most of its text."""
    hidden = [element for element in tree.iter(*_HIDING_TAGS) if is_hidden(element)]
    outer = [element for element in hidden if not any(map(is_hidden, element.iterancestors()))]
    paragraphs = {paragraph for element in outer for paragraph in element.iter("p")}
    if _paragraph_length(paragraphs) > _POOR_SHARE * _paragraph_length(tree.iter("p")):
        for element in hidden:
            for name in ("hidden", "style"):
                element.attrib.pop(name, None)


def _paragraph_length(paragraphs: Iterable[HtmlElement]) -> int:
    return sum(len(str(paragraph.text_content())) for paragraph in paragraphs)


def _is_doubtful(found: Sequence[_Worded], own: Sequence[_Worded], stated_blocks: Sequence[_Worded]) -> bool:
    """Whether trafilatura found little, or much less than the page shows or states."""
    words = _words(found)
    return words < max(_MIN_WORDS, _POOR_SHARE * _words(own), _POOR_SHARE * _words(stated_blocks))


def _as_printed(stated_blocks: tuple[Block, ...], page: Sequence[SourceBlock]) -> tuple[Block, ...]:
    """The stated text in the blocks that the page prints it in, where the page prints nearly all of it."""
    said = f" {spoken_key(' '.join(block.text for block in stated_blocks))} "
    candidates = [block for block in page if block.text.count(" ") >= _MIN_PRINTED_WORDS - 1][:_MAX_PRINTED_BLOCKS]
    printed = [block for block in candidates if f" {spoken_key(block.text)} " in said]
    return _plain(printed) if _words(printed) >= _PRINTED_SHARE * _words(stated_blocks) else stated_blocks


def _agreed(bodies: list[Body]) -> Body:
    """The reading that shares most words with the others: where ways of reading disagree, the odd one out is wrong."""
    bags = [Counter(word for block in body.blocks for word in block.text.split()) for body in bodies]
    sizes = [bag.total() for bag in bags]

    def agreement(i: int) -> float:
        others = [j for j in range(len(bags)) if j != i and sizes[j]]
        return sum(2 * (bags[i] & bags[j]).total() / (sizes[i] + sizes[j]) for j in others)

    filled = [i for i, size in enumerate(sizes) if size]
    if not filled:
        return Body((), "", 0.0)
    return bodies[max(filled, key=lambda i: (agreement(i), sizes[i]))]


def take_sources(tree: HtmlElement) -> tuple[Link, ...]:
    """Take the list below a heading "Sources" out of the page and return the reports it names."""
    for heading in [
        e for e in tree.iter("h2", "h3", "h4", "h5", "h6", "p", "strong", "dt") if is_sources_heading(inner_text(e, 60))
    ]:
        top = heading if heading.tag != "strong" else heading.getparent()
        following = top.getnext() if top is not None else None
        if top is None or following is None or following.tag not in ("ul", "ol", "dl"):
            continue
        sources = tuple(filter(None, (_source(item) for item in following.iter("li", "dd"))))[:_MAX_SOURCES]
        following.drop_tree()
        top.drop_tree()
        return sources
    return ()


def _source(item: HtmlElement) -> Link | None:
    text = inner_text(item, _MAX_TITLE_LENGTH)
    anchor = next(item.iter("a"), None)
    from_text = named_link(text)
    if anchor is None:
        return from_text if text else None
    linked = named_link(f"{inner_text(anchor, _MAX_TITLE_LENGTH)} {anchor.get('href') or ''}")
    return Link(linked.title, linked.url or from_text.url) if linked.title else None


def pull_quote_keys(tree: HtmlElement) -> frozenset[str]:
    """The texts that the page marks as pull quotes."""
    marked = (e for e in tree.iter("aside", "blockquote", "div", "p", "figure", "span", "q") if _is_pull_quote(e))
    return frozenset(filter(None, (spoken_key(inner_text(e, 1000)) for e in marked)))


def _is_pull_quote(element: HtmlElement) -> bool:
    parent = element.getparent()
    in_aside = element.tag == "blockquote" and parent is not None and parent.tag == "aside"
    return in_aside or bool(_PULL_QUOTE_CLASS.search(element.get("class") or ""))


def _extracted_numbers(marked: HtmlElement) -> frozenset[int]:
    # A copy, because trafilatura prunes the tree that it is given.
    document = trafilatura.bare_extraction(
        copy.deepcopy(marked), favor_precision=True, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(document, "body", None)
    parts = body.iter(*_EXTRACTED_TAGS) if body is not None else ()
    kept = (part for part in parts if part.tag != "quote" or part.find(".//p") is None)
    return marked_numbers("".join(text for part in kept for text in part.itertext()))


def _own_blocks(tree: HtmlElement, page: Sequence[SourceBlock]) -> Iterator[SourceBlock]:
    """The paragraphs, headings and list items of the element that holds most paragraph text itself."""
    weights: dict[HtmlElement, int] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and not _is_clutter(paragraph):
            weights[parent] = weights.get(parent, 0) + len(str(paragraph.text_content()))
    if not weights:
        yield from _loose_blocks(page)
        return
    best = max(weights, key=lambda element: weights[element])
    held = {inner: child for child in best.iterchildren(*_TEXT_TAGS) for inner in child.iter()}
    yield from (block for block in page if block.element in held)


def _loose_blocks(page: Sequence[SourceBlock]) -> Iterator[SourceBlock]:
    """A page without paragraphs: what its body shows, without menus and the like."""
    for block in page:
        within = (block.element, *block.element.iterancestors())
        if len(block.text.split()) >= 5 and not any(e.tag in ("h1", *_NOT_TEXT) for e in within):
            yield block


def _is_clutter(paragraph: HtmlElement) -> bool:
    return any(
        parent.tag in _NOT_TEXT or _CLUTTER_CLASS.search(parent.get("class") or "")
        for parent in paragraph.iterancestors()
    )


def _words(blocks: Iterable[_Worded]) -> int:
    return sum(block.text.count(" ") + 1 for block in blocks)
