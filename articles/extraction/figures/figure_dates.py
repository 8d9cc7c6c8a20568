"""When: the day, the month or the span that the sentence of a figure states, as partial dates ("2024-03")."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from articles.extraction import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = {name.casefold(): at for at, name in enumerate(lexicon.ordered("calendar", "months"), 1)}
_MONTHS |= {
    short.casefold(): at for short in lexicon.ordered("calendar", "short_months")
    for name, at in list(_MONTHS.items()) if name.startswith(short.casefold()[:3])
}  # fmt: skip
_DAYS = [name.casefold() for name in lexicon.ordered("calendar", "days")]
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DATE = re.compile(
    rf"\b(?P<since>since\s)?(?:(?P<before>early|late|mid)[\s-])?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH})(?:,?\s(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d,]*\d)(?:,?\s(?P<year2>(?:19|20)\d\d))?"
    rf"|(?:(?<=\bin\s)|(?<=\bsince\s))(?P<month3>{_MONTH})(?:,?\s(?P<year3>(?:19|20)\d\d))?"
    rf"|(?:(?<=\bin\s)|(?<=\bsince\s))(?P<year4>(?:19|20)\d\d)\b"
    rf"|(?P<weekday>{'|'.join(_DAYS)})\b|(?P<near>yesterday|today)\b)",
    re.IGNORECASE,
)
# The day on which something was said, and not on which it happened: "officials said on Monday that".
_OF_SPEECH = re.compile(r"\b(?:said|says|told|announced|reported|added|statement)(?:\s\w+){0,2}\s$", re.IGNORECASE)
_SAID_AFTER = re.compile(r"\s?(?:said|announced|told)\b", re.IGNORECASE)
_WINDOW = 40


def read_dates(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The dates of what happened that the sentence text[start:end] prints."""
    for match in _DATE.finditer(text, start, end):
        before = text[max(start, match.start() - _WINDOW) : match.start()]
        if not _OF_SPEECH.search(before) and not _SAID_AFTER.match(text, match.end()):
            yield match


def dates_of(match: re.Match[str], day: date | None) -> tuple[str, str]:
    """First and last day as partial dates; both empty if the year is not known. A span since a date ends on `day`."""
    first = _partial(match, day)
    if match["since"]:
        return (first, day.isoformat() if day else "") if first else ("", "")
    return first, first


def _partial(match: re.Match[str], day: date | None) -> str:
    if match["near"] or match["weekday"]:
        return _relative(match, day)
    if match["year4"]:
        return match["year4"]
    month = _MONTHS[(match["month"] or match["month2"] or match["month3"]).rstrip(".").casefold()]
    printed_day = match["day"] or match["day2"]
    year = match["year"] or match["year2"] or match["year3"]
    if year is None and day is not None:
        is_later = (month, int(printed_day or 1)) > (day.month, day.day)
        year = str(day.year - is_later)
    if year is None:
        return ""
    if printed_day is None:
        return f"{year}-{month:02}"
    is_day = 1 <= int(printed_day) <= monthrange(int(year), month)[1]
    return f"{year}-{month:02}-{int(printed_day):02}" if is_day else ""


def _relative(match: re.Match[str], day: date | None) -> str:
    """A weekday is its last one up to the day of the story."""
    if day is None:
        return ""
    if match["near"]:
        return (day - timedelta(days=match["near"].casefold() == "yesterday")).isoformat()
    ago = (day.weekday() - _DAYS.index(match["weekday"].casefold())) % 7
    return (day - timedelta(days=ago)).isoformat()
