"""Stems of words by language: "attaques" and "attaque" have one stem in French stories, and none in English ones.

A story is stemmed in its language. The words of a query are stemmed in all languages of their script, and each stem
matches only stories of its language.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import tantivy

from articles.search import light_stems
from articles.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CACHED_WORDS = 50_000
# Snowball's stemmers, by language tag.
_SNOWBALL = {
    "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
_LIGHT: Mapping[str, Callable[[str], str]] = {"ar": light_stems.arabic, "uk": light_stems.ukrainian}
_HEBREW = "he"
LANGUAGES = frozenset({*_SNOWBALL, *_LIGHT, _HEBREW})
# First and last letter of a script, and its languages; all other words count as Latin.
_SCRIPTS = (
    ("\u0400", "\u052f", ("ru", "uk")),
    ("\u0600", "\u06ff", ("ar",)),
    ("\u0370", "\u03ff", ("el",)),
    ("\u0590", "\u05ff", (_HEBREW,)),
    ("\u0b80", "\u0bff", ("ta",)),
)
_LATIN = tuple(sorted(LANGUAGES - {language for _, _, languages in _SCRIPTS for language in languages}))
# The stemmer does not unify these plurals: explosão, explosões.
_PORTUGUESE_PLURALS = re.compile("(?:ões|ães|ãos)$")


def language_of(tag: str) -> str:
    """The stemming language for a language tag; "" if unsupported. Stories without a tag count as English."""
    language = (tag or "en").lower().partition("-")[0]
    language = "no" if language in ("nb", "nn") else language
    return language if language in LANGUAGES else ""


@lru_cache(maxsize=_CACHED_WORDS)
def stems(word: str, language: str) -> frozenset[str]:
    """The stems under which a word of a story is indexed, without accents.

    Stemmers expect accents, but readers omit them: both stems are indexed; for most words they are equal.
    """
    folded = fold(word)
    if language == _HEBREW:
        return light_stems.hebrew(folded)
    if language in _LIGHT:
        return frozenset({_LIGHT[language](folded)})
    if language == "pt":
        word = _PORTUGUESE_PLURALS.sub("ão", word)
    return frozenset({_stemmed(folded, language), fold(_stemmed(word, language))})


def query_stems(word: str, language: str) -> frozenset[str]:
    """The stems that a word of a query matches."""
    return light_stems.hebrew_query_stems(fold(word)) if language == _HEBREW else stems(word, language)


def stem_terms(word: str) -> set[str]:
    """The terms of the stem field that a word of a query matches, in any language."""
    return {stem_term(stem, language) for language in _languages_of(word) for stem in query_stems(word, language)}


@lru_cache(maxsize=_CACHED_WORDS)
def story_terms(word: str, language: str) -> str:
    """The terms of the stem field under which a word of a story is indexed, separated by spaces."""
    return " ".join(stem_term(stem, language) for stem in sorted(stems(word, language)))


def stem_term(stem: str, language: str) -> str:
    return f"{language}:{stem}"


def _languages_of(word: str) -> tuple[str, ...]:
    return next((languages for first, last, languages in _SCRIPTS if first <= word[:1] <= last), _LATIN)


def _stemmed(word: str, language: str) -> str:
    found = _stemmer(language).analyze(word)
    return found[0] if found else word


@lru_cache(maxsize=len(_SNOWBALL))
def _stemmer(language: str) -> tantivy.TextAnalyzer:
    stemmer = tantivy.Filter.stemmer(_SNOWBALL[language])
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(stemmer).build()
