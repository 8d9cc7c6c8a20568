"""What one part of a page (its JSON-LD, its meta tags, its visible head) says about the story."""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.readers.lines import spoken_key
from articles.readers.page.rendered import rendered_text
from articles.readers.story import Image, Link
from articles.text import clean_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from articles.vocabulary import Genre

_SPACE_BEFORE_MARK = re.compile(r"(?<!\s)\s++(?=[,.;:!?)\u2019\u201d])")
# A line of text is not made of more pieces than this; a section of a page is.
_MAX_PARTS = 400
_TAG = re.compile(r"<[^<>]{0,500}>")
_MIN_SIMILARITY = 0.6


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The fields as one source states them, clean but not yet weighed. Dates are as printed."""

    source: str
    confidence: float
    headline: str = ""
    description: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    dateline: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    outlet: str = ""
    url: str = ""
    section: str = ""
    genre: Genre | None = None
    image: Image = field(default_factory=Image)
    sources: tuple[Link, ...] = ()
    body: str = ""


def are_similar(one: str, other: str) -> bool:
    """True for two wordings of one headline: they share most words of the shorter one."""
    words, others = set(spoken_key(one).split()), set(spoken_key(other).split())
    return bool(words and others) and len(words & others) / min(len(words), len(others)) >= _MIN_SIMILARITY


def plain_value(value: object) -> str:
    """A text value of a data block as one clean line: entities resolved, tags out; empty for other values."""
    if not isinstance(value, str | int | float) or isinstance(value, bool) or not _is_finite(value):
        return ""
    return clean_line(_TAG.sub(" ", html.unescape(html.unescape(str(value)))))


def _is_finite(value: str | float) -> bool:
    """False for NaN and Infinity, which Python reads in JSON, where they are neither numbers nor words."""
    return not isinstance(value, float) or math.isfinite(value)


def inner_text(element: HtmlElement, longest: int) -> str:
    """The text inside an element on one line, with a space where tags part words; empty when it is too long."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        length += len(part)
        if length > 4 * longest or len(parts) > _MAX_PARTS:
            return ""
        parts.append(part)
    has_readings = next(element.iter("rt"), None) is not None
    text = rendered_text(element) if has_readings else _SPACE_BEFORE_MARK.sub("", clean_line(" ".join(parts)))
    return text if len(text) <= longest else ""
