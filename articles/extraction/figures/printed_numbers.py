"""Numbers of people and things as printed, with the bounds that their words state and no others.

"12" is both bounds; "at least 12" and "more than 12" state a lower one, "up to 12" an upper one, "between 30 and 40"
both. After "about" the number is both, and the word is kept. "Dozens" is at least 24: data/figures.toml says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from articles.extraction import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCALES: Mapping[str, int] = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9}
_UNITS: Mapping[str, int] = lexicon.mapping("amounts", "numbers")
_PLURALS: Mapping[str, int] = lexicon.mapping("figures", "plurals")
_BOUNDS = {name: lexicon.alternatives("figures", f"bounds.{name}") for name in ("lower", "upper", "about", "also")}
_SPELLED = "|".join(sorted((one for one in _UNITS if one not in _SCALES), key=len, reverse=True))
_TENS = "|".join(word for word, value in _UNITS.items() if 20 <= value < 100 and value % 10 == 0)
_ONES = "|".join(word for word, value in _UNITS.items() if 0 < value < 10 and " " not in word)
_DIGITS = r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,3})?"
_NUMBER = rf"(?:(?:{_TENS})-(?:{_ONES})|{_DIGITS}|{_SPELLED})"
# "two hundred", "two hundred and fifty"
_SCALE = (
    r"(?:\s(?P<{0}>hundred|thousand|million|billion)\b"
    rf"(?:\s(?:and\s)?(?P<{{0}}_rest>(?:{_TENS})-(?:{_ONES})|(?:{_SPELLED})\b))?)?"
)
_MANY = "|".join(sorted(_PLURALS, key=len, reverse=True))
_BEFORE = (
    rf"(?:(?P<lower>{_BOUNDS['lower']})\s|(?P<upper>{_BOUNDS['upper']})\s|(?P<about>{_BOUNDS['about']})\s)?"
    rf"(?:(?:{_BOUNDS['also']})\s)?"
)
_PRINTED = re.compile(
    rf"(?<![\w$£€₽₴¥.,/:#–-]){_BEFORE}(?:(?P<many>{_MANY})\b|(?P<from>between\s|from\s)?(?P<low>{_NUMBER})(?![\d.,]*\d)(?![%°’'/:])"
    rf"{_SCALE.format('low_scale')}"
    rf"(?:(?P<joint>\s?[-–]\s?|\sto\s|\sor\s|\sand\s)(?P<high>{_NUMBER})(?![\d.,]*\d)(?![%°’'/:])"
    rf"{_SCALE.format('high_scale')})?(?![\w%°])(?P<more>\sor\smore\b)?)",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"-(?!strong\b)\w", re.IGNORECASE)
_STRONG = re.compile(r"-strong\b", re.IGNORECASE)
_SHARE = re.compile(r"\s?(?:%|per\s?cent\b|percent)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """start:end covers the number with the words of its bounds. `is_change` marks "from 10 to 12"."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    qualifier: str
    is_change: bool = False


def read_numbers(text: str, start: int, end: int) -> Iterator[PrintedNumber]:
    """The numbers between start and end, in their order, without ordinals, shares, ages, times and sums of money."""
    for match in _PRINTED.finditer(text, start, end):
        if _SHARE.match(text, match.end()) or _COMPOUND.match(text, match.end()):
            continue
        strong = _STRONG.match(text, match.end())
        for number in _read(match):
            yield (
                number
                if strong is None
                else PrintedNumber(number.start, strong.end(), number.low, number.high, number.qualifier)
            )


def _read(match: re.Match[str]) -> Iterator[PrintedNumber]:
    qualifier = (match["lower"] or match["upper"] or match["about"] or "").lower()
    if match["many"]:
        many = match["many"].lower()
        yield PrintedNumber(match.start(), match.end(), Decimal(_PLURALS[many]), None, qualifier or many)
        return
    joint, is_range = (match["joint"] or "").strip(), bool(match["high"])
    is_change = is_range and (match["from"] or "").lower().startswith("from")
    if (
        joint == "and" and not match["from"]
    ):  # two figures: "12 and 14"; the first is read here, the second by its own words
        is_range = False
    low = _value(
        match["low"], match["low_scale"] or (match["high_scale"] if is_range else None), match["low_scale_rest"]
    )
    if low is None:
        return
    if not is_range:
        end = max(match.end("low"), match.end("low_scale"), match.end("low_scale_rest"))
        stop = match.end() if match["more"] and not match["high"] else end
        yield PrintedNumber(match.start(), stop, *_bounds(match, low), qualifier or ("or more" if stop > end else ""))
        return
    high = _value(match["high"], match["high_scale"] or match["low_scale"], match["high_scale_rest"])
    if high is not None and is_change:
        yield PrintedNumber(match.start(), match.end(), high, high, qualifier, is_change=True)
    elif high is not None and high >= low:
        yield PrintedNumber(match.start(), match.end(), low, high, qualifier)


def _bounds(match: re.Match[str], value: Decimal) -> tuple[Decimal | None, Decimal | None]:
    if match["lower"] or match["more"]:
        return value, None
    return (None, value) if match["upper"] else (value, value)


def _value(printed: str, scale: str | None, rest: str | None) -> Decimal | None:
    """None for a fraction of a person ("1.5"). `rest` is added: "two hundred and fifty"."""
    value = _plain(printed) * 10 ** (_SCALES[scale.casefold()] if scale else 0) + (_plain(rest) if rest else 0)
    return value.to_integral_value() if value == value.to_integral_value() else None


def _plain(printed: str) -> Decimal:
    word = printed.casefold()
    if word in _UNITS:
        return Decimal(_UNITS[word])
    tens, hyphen, ones = word.partition("-")
    return Decimal(_UNITS[tens] + _UNITS[ones]) if hyphen else Decimal(word.replace(",", ""))
