"""Sums of money, and counts of people and things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from articles.extraction import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCALES: Mapping[str, int] = lexicon.mapping("amounts", "scales")
_CODES = {code.casefold(): code for code in lexicon.ordered("amounts", "codes.printed")}
_SIGNS: Mapping[str, str] = lexicon.mapping("amounts", "signs") | _CODES
_UNITS: Mapping[str, str] = lexicon.mapping("amounts", "units") | _CODES
_NUMBER_WORDS: Mapping[str, int] = lexicon.mapping("amounts", "numbers")
_HALF, _SINGLE = Decimal("0.5"), Decimal(1)
_SCALABLE_WORDS = {
    **{word: Decimal(number) for word, number in _NUMBER_WORDS.items() if " " not in word},
    "half a": _HALF,
    "a half": _HALF,
    "a": _SINGLE,
}
_QUALIFIER = rf"(?:(?P<qualifier>{lexicon.alternatives('amounts', 'qualifiers.words')})\s)?"
_ADJECTIVES = "|".join(lexicon.ordered("amounts", "counts.adjectives"))
_SUFFIXES = "|".join(lexicon.ordered("amounts", "counts.suffixes"))
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_SCALE = r"(?:\s?-?(?P<{name}>thousand|million|billion|trillion|mn|bn|m|k|b)\b)?"
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_SPELLED = "|".join(sorted(_SCALABLE_WORDS, key=len, reverse=True))
_MONEY = re.compile(
    rf"(?<![\w$£€-]){_QUALIFIER}(?:(?P<sign>{_SIGN})\s?)?(?P<low>{_NUMBER}){_SCALE.format(name='low_scale')}"
    rf"(?:\s?(?:-|–|to|and)\s?(?:{_SIGN})?\s?(?P<high>{_NUMBER}){_SCALE.format(name='high_scale')})?"
    rf"(?:[\s\u00a0-](?P<unit>{_UNIT})s?\b(?P<worth>['’]?\sworth\b)?)?",
    re.IGNORECASE,
)
# "half a billion euros": spelled out, so only with a scale and a unit.
_SPELLED_MONEY = re.compile(
    rf"(?<![\w-]){_QUALIFIER}(?P<low>{_SPELLED})[\s-](?P<scale>thousand|million|billion|trillion)[\s-](?P<unit>{_UNIT})s?\b",
    re.IGNORECASE,
)
_COUNTED = "|".join(
    sorted((*(re.escape(word) for word in _NUMBER_WORDS), r"[a-z]+ty-[a-z]+", _NUMBER), key=len, reverse=True)
)
_COUNT = re.compile(
    rf"(?<![\w$£€.,-]){_QUALIFIER}(?P<low>{_COUNTED})(?P<low_scale>\s(?:hundred|thousand|million|billion))?"
    rf"(?:(?:\s?(?:-|–)\s?|\s(?:to|or|and)\s)(?P<high>{_COUNTED})(?P<high_scale>\s(?:hundred|thousand|million|billion))?)?"
    rf"(?:\s(?:{_ADJECTIVES})\b)?(?:\s|-(?:{_SUFFIXES})\b\s?)",
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


def read_sums(text: str, start: int, end: int) -> Iterator[Money]:
    """The sums of money printed between start and end, in their order."""
    found = [*_sums_in_figures(text, start, end), *_sums_in_words(text, start, end)]
    yield from sorted(found, key=lambda money: money.start)


def is_money_word(word: str) -> bool:
    """Whether this is a word or sign for money: "kroner", "€"."""
    key = word.casefold()
    return key in _UNITS or key in _SIGNS or key in _SCALES


def _sums_in_figures(text: str, start: int, end: int) -> Iterator[Money]:
    """Pounds are money only if "worth" or a sign says so, or sterling."""
    for match in _MONEY.finditer(text, start, end):
        unit = (match["unit"] or "").casefold()
        currency = _SIGNS.get((match["sign"] or "").casefold(), "") or _UNITS.get(unit, "")
        is_weight = unit == "pound" and not (match["sign"] or match["worth"] or match["low_scale"])
        codes = [code for code in (match["sign"], match["unit"]) if code and code.casefold() in _CODES]
        if not currency or is_weight or not all(code.isupper() for code in codes):
            continue
        high_scale = match["high_scale"]
        low = _scaled(match["low"], match["low_scale"] or (high_scale if match["high"] else None))
        high = _scaled(match["high"], high_scale or match["low_scale"]) if match["high"] else low
        yield Money(match.start(), match.end(), low, max(low, high), currency, (match["qualifier"] or "").lower())


def _sums_in_words(text: str, start: int, end: int) -> Iterator[Money]:
    for match in _SPELLED_MONEY.finditer(text, start, end):
        value = _times(_SCALABLE_WORDS[match["low"].casefold()], match["scale"])
        currency = _UNITS[match["unit"].casefold()]
        yield Money(match.start(), match.end(), value, value, currency, (match["qualifier"] or "").lower())


def read_counts(text: str, start: int, end: int) -> Iterator[Count]:
    """The counts printed between start and end: "40 to 60 ", "a dozen ", "a 500-strong "."""
    for match in _COUNT.finditer(text, start, end):
        low = _number(match["low"], (match["low_scale"] or match["high_scale"] or "").strip())
        high = (
            _number(match["high"], (match["high_scale"] or match["low_scale"] or "").strip()) if match["high"] else low
        )
        if low is not None and high is not None and high >= low:
            yield Count(match.start(), match.end(), low, high, (match["qualifier"] or "").lower())


def _number(digits: str, scale: str) -> Decimal | None:
    """The value of a number in figures or words, None for words that are no number ("twenty-foot")."""
    word = digits.casefold()
    if word in _NUMBER_WORDS:
        return _times(Decimal(_NUMBER_WORDS[word]), scale)
    tens, hyphen, ones = word.partition("-")
    if hyphen:
        return (
            _times(Decimal(_NUMBER_WORDS[tens] + _NUMBER_WORDS[ones]), scale)
            if tens in _NUMBER_WORDS and ones in _NUMBER_WORDS
            else None
        )
    return _times(Decimal(digits.replace(",", "")), scale)


def _scaled(digits: str, scale: str | None) -> Decimal:
    return _times(Decimal(digits.replace(",", "")), scale)


def _times(value: Decimal, scale: str | None) -> Decimal:
    scaled = value * 10 ** _SCALES[scale.casefold()] if scale else value
    return scaled.to_integral_value() if scaled == scaled.to_integral_value() else scaled
