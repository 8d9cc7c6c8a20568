"""Numbers with a meaning: sums of money, counts of people and things, dates by which and times for which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCALES = {
    "hundred": 2,
    "thousand": 3,
    "k": 3,
    "million": 6,
    "mn": 6,
    "m": 6,
    "billion": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
}
_SIGNS = {
    "us$": "USD", "$": "USD", "c$": "CAD", "ca$": "CAD", "can$": "CAD", "cad$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "nt$": "TWD", "r$": "BRL", "€": "EUR", "£": "GBP", "gb£": "GBP", "uk£": "GBP", "¥": "JPY", "cn¥": "CNY", "₺": "TRY", "₽": "RUB", "₴": "UAH",
    "₪": "ILS", "₹": "INR", "₩": "KRW", "₱": "PHP", "₦": "NGN", "kč": "CZK", "zł": "PLN",
}  # fmt: skip
_CODES = frozenset(
    "usd eur gbp cad aud nzd jpy cny chf sek nok dkk isk pln czk huf ron bgn try rub uah ils inr krw sgd hkd twd zar kes ngn aed sar qar kwd".split()
)
_UNITS = {
    "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "canadian dollar": "CAD", "australian dollar": "AUD",
    "new zealand dollar": "NZD", "hong kong dollar": "HKD", "dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "british pound": "GBP",
    "pound": "GBP", "sterling": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "won": "KRW", "swiss franc": "CHF", "franc": "CHF",
    "swedish krona": "SEK", "swedish kronor": "SEK", "swedish crown": "SEK", "kronor": "SEK", "norwegian krone": "NOK",
    "norwegian kroner": "NOK", "norwegian crown": "NOK", "kroner": "NOK", "danish krone": "DKK", "danish kroner": "DKK", "danish crown": "DKK",
    "czech crown": "CZK", "koruna": "CZK", "zloty": "PLN", "zlotys": "PLN", "hryvnia": "UAH", "ruble": "RUB", "rouble": "RUB",
    "rupee": "INR", "shekel": "ILS", "turkish lira": "TRY", "rand": "ZAR", "riyal": "SAR", "dirham": "AED", "forint": "HUF",
} | {code: code.upper() for code in _CODES}  # fmt: skip
_SIGNS |= {code: code.upper() for code in _CODES}
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
        " nineteen twenty".split(),
        start=1,
    )
} | {
    "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "a dozen": 12,
    "half a dozen": 6, "two dozen": 24, "three dozen": 36, "a hundred": 100, "a thousand": 1000, "a million": 1_000_000, "half a million": 500_000,
}  # fmt: skip
_HALF, _SINGLE = Decimal("0.5"), Decimal(1)
_SCALABLE_WORDS = {
    **{word: Decimal(number) for word, number in _NUMBER_WORDS.items() if " " not in word},
    "half a": _HALF,
    "a half": _HALF,
    "a": _SINGLE,
}
_QUALIFIERS = (
    r"nearly|almost|about|around|some|approximately|roughly|more than|over|at least|up to|as many as|as much as"
    r"|less than|fewer than|under|close to|an additional|an extra|a further|a total of|a combined|additional|another|an initial"
)
_QUALIFIER = rf"(?:(?P<qualifier>{_QUALIFIERS})\s)?"
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
    r"(?:\s(?:more|additional|extra|new|further|other|such)\b)?(?:\s|-(?:strong|member|man|person|bed|truck|vehicle)\b\s?)",
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
