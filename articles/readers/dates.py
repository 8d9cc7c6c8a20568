"""Dates as sources print them: a moment or a day, and how exact the source was."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from articles.readers.months import month_is_english, month_number
from articles.vocabulary import DatePrecision

_MONTH = r"(?P<month>[^\W\d_]{2,14}(?:\s\u0627\u0644[^\W\d_]{2,8})?)\.?(?:\s*/\s*[^\W\d_]{2,14})?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
# "de", "del", "d'" and the like occur between the parts of a date in the Romance languages.
_OF = r"(?:,?\s+|,\s*|\s*\u060c\s*|[-/])(?:de[l]?\s+|di\s+|d['\u2019])?"
_DATE_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"(?<!\d){_DAY}{_OF}{_MONTH}{_OF}{_YEAR}(?!\d)",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}[-/.](?P<number>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?![\dT])",
        rf"(?<!\d){_YEAR}\s*[\u5e74\ub144]\s*(?P<number>\d{{1,2}})\s*[\u6708\uc6d4]\s*(?P<day>\d{{1,2}})\s*[\u65e5\uc77c\u53f7]",
        rf"(?<!\d){_YEAR}\.\s?(?P<number>\d{{1,2}})\.\s?(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})\.\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}(?!\d)",
        rf"\b{_YEAR}\.?\s+{_MONTH}\s+{_DAY}(?!\d)",
    )
)
# Two numbers and a year: which of them is the month is known only where the other cannot be one, or from the language.
_SLASHED = re.compile(rf"(?<!\d)(?P<first>\d{{1,2}})[/-](?P<second>\d{{1,2}})[/-]{_YEAR}(?!\d)")
_MONTH_SHAPE = re.compile(rf"\b{_MONTH}(?:,?\s+|\s+de[l]?\s+){_YEAR}(?!\d)", re.IGNORECASE)
_ISO_MONTH_SHAPE = re.compile(rf"^{_YEAR}-(?P<number>\d\d)$")
_YEAR_SHAPE = re.compile(rf"^{_YEAR}$")
_ISO_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?$"
)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))(?::\d\d)?\s{0,3}(?P<half>[ap]\.?m\b\.?)?,?\s{0,3}(?:Uhr|hrs?|Uhr,)?\s{0,3}\(?(?P<zone>[A-Z]{2,4})?\b",
    re.IGNORECASE,
)
# Zone letters that mean one offset in news of their region. "IST", "CST" of China and the like stay unknown.
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "MEZ": 1, "MESZ": 2,
    "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "JST": 9, "SGT": 8, "HKT": 8,
}  # fmt: skip
# Words that may surround a date in a line that is only a date line.
_DATE_LINE_WORDS = re.compile(
    r"(?i)\b(?:published|posted|updated|last|modified|on|at|date|created|first|released|issued|mon(?:day)?|tue(?:s|sday)?|"
    r"wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|local|time|gmt|utc|[ecmp][sd]?t|a\.?m|p\.?m|"
    r"stand|uhr|um|vom|am|ver\u00f6ffentlicht|aktualisiert|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"publi\u00e9|mis|\u00e0|jour|le|modifi\u00e9|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"publicado|actualizado|atualizado|el|em|a\s+las|h|hs|hrs|lunes|martes|mi\u00e9rcoles|jueves|viernes|s\u00e1bado|domingo|"
    r"pubblicato|aggiornato|il|alle|ore)\b"
)
_MAX_LINE_LENGTH = 80
# The last second of a day of which there is one more than usual, which Python's calendar does not have.
_LEAP_SECOND = ":60"
_MIN_LETTERS = 4
_MONTHS_OF_A_YEAR = 12
# No news story is older than this, and none is dated later than where the day begins first, with a day for wrong clocks.
_EARLIEST = datetime(1800, 1, 1, tzinfo=UTC)
_LATEST_AHEAD = timedelta(days=2)
# What programs write for a moment that they do not know: zero seconds of Unix time.
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_MONTH_FIRST = frozenset({"en-us", "en-ph", "es-pr"})


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date with its precision. A moment keeps its zone; for a day, month or year it is the first midnight, UTC."""

    moment: datetime
    precision: DatePrecision


def read_date(text: str, language: str = "") -> StatedDate | None:
    """The date that `text` states; None when it states none, or one that no calendar has (2026-02-30).

    The language tells which number of "03/04/2024" is the month; without one that is known such a date stays unread.
    """
    text = _with_plain_digits(" ".join(text.split()))
    if not text or len(text) > _MAX_LINE_LENGTH:
        return None
    return _iso_moment(text) or _mail_moment(text) or _worded(text) or _slashed(text, language) or _month_or_year(text)


def implausible(stated: StatedDate, *, now: datetime | None = None) -> str:
    """Why a date cannot be that of a news story, to continue a sentence about it; empty for one that can."""
    moment = stated.moment if stated.moment.tzinfo else stated.moment.replace(tzinfo=UTC)
    if moment < _EARLIEST:
        return "is before 1800"
    if moment == _ZERO and stated.precision in (DatePrecision.MINUTE, DatePrecision.DAY):
        return "is what programs write for an unknown date"
    if moment > (now or datetime.now(UTC)) + _LATEST_AHEAD:
        return "is in the future"
    return ""


def _with_plain_digits(text: str) -> str:
    """Arabic, Persian and Devanagari digits as those of ASCII."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def is_date_line(text: str) -> bool:
    """True for a line that says a date and nothing else ("Published 18 October 2016, 14:05 GMT")."""
    if len(text) > _MAX_LINE_LENGTH or read_date(text) is None or not any(c.isdecimal() for c in text):
        return False
    rest = _with_plain_digits(text)
    for shape in (*_DATE_SHAPES, _SLASHED, _MONTH_SHAPE):
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
        seconds = ":59" if match[3] == _LEAP_SECOND else match[3] or ":00"
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{seconds}{offset}")
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


def _slashed(text: str, language: str) -> StatedDate | None:
    match = _SLASHED.search(text)
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    is_american = language.casefold() in _MONTH_FIRST
    if (
        first <= _MONTHS_OF_A_YEAR
        and second <= _MONTHS_OF_A_YEAR
        and first != second
        and language.casefold() in ("", "en")
    ):
        return None
    day, month = (second, first) if second > _MONTHS_OF_A_YEAR or is_american else (first, second)
    stated = _day({"year": match["year"], "number": str(month), "day": str(day)})
    return _with_clock(stated, text[: match.start()] + " " + text[match.end() :]) if stated else None


def _day(parts: dict[str, str | None]) -> datetime | None:
    month = int(parts["number"] or 0) if "number" in parts else month_number(parts["month"] or "")
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
    if any(shape.search(text) for shape in (*_DATE_SHAPES, _SLASHED)):
        return None  # a day that is in no calendar is not half right
    for shape, precision in (
        (_ISO_MONTH_SHAPE, DatePrecision.MONTH),
        (_MONTH_SHAPE, DatePrecision.MONTH),
        (_YEAR_SHAPE, DatePrecision.YEAR),
    ):
        match = shape.search(text)
        if match:
            if len(match.groupdict().get("month") or "") in range(1, _MIN_LETTERS) and not month_is_english(
                match["month"]
            ):
                continue  # "set 2016" is no Portuguese September
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
