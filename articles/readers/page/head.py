"""What is above the text of a pasted story: headline, standfirst, byline, place, date, caption."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from articles.readers.bylines import has_lead_in, looks_like_person, looks_like_place
from articles.readers.captions import split_caption
from articles.readers.dates import is_date_line
from articles.readers.lines import split_dateline

_MAX_HEADLINE_LENGTH = 250
_MAX_STANDFIRST_LENGTH = 500
_MAX_CAPTION_LENGTH = 400
# How far below the headline a head may reach: an editor pastes a dozen lines of it at most.
_MAX_HEAD_LINES = 12
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]?$")
_SENTENCE_INSIDE = re.compile(r"[a-z\d][.!?][\"\u201d]?\s+[\"\u201c]?[A-Z]")
_ONE_PLACE_WORD = re.compile(r"^[A-Z][\w'\u2019-]{2,30}$")


class HeadLine(Enum):
    """What one line of a head is."""

    BYLINE = auto()
    AUTHOR = auto()
    PLACE = auto()
    DATE = auto()
    CAPTION = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or line of a text; `opens` is true after a blank line."""

    text: str
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """The head's lines as printed, "" where there is none, and how many lines it takes."""

    headline: str = ""
    standfirst: str = ""
    byline: str = ""
    author: str = ""
    place: str = ""
    date: str = ""
    caption: str = ""
    size: int = 0


def read_head(lines: list[Line]) -> Head:
    """Find the head at the top of `lines`. What is not surely of the head stays with the text."""
    found: dict[str, str] = {}
    position = _leading_fields(lines, found)
    if position < len(lines) and is_headline(lines[position].text, has_more=position + 1 < len(lines)):
        found["headline"] = lines[position].text
        position += 1
    position = _following_fields(lines, position, found)
    return Head(**found, size=position)


def is_headline(line: str, *, has_more: bool) -> bool:
    """True for a first line that is no sentence of the text: short, on its own, without a full stop."""
    if len(line) > _MAX_HEADLINE_LENGTH or _SENTENCE_INSIDE.search(line) or split_dateline(line)[0]:
        return False
    if line.endswith((".", '."', ".\u201d", ",", ";")) and not line.endswith("..."):
        return False
    return has_more or not _SENTENCE_END.search(line)


def _leading_fields(lines: list[Line], found: dict[str, str]) -> int:
    """Dates and bylines above the headline, as some pages print them."""
    position = 0
    while position < min(len(lines), _MAX_HEAD_LINES):
        kind = _kind(lines[position].text, found)
        if kind not in (HeadLine.DATE, HeadLine.BYLINE):
            break
        found[kind.name.lower()] = lines[position].text
        position += 1
    return position


def _following_fields(lines: list[Line], position: int, found: dict[str, str]) -> int:
    """The lines below the headline. One line of text among them is the standfirst; the next begins the story."""
    end = position
    standfirst = ""
    for i in range(position, min(len(lines), position + _MAX_HEAD_LINES)):
        line = lines[i].text
        kind = _kind(line, found)
        if kind is HeadLine.AUTHOR and standfirst and not _is_in_head(lines, i, found):
            kind = HeadLine.TEXT
        if kind is not HeadLine.TEXT:
            found[kind.name.lower()] = line
            if standfirst:
                found.setdefault("standfirst", standfirst)
            end = i + 1
        elif standfirst or not found.get("headline") or len(line) > _MAX_STANDFIRST_LENGTH or _closes_head(found):
            break
        else:
            standfirst = line
    return end


def _is_in_head(lines: list[Line], i: int, found: dict[str, str]) -> bool:
    """Whether a bare name below a line of text is still of the head: joined to it, or followed by a place or date."""
    following = lines[i + 1].text if i + 1 < len(lines) else ""
    signed = {**found, "author": lines[i].text}
    return not lines[i].opens or _kind(following, signed) in (HeadLine.PLACE, HeadLine.DATE, HeadLine.CAPTION)


def _closes_head(found: dict[str, str]) -> bool:
    """After a caption or a dated byline the text begins: what follows is no standfirst."""
    return "caption" in found or ("date" in found and ("byline" in found or "author" in found))


def _kind(line: str, found: dict[str, str]) -> HeadLine:
    """What a line is, given what was found above it. A field already found is skipped."""
    signed = "byline" in found or "author" in found
    if "date" not in found and is_date_line(line):
        return HeadLine.DATE
    if not signed and has_lead_in(line):
        return HeadLine.BYLINE
    if "place" not in found and "headline" in found and _is_place(line, signed=signed):
        return HeadLine.PLACE
    if not signed and "headline" in found and looks_like_person(line):
        return HeadLine.AUTHOR
    if "caption" not in found and "headline" in found and _is_caption(line):
        return HeadLine.CAPTION
    return HeadLine.TEXT


def _is_place(line: str, *, signed: bool) -> bool:
    # A lone word is a place only below the name of the author: elsewhere it may be a section or anything.
    return looks_like_place(line) or (signed and bool(_ONE_PLACE_WORD.match(line)))


def _is_caption(line: str) -> bool:
    caption, credit = split_caption(line) if len(line) <= _MAX_CAPTION_LENGTH else (line, "")
    return bool(credit) and not _SENTENCE_INSIDE.search(caption)
