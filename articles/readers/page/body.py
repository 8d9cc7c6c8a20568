"""The text of a page: its blocks in order, with their roles, and nothing else of the page."""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import trafilatura

from articles.readers.lines import is_sources_heading, named_link, spoken_key
from articles.readers.page.claims import inner_text
from articles.readers.page.gaps import with_gaps_filled
from articles.readers.page.second import second_opinion
from articles.readers.story import Block, Link
from articles.text import clean, clean_line
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element
    from lxml.html import HtmlElement

_PULL_QUOTE_CLASS = re.compile(r"pull-?_?quote", re.IGNORECASE)
_CLUTTER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|sidebar|footer|nav|menu|share|social|newsletter|promo|advert\w*|cookie|breadcrumbs?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
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
_LONGEST_BLOCK = 20_000
_LONGEST_TITLE = 300
# Own paragraphs take over when trafilatura found less than this share of their words: measured on the gold pages,
# where below it trafilatura had always lost the story, and above it always kept it.
_POOR_SHARE = 0.5
_FEWEST_WORDS = 30
# Above this trafilatura takes more seconds than a page is worth; no news page comes near it.
_LARGEST_PAGE = 3_000_000
_MOST_SOURCES = 50


@dataclass(frozen=True, slots=True)
class Body:
    """Blocks, and which way of reading gave them."""

    blocks: tuple[Block, ...]
    source: str
    confidence: float


def read_body(tree: HtmlElement, size: int, stated: str) -> Body:
    """The body of a page of `size` characters; `stated` is the text that its data block gives, if any."""
    own = _own_blocks(tree)
    found = _extracted_blocks(tree) if size <= _LARGEST_PAGE else ()
    told = tuple(Block(BlockRole.PARAGRAPH, line) for line in clean(stated).split("\n") if line)
    if not _is_doubtful(found, own, told):
        return Body(with_gaps_filled(found, tree), "trafilatura", 0.85)
    second = second_opinion(tree) if size <= _LARGEST_PAGE else ()
    if max(map(_words, (own, second, found))) < _POOR_SHARE * _words(told):
        return Body(told, "json-ld", 0.7)
    return _agreed([
        Body(found, "trafilatura", 0.6), Body(second, "readability", 0.6), Body(own, "paragraphs", 0.5), Body(told, "json-ld", 0.7),
    ])  # fmt: skip


def _is_doubtful(found: tuple[Block, ...], own: tuple[Block, ...], told: tuple[Block, ...]) -> bool:
    """Whether trafilatura found little, or much less than the page shows or states."""
    words = _words(found)
    return words < max(_FEWEST_WORDS, _POOR_SHARE * _words(own), _POOR_SHARE * _words(told))


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
        sources = tuple(filter(None, (_source(item) for item in following.iter("li", "dd"))))[:_MOST_SOURCES]
        following.drop_tree()
        top.drop_tree()
        return sources
    return ()


def _source(item: HtmlElement) -> Link | None:
    text = inner_text(item, _LONGEST_TITLE)
    anchor = next(item.iter("a"), None)
    from_text = named_link(text)
    if anchor is None:
        return from_text if text else None
    linked = named_link(f"{inner_text(anchor, _LONGEST_TITLE)} {anchor.get('href') or ''}")
    return Link(linked.title, linked.url or from_text.url) if linked.title else None


def pull_quote_keys(tree: HtmlElement) -> frozenset[str]:
    """The words of what the page itself marks as pull quotes."""
    marked = (e for e in tree.iter("aside", "blockquote", "div", "p", "figure", "span", "q") if _is_pull_quote(e))
    return frozenset(filter(None, (spoken_key(inner_text(e, 1000)) for e in marked)))


def _is_pull_quote(element: HtmlElement) -> bool:
    parent = element.getparent()
    in_aside = element.tag == "blockquote" and parent is not None and parent.tag == "aside"
    return in_aside or bool(_PULL_QUOTE_CLASS.search(element.get("class") or ""))


def _extracted_blocks(tree: HtmlElement) -> tuple[Block, ...]:
    # A copy, because trafilatura prunes the tree that it is given.
    document = trafilatura.bare_extraction(
        copy.deepcopy(tree), favor_precision=True, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(document, "body", None)
    return tuple(_blocks_of(body)) if body is not None else ()


def _blocks_of(body: _Element) -> Iterator[Block]:
    """Blocks of trafilatura's own little vocabulary: p, head, list and item, quote, table."""
    for element in body.iter("p", "head", "item", "quote", "cell", "code"):
        if any(parent.tag in ("item", "cell", "p", "head") for parent in element.iterancestors()):
            continue
        if element.tag == "quote" and element.find(".//p") is not None:
            continue
        role = {"head": BlockRole.HEADING, "item": BlockRole.LIST_ITEM}.get(str(element.tag), BlockRole.PARAGRAPH)
        for line in _lines_of(element):
            yield Block(role, line)


def _lines_of(element: _Element) -> Iterator[str]:
    """The text of an element, one line for each that a break begins."""
    parts = [element.text or ""]
    for inner in element.iter():
        if inner is element:
            continue
        parts.append(("\n" if inner.tag in ("lb", "p") else "") + (inner.text or ""))
        parts.append(inner.tail or "")
    for line in "".join(parts).split("\n"):
        text = clean_line(line)
        if text:
            yield text


def _own_blocks(tree: HtmlElement) -> tuple[Block, ...]:
    """The paragraphs, headings and list items of the element that holds most paragraph text itself."""
    weights: dict[HtmlElement, int] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and not _is_clutter(paragraph):
            weights[parent] = weights.get(parent, 0) + len(str(paragraph.text_content()))
    if not weights:
        return _loose_text(tree)
    best = max(weights, key=lambda element: weights[element])
    blocks = []
    for child in best:
        role = BlockRole.HEADING if child.tag in _HEADINGS else BlockRole.PARAGRAPH
        items = (
            child.iter("li")
            if child.tag in ("ul", "ol")
            else [child]
            if child.tag in _HEADINGS | {"p", "blockquote"}
            else []
        )
        for item in items:
            text = inner_text(item, _LONGEST_BLOCK)
            if text:
                blocks.append(Block(BlockRole.LIST_ITEM if item is not child else role, text))
    return tuple(blocks)


def _loose_text(tree: HtmlElement) -> tuple[Block, ...]:
    """A page without paragraphs: the text of its body, parted where tags part it."""
    page = copy.deepcopy(tree)
    for element in list(page.iter(*_NOT_TEXT, "head", "h1", "title")):
        if element.getparent() is not None:
            element.drop_tree()
    lines = (clean_line(part) for part in page.itertext())
    return tuple(Block(BlockRole.PARAGRAPH, line) for line in lines if len(line.split()) >= 5)


def _is_clutter(paragraph: HtmlElement) -> bool:
    return any(
        parent.tag in _NOT_TEXT or _CLUTTER_CLASS.search(parent.get("class") or "")
        for parent in paragraph.iterancestors()
    )


def _words(blocks: tuple[Block, ...]) -> int:
    return sum(block.text.count(" ") + 1 for block in blocks)
