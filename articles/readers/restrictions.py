"""What a source demands of publication: an embargo, a cancelled or withheld item, terms of use, a note to editors."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from articles.readers.dates import StatedDate, read_date
from articles.readers.months import month_number
from articles.readers.story import FieldSource
from articles.text import clean, clean_line
from articles.vocabulary import DatePrecision, SourceStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.readers.field_collector import FieldCollector
    from articles.readers.story import Story

# The publishing status of IPTC standards, in both spellings of English.
_STATUSES: Mapping[str, SourceStatus] = {
    "usable": SourceStatus.USABLE,
    "withheld": SourceStatus.WITHHELD,
    "canceled": SourceStatus.CANCELLED,
    "cancelled": SourceStatus.CANCELLED,
}
REVOKED = frozenset({SourceStatus.WITHHELD, SourceStatus.CANCELLED})
# An embargo without an end is valid until its source says otherwise.
NO_END = "until further notice"
_NOT_EMBARGOED = frozenset({"", "false", "no", "none", "null", "0"})
_NO_MOMENT = frozenset({"true", "yes", "1"})
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d|\b[A-Z]{3,4})\)?$")
# How a line begins that says from when on a text may be published.
_EMBARGO_LINE = re.compile(
    r"^\W*(?:strictly\s+|under\s+|press\s+|media\s+)*(?:embargo(?:ed)?\b|hold\s+(?:for|until)\b|"
    r"not\s+(?:for|to\s+be)\s+(?:publication|publish|published|release|released|broadcast|use|used)\b.{0,60}?\b(?:before|until)\b)",
    re.IGNORECASE,
)
# After these words anything may follow: "Embargoed until the verdict is read".
_WITH_ANY_END = re.compile(
    r"^\W*(?:strictly\s+|under\s+)*embargo(?:ed)?\s+(?:until|till|not\s+before)\b", re.IGNORECASE
)
# What such a line contains besides a date.
_EMBARGO_WORDS = re.compile(
    r"\b(?:strictly|under|press|media|embargo(?:ed)?|hold|not|for|to\s+be|publication|publish(?:ed)?|(?:immediate\s+)?release(?:d)?|"
    r"broadcast|or|online|use|used|before|until|till|from|at|on|the|is|lifts?|lifted|ends?|over|further|notice|local|time|hrs?|hours|"
    r"midnight|noon|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun|sat|(?:mon|tues|wednes|thurs|fri|satur|sun)?day)\b|[:*=\u2013\u2014\[\]()]",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:lifted|over|expired|broken|ended)\b", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d-])\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?(?:\s*\(?[A-Z]{2,4}\b)?", re.IGNORECASE)
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:\d\d)?(Z|[+-]\d\d:?\d\d)?$")
_LAST_MINUTE = time(23, 59)
# An embargo line is short, and at the beginning or the end of a text.
_MAX_LINE_LENGTH = 160
EMBARGO_DEPTH = 3
_MAX_TEXT_LENGTH = 200
_MAX_ZONE_LENGTH = 4
_MAX_SHOWN_LENGTH = 80


def status_of(stated: str) -> SourceStatus | None:
    """The publishing status behind a code of IPTC ("stat:canceled", "http://…/pubstatus/withheld"); None for others."""
    return _STATUSES.get(re.split(r"[:/#]", stated.strip().lower())[-1])


def revocation(status: SourceStatus | None) -> str:
    """The sentence for an item that its source does not want to be used; nothing for others."""
    return f"This item is {status.label.lower()} by its source." if status in REVOKED and status is not None else ""


def read_embargo(stated: str) -> tuple[datetime | None, str]:
    """(moment, words): when an embargo ends, and its words as printed unless the moment with its zone says it all.

    An embargo until a day ends with its first minute, UTC; one until an hour without a zone with the last minute of
    that day, since nobody knows which hour is meant. Of what is no day, only the words are kept. Neither is given for "false" and the like, and for an embargo that is said to be over.
    """
    text = clean_line(stated)[:_MAX_TEXT_LENGTH]
    if text.lower() in _NOT_EMBARGOED or _OVER.search(text):
        return None, ""
    if text.lower() in _NO_MOMENT:
        return None, NO_END
    found = _end_of(text)
    if found is None:
        return None, text
    moment = found.moment if found.moment.tzinfo else found.moment.replace(tzinfo=UTC)
    says_all = found.precision == DatePrecision.MINUTE and _ZONE.search(text)
    return moment, "" if says_all else text


def _end_of(text: str) -> StatedDate | None:
    """The day or the minute that the text states; a time that cannot be read counts as the last of its day."""
    text = _COMPACT.sub(r"\1-\2-\3T\4:\5\6", text)
    whole = read_date(text)
    if whole is not None and whole.precision == DatePrecision.MINUTE:
        return whole
    clock = _CLOCK.search(text)
    day = read_date(clean_line(_EMBARGO_WORDS.sub(" ", _CLOCK.sub(" ", text))).strip(" ,.")) or whole
    if day is None or day.precision not in (DatePrecision.DAY, DatePrecision.MINUTE):
        return None
    if clock is None:
        return day
    at = read_date(f"{day.moment.day} {day.moment:%B %Y} {clock[0]}")
    if at is not None and at.precision == DatePrecision.MINUTE:
        return at
    return StatedDate(datetime.combine(day.moment, _LAST_MINUTE, UTC), DatePrecision.MINUTE)


def collect_restrictions(collector: FieldCollector, fields: Mapping[str, str], source: str, confidence: float) -> None:
    """Offer what a record states of `embargo`, `source_status`, `usage_terms`, `editorial_note` and `source_key`."""
    moment, words = read_embargo(fields.get("embargo", ""))
    collector.set_if_missing("embargo", moment, source, confidence)
    collector.set_if_missing("embargo_text", words, source, confidence)
    if moment or words:
        collector.add_problem(_asks(fields["embargo"]))
    status = status_of(fields.get("source_status", ""))
    collector.set_if_missing("source_status", status, source, confidence)
    if sentence := revocation(status):
        collector.add_problem(sentence)
    collector.set_if_missing("usage_terms", clean(fields.get("usage_terms", "")), source, confidence)
    collector.set_if_missing("editorial_note", clean(fields.get("editorial_note", "")), source, confidence)
    collector.set_if_missing("source_key", clean_line(fields.get("source_key", ""))[:500], source, confidence)


def with_printed_embargo(story: Story) -> Story:
    """The story with the embargo that a line of its text states; the line itself goes to the notices."""
    edges = {
        *range(min(EMBARGO_DEPTH, len(story.body))),
        *range(max(0, len(story.body) - EMBARGO_DEPTH), len(story.body)),
    }
    at = next((number for number in sorted(edges) if is_embargo_line(story.body[number].text)), None)
    printed = story.body[at].text if at is not None else next(filter(is_embargo_line, story.notices), "")
    printed = printed or (story.description if is_embargo_line(story.description) else "")
    if not printed:
        return story
    if at is not None:
        body = (*story.body[:at], *story.body[at + 1 :])
        story = replace(story, body=body, notices=(*story.notices, printed))
    if story.embargo or story.embargo_text:
        return story
    moment, words = read_embargo(printed)
    if not (moment or words):
        return story
    story = replace(story, problems=(*story.problems, _asks(printed)))
    sources = {**story.field_sources, "embargo": FieldSource("embargo line", 0.9)}
    return replace(story, embargo=moment, embargo_text=words, field_sources=sources)


def _asks(stated: str) -> str:
    return f"Its source asks that it is not published yet: “{clean_line(stated)[:_MAX_SHOWN_LENGTH]}”."


def is_embargo_line(text: str) -> bool:
    """Whether a line says nothing but from when on a text may be published. A sentence about an embargo on arms is none."""
    if len(text) > _MAX_LINE_LENGTH or not _EMBARGO_LINE.match(text):
        return False
    if _WITH_ANY_END.match(text):
        return True
    rest = _CLOCK.sub(" ", _EMBARGO_WORDS.sub(" ", text))
    words = re.findall(r"[^\W\d_]+", rest)
    return all(month_number(word) or (word.isupper() and len(word) <= _MAX_ZONE_LENGTH) for word in words)
