"""Paragraphs that an extractor lost between others that it kept: put back where the page treats them alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from articles.readers.lines import is_notice, related_title, spoken_key
from articles.readers.page.claims import inner_text
from articles.readers.page.pruning import link_share
from articles.readers.story import Block
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = frozenset({"h2", "h3", "h4"})
_ELSEWHERE = ("figure", "table", "aside", "blockquote", "footer", "nav", "form", "a")
_LONGEST = 5000
_SHORTEST = 30
_LONGEST_HEADING = 150
_MOSTLY_LINKS = 0.5
_OPENING = 6
# A way of setting paragraphs that this many kept ones share is the way of this story's text.
_FEWEST_ALIKE = 3


def with_gaps_filled(blocks: tuple[Block, ...], tree: HtmlElement) -> tuple[Block, ...]:
    """The blocks, with paragraphs and headings of the page between them that are set as the kept ones are."""
    joined = " ".join(spoken_key(block.text) for block in blocks)
    known = {spoken_key(block.text): i for i, block in enumerate(blocks)}
    lines = [(element, text) for element in tree.iter("p", *_HEADINGS) if (text := inner_text(element, _LONGEST))]
    places = [known.get(spoken_key(text)) for _, text in lines]
    alike = Counter(_setting(element) for (element, _), place in zip(lines, places, strict=True) if place is not None)
    found = [i for i, place in enumerate(places) if place is not None]
    if not found or len(set(places)) <= _FEWEST_ALIKE:
        return blocks
    missing: dict[int, list[Block]] = {}
    after = -1
    for i in range(found[0], len(lines)):
        place = places[i]
        if place is not None:
            after = place
            continue
        element, text = lines[i]
        is_alike = alike[_setting(element)] >= _FEWEST_ALIKE or _heads(lines, i, alike)
        if is_alike and _is_text(element, text) and not _is_said(text, joined):
            role = BlockRole.HEADING if element.tag in _HEADINGS else BlockRole.PARAGRAPH
            missing.setdefault(after, []).append(Block(role, text))
        elif i > found[-1]:
            break  # below the last line kept, the text goes on only as long as nothing else comes between
    return tuple(part for i, block in enumerate(blocks) for part in (block, *missing.get(i, ())))


def _setting(element: HtmlElement) -> tuple[str, str, str, str]:
    parent = element.getparent()
    if parent is None:
        return str(element.tag), element.get("class") or "", "", ""
    return str(element.tag), element.get("class") or "", str(parent.tag), parent.get("class") or ""


def _is_said(text: str, joined: str) -> bool:
    """Whether the extractor has these words in other blocks, as where it parted a paragraph at its line breaks."""
    words = spoken_key(text).split()
    return " ".join(words[:_OPENING]) in joined or " ".join(words[-_OPENING:]) in joined


def _is_text(element: HtmlElement, text: str) -> bool:
    is_heading = element.tag in _HEADINGS
    if (is_heading and len(text) > _LONGEST_HEADING) or (not is_heading and len(text) < _SHORTEST):
        return False
    if is_notice(text) or related_title(text) or link_share(element) > _MOSTLY_LINKS:
        return False
    return next(element.iterancestors(*_ELSEWHERE), None) is None


def _heads(lines: list[tuple[HtmlElement, str]], i: int, alike: Counter[tuple[str, str, str, str]]) -> bool:
    """Whether a heading stands directly above a paragraph of the story's text."""
    below = lines[i + 1][0] if i + 1 < len(lines) else None
    return lines[i][0].tag in _HEADINGS and below is not None and alike[_setting(below)] >= _FEWEST_ALIKE
