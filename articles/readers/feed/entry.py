"""One entry of a feed, whatever the feed's format: the whole story, or only the beginning of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.readers.flat_record import pack
from articles.readers.fragment import plain_text
from articles.readers.lines import spoken_key
from articles.readers.page.metadata import plain_value
from articles.readers.part import Part
from articles.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.readers.part import KindName

# An element that is meant for the text holds it from so many words on; a description only if it is as long as a report.
_MIN_WORDS_OF_TEXT = 50
_MIN_WORDS_OF_DESCRIPTION = 150
# A text that ends in a dangling mark was cut off by its publisher; systems cut after 55 words, and none after this many.
_MAX_WORDS_OF_BEGINNING = 200
_CUT_OFF = re.compile(
    r"(?:\[(?:\u2026|\.{3,60})\]|\u2026|(?<!\.)\.{3,}+|\b(?:read (?:more|on|the (?:full|whole|rest))|continue reading|more)\b.{0,60})[\s>\u2192\u00bb]*$",
    re.IGNORECASE,
)
_MAX_NAME_LENGTH = 200
# An excerpt is recognized by this many words that the text contains, too.
_WORDS_OF_EXCERPT = 12
ONLY_BEGINNING = "The feed gives only the beginning of this story; its page holds the rest."
NEITHER = "The feed gives neither the text of this entry nor the address of its page."


def part_of(number: int, fields: dict[str, str], summary: str, problems: Sequence[str]) -> Part:
    """The part for the entry at place `number`. `fields` holds what its feed gives as text, `summary` its description."""
    url = fields.get("url", "")
    kind: KindName
    text = plain_text(fields.get("html") or fields.get("text") or "")
    short = plain_text(summary)
    if _is_whole(text, _MIN_WORDS_OF_TEXT) or (text and not url):
        kind, fields = "record", fields | {"description": _standfirst(short, text)}
    elif _is_whole(short, _MIN_WORDS_OF_DESCRIPTION) or (short and not url):
        kind, fields = "record", fields | {"html": summary, "text": ""}
    else:
        kind, fields = "summary", fields | {"description": _standfirst(short, text)}
        problems = [*problems, ONLY_BEGINNING if url else NEITHER]
    name = plain_value(fields.get("headline", ""))[:_MAX_NAME_LENGTH] or url or f"entry {number}"
    if not url and not any(fields.get(field) for field in ("headline", "description", "text", "html")):
        return Part(name, "record", b"", problem=f"Entry {number} has neither a headline nor a text nor an address.")
    return Part(name, kind if url else "record", pack(fields, source="feed", problems=problems), url)


def _is_whole(text: str, fewest: int) -> bool:
    words = len(text.split())
    return words >= fewest and (words > _MAX_WORDS_OF_BEGINNING or not _CUT_OFF.search(clean_line(text)))


def _standfirst(summary: str, text: str) -> str:
    """The description as a standfirst: none where it only repeats words of the text."""
    if not text:
        return summary
    beginning = " ".join(spoken_key(_CUT_OFF.sub("", summary)).split()[:_WORDS_OF_EXCERPT])
    return "" if not beginning or beginning in spoken_key(text) else summary
