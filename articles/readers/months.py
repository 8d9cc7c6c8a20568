"""The names of the months in the languages that pages are written in, as Unicode's CLDR has them."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

_ENGLISH = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
# Where two languages give one word to different months, the one named first has it ("listopad": Polish and Czech).
_LANGUAGES = (
    "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "tr", "az", "ru", "uk", "bg",
    "sr", "el", "ar", "ar_SY", "ar_DZ", "fa", "ur", "he", "hi", "id", "ms", "sw", "et", "lv", "lt", "sl", "ka", "sq", "ca",
)  # fmt: skip
_NOT_LETTERS = re.compile(r"[^\w]+")


def month_number(name: str) -> int:
    """1 to 12 for the name of a month or its usual abbreviation, in any of the languages known; 0 for other words."""
    word = name.casefold().rstrip(".")
    return _ENGLISH.get(word) or _foreign().get(_key(word), 0)


def month_is_english(name: str) -> bool:
    """True for English names and abbreviations of months."""
    return name.casefold().rstrip(".") in _ENGLISH


@cache
def _foreign() -> dict[str, int]:
    """Loaded at the first date that is not English: forty languages take a third of a second."""
    numbers: dict[str, int] = {}
    for language in _LANGUAGES:
        for forms in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    if not name.isdecimal():
                        numbers.setdefault(_key(name), number)
    return numbers


def _key(name: str) -> str:
    return _NOT_LETTERS.sub("", name.casefold().replace("\u0307", ""))
