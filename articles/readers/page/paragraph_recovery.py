"""Recover paragraphs that an extractor dropped between others that it kept, where the page gives them the same layout."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from articles.readers.lines import is_notice, related_title, spoken_key
from articles.readers.page.pruning import link_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from articles.readers.page.rendered import SourceBlock

_HEADINGS = frozenset({"h2", "h3", "h4"})
_ELSEWHERE = ("figure", "table", "aside", "blockquote", "footer", "nav", "form", "a")
_MAX_TEXT_LENGTH = 5000
_MIN_TEXT_LENGTH = 30
_MAX_HEADING_LENGTH = 150
_MAX_LINK_SHARE = 0.5
_COMPARED_WORDS = 6
# A layout (tag and class of an element and its parent) of this many kept paragraphs is the layout of the story's text.
_MIN_PARAGRAPHS_OF_LAYOUT = 3


def recover_paragraphs(kept: Sequence[SourceBlock], page: Sequence[SourceBlock]) -> list[SourceBlock]:
    """The blocks kept of a page, and the paragraphs and headings between them that have the same layout."""
    joined = " ".join(spoken_key(block.text) for block in kept)
    numbers = {block.number for block in kept}
    lines = [block for block in page if block.element.tag in ("p", *_HEADINGS)]
    found = [i for i, line in enumerate(lines) if line.number in numbers]
    if len(found) < _MIN_PARAGRAPHS_OF_LAYOUT:
        return list(kept)
    layouts = Counter(_layout(lines[i].element) for i in found)
    for i in range(found[0], len(lines)):
        line = lines[i]
        if line.number in numbers:
            continue
        has_layout_of_story = layouts[_layout(line.element)] >= _MIN_PARAGRAPHS_OF_LAYOUT or _is_heading_of_story(
            lines, i, layouts
        )
        if has_layout_of_story and _is_text(line) and not _is_included(line.text, joined):
            numbers.add(line.number)
        elif i > found[-1]:
            break  # below the last kept line, the text continues only without an interruption
    return [block for block in page if block.number in numbers]


def _layout(element: HtmlElement) -> tuple[str, str, str, str]:
    parent = element.getparent()
    if parent is None:
        return str(element.tag), element.get("class") or "", "", ""
    return str(element.tag), element.get("class") or "", str(parent.tag), parent.get("class") or ""


def _is_included(text: str, joined: str) -> bool:
    """Whether the kept blocks contain the first or last words of the line, as a pull quote repeats a sentence."""
    words = spoken_key(text).split()
    return " ".join(words[:_COMPARED_WORDS]) in joined or " ".join(words[-_COMPARED_WORDS:]) in joined


def _is_text(line: SourceBlock) -> bool:
    is_heading = line.element.tag in _HEADINGS
    if not (is_heading or len(line.text) >= _MIN_TEXT_LENGTH) or len(line.text) > (
        _MAX_HEADING_LENGTH if is_heading else _MAX_TEXT_LENGTH
    ):
        return False
    if is_notice(line.text) or related_title(line.text) or link_share(line.element) > _MAX_LINK_SHARE:
        return False
    return next(line.element.iterancestors(*_ELSEWHERE), None) is None


def _is_heading_of_story(lines: Sequence[SourceBlock], i: int, layouts: Counter[tuple[str, str, str, str]]) -> bool:
    """Whether the line is a heading directly above a paragraph of the story."""
    below = lines[i + 1].element if i + 1 < len(lines) else None
    return (
        lines[i].element.tag in _HEADINGS and below is not None and layouts[_layout(below)] >= _MIN_PARAGRAPHS_OF_LAYOUT
    )
