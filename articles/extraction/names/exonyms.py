"""What other languages call countries and well-known organizations, and the words that they put before places."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from articles.extraction import lexicon
from articles.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_BEFORE_PLACES = lexicon.mapping("languages", "before_places")


@lru_cache(maxsize=16)
def exonyms_in(language: str) -> Mapping[str, tuple[str, ...]]:
    """The folded names of countries and organizations in a language -> their English names, which are always known."""
    names = {
        fold(name): (organization["name"],)
        for organization in lexicon.tables("exonyms", "organizations")
        for name in organization["names"].get(language, ())
    }
    try:
        here, english = Locale(language).territories, Locale("en").territories
    except UnknownLocaleError:
        return names
    for code, name in here.items():
        if code.isalpha() and len(name) > 1:
            names.setdefault(fold(name), (english[code],))
    return names


@lru_cache(maxsize=32)
def words_before_places(language: str, kind: str) -> frozenset[str]:
    """The words after which a place is likely ("place"), or a capitalised word is no name ("article")."""
    return lexicon.words("languages", f"before_places.{language}.{kind}") if language in _BEFORE_PLACES else frozenset()
