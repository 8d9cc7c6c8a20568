"""Numbers with a meaning: sums of money, counts of people and things, dates by which and times for which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCALES = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12}
_SIGNS = {
    "us$": "USD", "$": "USD", "c$": "CAD", "ca$": "CAD", "cad$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "€": "EUR", "£": "GBP",
    "¥": "JPY", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₪": "ILS", "₹": "INR",
}  # fmt: skip
_UNITS = {
    "us dollar": "USD", "canadian dollar": "CAD", "australian dollar": "AUD", "dollar": "USD", "euro": "EUR", "pound sterling": "GBP",
    "pound": "GBP", "sterling": "GBP", "yen": "JPY", "swiss franc": "CHF", "swedish krona": "SEK", "swedish kronor": "SEK",
    "norwegian krone": "NOK", "norwegian kroner": "NOK", "danish krone": "DKK", "danish kroner": "DKK", "usd": "USD", "eur": "EUR",
    "gbp": "GBP", "cad": "CAD", "aud": "AUD",
}  # fmt: skip
_WORDS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
        " nineteen twenty".split(),
        start=1,
    )
} | {"dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "a dozen": 12, "two dozen": 24, "a hundred": 100, "a thousand": 1000}  # fmt: skip
_QUALIFIER = (
    r"(?:(?P<qualifier>nearly|almost|about|around|some|approximately|roughly|more than|over|at least|up to|as many as|as much as"
    r"|less than|fewer than|under|close to|an additional|an extra|a further|additional|another|an initial)\s)?"
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_SCALE = r"(?:\s?-?(?P<{name}>thousand|million|billion|trillion|mn|bn|m|k|b)\b)?"
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_MONEY = re.compile(
    rf"(?<![\w$£€]){_QUALIFIER}(?:(?P<sign>{_SIGN})\s?)?(?P<low>{_NUMBER}){_SCALE.format(name='low_scale')}"
    rf"(?:\s?(?:-|–|to|and)\s?(?:{_SIGN})?\s?(?P<high>{_NUMBER}){_SCALE.format(name='high_scale')})?"
    rf"(?:[\s-](?P<unit>{_UNIT})s?\b(?P<worth>['’]?\sworth\b)?)?",
    re.IGNORECASE,
)
_COUNTED = "|".join(sorted((*(re.escape(word) for word in _WORDS), _NUMBER), key=len, reverse=True))
_COUNT = re.compile(
    rf"(?<![\w$£€.,]){_QUALIFIER}(?P<low>{_COUNTED})(?P<low_scale>\s(?:thousand|million|billion))?"
    rf"(?:\s?(?:-|–|to|or|and)\s?(?P<high>{_COUNTED}))?(?:\s(?:more|additional|extra|new|further))?\s",
    re.IGNORECASE,
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DUE = re.compile(
    rf"\b(?:by|before|from|starting|starting in|beginning|as early as|no later than|in)\s(?:(?:late|early|mid|the end of|the start of)[\s-])*"
    rf"(?:{_MONTH}(?:\s\d{{1,2}}\b)?(?:,?\s\d{{4}})?|\d{{1,2}}\s{_MONTH}(?:\s\d{{4}})?|(?:the\s)?end of (?:the|this|next) (?:year|month|week)"
    r"|next (?:year|month|week|spring|summer|autumn|fall|winter)|(?:the )?coming (?:days|weeks|months)|20\d\d|(?:the )?(?:year|month)['’]s end)"
)
_DURATION = re.compile(
    r"\b(?:for|over|during)\s(?:up to\s|at least\s|about\s|more than\s)?(?:the\s(?:next|coming)\s)?"
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|\d+)?[\s-]?(?:further\s|full\s)?(?:day|week|month|year|decade)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Money:
    start: int
    end: int
    low: Decimal
    high: Decimal
    currency: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things; `end` is where the words for the things begin."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    qualifier: str


def sums(text: str, start: int, end: int) -> Iterator[Money]:
    """The sums of money printed between start and end. Pounds are money only if "worth" or a sign says so, or sterling."""
    for match in _MONEY.finditer(text, start, end):
        unit = (match["unit"] or "").casefold()
        currency = _SIGNS.get((match["sign"] or "").casefold(), "") or _UNITS.get(unit, "")
        is_weight = unit == "pound" and not (match["sign"] or match["worth"] or match["low_scale"])
        if not currency or is_weight:
            continue
        high_scale = match["high_scale"]
        low = _scaled(match["low"], match["low_scale"] or (high_scale if match["high"] else None))
        high = _scaled(match["high"], high_scale or match["low_scale"]) if match["high"] else low
        yield Money(match.start(), match.end(), low, max(low, high), currency, (match["qualifier"] or "").lower())


def counts(text: str, start: int, end: int) -> Iterator[Count]:
    """The counts printed between start and end: "40 to 60 ", "a dozen "."""
    for match in _COUNT.finditer(text, start, end):
        low = _number(match["low"], (match["low_scale"] or "").strip())
        high = _number(match["high"], "") if match["high"] else low
        if high >= low:
            yield Count(match.start(), match.end(), low, high, (match["qualifier"] or "").lower())


def due(text: str) -> str:
    """By when, as printed."""
    match = _DUE.search(text)
    return match[0] if match else ""


def duration(text: str) -> str:
    """For how long, as printed."""
    match = _DURATION.search(text)
    return match[0] if match else ""


def _number(digits: str, scale: str) -> Decimal:
    word = digits.casefold()
    value = Decimal(_WORDS[word]) if word in _WORDS else Decimal(digits.replace(",", ""))
    return _times(value, scale)


def _scaled(digits: str, scale: str | None) -> Decimal:
    return _times(Decimal(digits.replace(",", "")), scale)


def _times(value: Decimal, scale: str | None) -> Decimal:
    scaled = value * 10 ** _SCALES[scale.casefold()] if scale else value
    return scaled.to_integral_value() if scaled == scaled.to_integral_value() else scaled
