"""Common words that are spelled like names."""

from __future__ import annotations

from articles.extraction import lexicon
from articles.extraction.names import name_kinds, person_titles
from articles.vocabulary import EntityKind

_CALENDAR = frozenset(
    word.casefold() for key in ("months", "short_months", "days") for word in lexicon.ordered("calendar", key)
)
_NOT_NAMES = _CALENDAR.union(
    *(lexicon.words("common_words", f"not_names.{kind}") for kind in lexicon.mapping("common_words", "not_names"))
)
MIN_PLURAL = 3


def is_calendar(text: str) -> bool:
    return text.strip(".").casefold() in _CALENDAR


def is_common(text: str) -> bool:
    """Whether these are words of the language, as in "the Government" or "Foreign Secretary", though names are
    spelled so.
    """
    word = text.casefold()
    singular = word.removesuffix("s") if len(word) > MIN_PLURAL else word  # "IS" is one
    is_title = (
        person_titles.is_title(text) and name_kinds.kind_by_words(text) != EntityKind.ORGANIZATION
    )  # "Labour Party", "Air Force"
    return word in _NOT_NAMES or singular in _NOT_NAMES or is_title
