"""Formatting of dates, numbers and names for readers. Nothing is rounded, and nothing unknown is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from django.utils.dateformat import format as format_date

from articles.vocabulary import DatePrecision
from articles.wording.role_dates import partial_date

if TYPE_CHECKING:
    from datetime import datetime

    from articles.models import Pledge

WORDS_A_MINUTE = (
    230  # silent reading of English non-fiction: 238 in Brysbaert's review (2019), a little less on screens
)

_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "CAD": "C$", "AUD": "A$", "NZD": "NZ$", "JPY": "¥", "ILS": "₪"}
_PRONOUNS = frozenset({"he", "she", "it", "they", "him", "her", "them", "we", "i"})
_SCALES = ((Decimal(10**9), "bn"), (Decimal(10**6), "m"))
_KEPT_DECIMALS = 2
_DASH = "\u2013"  # the dash of ranges
_CACHED_DATES = 10_000
_LONG_FORMATS = {
    DatePrecision.MINUTE: "j F Y, H:i e",
    DatePrecision.DAY: "j F Y",
    DatePrecision.MONTH: "F Y",
    DatePrecision.YEAR: "Y",
}
_SHORT_FORMATS = {
    **_LONG_FORMATS,
    DatePrecision.MINUTE: "j M Y",
    DatePrecision.DAY: "j M Y",
    DatePrecision.MONTH: "M Y",
}
_ISO_FORMATS = {
    DatePrecision.MINUTE: "c",
    DatePrecision.DAY: "Y-m-d",
    DatePrecision.MONTH: "Y-m",
    DatePrecision.YEAR: "Y",
}


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date as precise as it is known. `iso` is empty if there is none."""

    text: str
    short: str
    iso: str = ""


def inference_note(printed: str, speaker: str) -> str:
    """The basis of an inferred speaker; `printed` is how the story refers to the speaker."""
    if not printed or (printed.casefold() == speaker.casefold() and " " in printed):
        return "speaker inferred from the surrounding sentences"
    is_name = printed[0].isupper() and printed.casefold() not in _PRONOUNS
    if is_name or not speaker:
        return f"the story says only \u201c{printed}\u201d"
    return f"speaker inferred from \u201c{printed}\u201d"


@lru_cache(maxsize=_CACHED_DATES)
def date_words(moment: datetime | None, precision: str) -> DateWords:
    if moment is None or precision == DatePrecision.UNKNOWN:
        return DateWords("Date not known", "Not dated")
    known = DatePrecision(precision)
    return DateWords(
        format_date(moment, _LONG_FORMATS[known]),
        format_date(moment, _SHORT_FORMATS[known]),
        format_date(moment, _ISO_FORMATS[known]),
    )


def month_words(month: str) -> str:
    """For example "Oct 2016" for "2016-10"."""
    name, _, year = partial_date(month).rpartition(" ")
    return f"{name[:3]} {year}".strip()


def reading_minutes(words: int) -> int:
    return max(1, round(words / WORDS_A_MINUTE))


def initials(name: str) -> str:
    """First letters of the first and the last word: "Harjit Singh Sajjan" -> "HS"."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def span(low: Decimal | None, high: Decimal | None) -> str:
    """A count or a range of counts: "560", "40-60" with a dash, "up to 60"."""
    if low is None:
        return f"up to {_plain(high)}" if high is not None else ""
    return _plain(low) if high is None or high == low else f"{_plain(low)}{_DASH}{_plain(high)}"


def money(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    """For example "$268m", "£1.4m", "IQD 5bn". Amounts are abbreviated only if no digit is lost."""
    if low is None:
        return f"up to {money(high, None, currency)}" if high is not None else ""
    sign = _SYMBOLS.get(currency, f"{currency} ")
    first, first_scale = _scaled(low)
    if high is None or high == low:
        return f"{sign}{first}{first_scale}"
    last, last_scale = _scaled(high)
    return f"{sign}{first}{'' if first_scale == last_scale else first_scale}{_DASH}{last}{last_scale}"


def _scaled(amount: Decimal) -> tuple[str, str]:
    for size, letters in _SCALES:
        scaled = amount / size
        if scaled >= 1 and scaled == round(scaled, _KEPT_DECIMALS):
            return _plain(scaled), letters
    return f"{amount:,.2f}" if amount % 1 else _plain(amount), ""


def _plain(number: Decimal | None) -> str:
    if number is None:
        return ""
    return f"{number:,.2f}".rstrip("0").rstrip(".") if number % 1 else f"{number:,.0f}"


def figures(pledge: Pledge) -> tuple[str, ...]:
    """The numbers of a pledge, money first; empty if the story gives none."""
    both = (
        money(pledge.amount_low, pledge.amount_high, pledge.currency),
        span(pledge.quantity_low, pledge.quantity_high),
    )
    return tuple(figure for figure in both if figure)


def truncate(text: str, most: int) -> str:
    """At most `most` characters, cut at a word boundary."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(f" ,;:\u2014{_DASH}-") + "…"


def direction(language: str) -> str:
    """The `dir` attribute for text in this language (BCP 47). One that CLDR does not know is written from left to right."""
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"
