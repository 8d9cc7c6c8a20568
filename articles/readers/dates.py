"""Dates as sources print them: a moment or a day, and how exact the source was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from articles.vocabulary import DatePrecision

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_DATE_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"\b{_DAY}\s+{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_YEAR}[-/.](?P<number>\d{{1,2}})[-/.]{_DAY}\b",
    )
)
_MONTH_SHAPE = re.compile(rf"\b{_MONTH},?\s+{_YEAR}\b")
_ISO_MONTH_SHAPE = re.compile(rf"^{_YEAR}-(?P<number>\d\d)$")
_YEAR_SHAPE = re.compile(rf"^{_YEAR}$")
_ISO_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?$"
)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))(?::\d\d)?\s*(?P<half>[ap]\.?m\b\.?)?,?\s*\(?(?P<zone>[A-Z]{2,4})?\b",
    re.IGNORECASE,
)
# Zone letters that mean one offset in news of their region. "IST", "CST" of China and the like stay unknown.
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "JST": 9, "SGT": 8, "HKT": 8,
}  # fmt: skip
# What may stand around a date for the line to be nothing but a date line.
_DATE_LINE_WORDS = re.compile(
    r"(?i)\b(?:published|posted|updated|last|modified|on|at|date|created|first|released|mon(?:day)?|tue(?:s|sday)?|"
    r"wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|local|time|gmt|utc|[ecmp][sd]?t|a\.?m|p\.?m)\b"
)
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date with its precision. A moment keeps its zone; for a day, month or year it is the first midnight, UTC."""

    moment: datetime
    precision: DatePrecision


def read_date(text: str) -> StatedDate | None:
    """The date that `text` states; None when it states none, or one that no calendar has (2026-02-30)."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    return _iso_moment(text) or _mail_moment(text) or _worded(text) or _month_or_year(text)


def is_date_line(text: str) -> bool:
    """True for a line that says a date and nothing else ("Published 18 October 2016, 14:05 GMT")."""
    if len(text) > _LONGEST or read_date(text) is None or not any(c.isdecimal() for c in text):
        return False
    rest = text
    for shape in (*_DATE_SHAPES, _MONTH_SHAPE):
        rest = shape.sub(" ", rest, count=1)
    rest = _DATE_LINE_WORDS.sub(" ", _CLOCK.sub(" ", _ISO_MOMENT.sub(" ", rest)))
    return not any(c.isalnum() for c in rest)


def _iso_moment(text: str) -> StatedDate | None:
    match = _ISO_MOMENT.match(text)
    if match is None:
        return None
    zone = (match[4] or "").upper()
    try:
        day = datetime.fromisoformat(match[1]).replace(tzinfo=UTC)
        if not zone:
            return StatedDate(day, DatePrecision.DAY)  # a clock time without a zone is no moment
        offset = "+00:00" if zone in ("Z", "UTC", "GMT") else zone
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ':00'}{offset}")
    except ValueError:
        return None
    return StatedDate(moment, DatePrecision.MINUTE) if _is_sane(moment) else None


def _mail_moment(text: str) -> StatedDate | None:
    if not re.match(r"(?:[A-Z][a-z]{2},\s+)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d", text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None or not _is_sane(moment):
        return None
    return StatedDate(moment, DatePrecision.MINUTE)


def _worded(text: str) -> StatedDate | None:
    for shape in _DATE_SHAPES:
        match = shape.search(text)
        day = _day(match.groupdict()) if match else None
        if match and day:
            rest = text[: match.start()] + " " + text[match.end() :]
            return _with_clock(day, rest)
    return None


def _day(parts: dict[str, str | None]) -> datetime | None:
    month = int(parts["number"] or 0) if "number" in parts else _MONTHS.get((parts["month"] or "").lower(), 0)
    try:
        return datetime(int(parts["year"] or 0), month, int(parts["day"] or 1), tzinfo=UTC)
    except ValueError:
        return None


def _with_clock(day: datetime, rest: str) -> StatedDate:
    clock = _CLOCK.search(rest)
    offset = _ZONES.get((clock["zone"] or "").upper()) if clock else None
    if clock is None or offset is None:
        return StatedDate(day, DatePrecision.DAY)
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower().startswith("p") else 0)
    try:
        moment = day.replace(hour=hour, minute=int(clock["minute"]), tzinfo=timezone(timedelta(hours=offset)))
    except ValueError:
        return StatedDate(day, DatePrecision.DAY)
    return StatedDate(moment, DatePrecision.MINUTE) if _is_sane(moment) else StatedDate(day, DatePrecision.DAY)


def _month_or_year(text: str) -> StatedDate | None:
    if any(shape.search(text) for shape in _DATE_SHAPES):
        return None  # a day that is in no calendar is not half right
    for shape, precision in (
        (_ISO_MONTH_SHAPE, DatePrecision.MONTH),
        (_MONTH_SHAPE, DatePrecision.MONTH),
        (_YEAR_SHAPE, DatePrecision.YEAR),
    ):
        match = shape.search(text)
        if match:
            first = _day({"number": "1", **match.groupdict(), "day": "1"} if precision == DatePrecision.YEAR else
                         {**match.groupdict(), "day": "1"})  # fmt: skip
            return StatedDate(first, precision) if first else None
    return None


def _is_sane(moment: datetime) -> bool:
    """False for moments at the edge of the calendar, which cannot be turned into another zone."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return False
    return True
