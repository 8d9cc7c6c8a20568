"""Paragraphs that an extractor lost between others that it kept: put back where the page treats them alike."""

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
_LONGEST = 5000
_SHORTEST = 30
_MAX_HEADING_LENGTH = 150
_MOSTLY_LINKS = 0.5
_OPENING = 6
# A way of setting paragraphs that this many kept ones share is the way of this story's text.
_MIN_ALIKE = 3


def recover_paragraphs(kept: Sequence[SourceBlock], page: Sequence[SourceBlock]) -> list[SourceBlock]:
    """The blocks kept of a page, with paragraphs and headings between them that are set as they are."""
    joined = " ".join(spoken_key(block.text) for block in kept)
    numbers = {block.number for block in kept}
    lines = [block for block in page if block.element.tag in ("p", *_HEADINGS)]
    found = [i for i, line in enumerate(lines) if line.number in numbers]
    if len(found) < _MIN_ALIKE:
        return list(kept)
    alike = Counter(_setting(lines[i].element) for i in found)
    for i in range(found[0], len(lines)):
        line = lines[i]
        if line.number in numbers:
            continue
        is_alike = alike[_setting(line.element)] >= _MIN_ALIKE or _heads(lines, i, alike)
        if is_alike and _is_text(line) and not _is_said(line.text, joined):
            numbers.add(line.number)
        elif i > found[-1]:
            break  # below the last line kept, the text goes on only as long as nothing else comes between
    return [block for block in page if block.number in numbers]


def _setting(element: HtmlElement) -> tuple[str, str, str, str]:
    parent = element.getparent()
    if parent is None:
        return str(element.tag), element.get("class") or "", "", ""
    return str(element.tag), element.get("class") or "", str(parent.tag), parent.get("class") or ""


def _is_said(text: str, joined: str) -> bool:
    """Whether the kept blocks have these words, as where a line set apart repeats a part of them."""
    words = spoken_key(text).split()
    return " ".join(words[:_OPENING]) in joined or " ".join(words[-_OPENING:]) in joined


def _is_text(line: SourceBlock) -> bool:
    is_heading = line.element.tag in _HEADINGS
    if not (is_heading or len(line.text) >= _SHORTEST) or len(line.text) > (
        _MAX_HEADING_LENGTH if is_heading else _LONGEST
    ):
        return False
    if is_notice(line.text) or related_title(line.text) or link_share(line.element) > _MOSTLY_LINKS:
        return False
    return next(line.element.iterancestors(*_ELSEWHERE), None) is None


def _heads(lines: Sequence[SourceBlock], i: int, alike: Counter[tuple[str, str, str, str]]) -> bool:
    """Whether a heading stands directly above a paragraph of the story's text."""
    below = lines[i + 1].element if i + 1 < len(lines) else None
    return lines[i].element.tag in _HEADINGS and below is not None and alike[_setting(below)] >= _MIN_ALIKE
