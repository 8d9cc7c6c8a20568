"""Which language a document is in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

if TYPE_CHECKING:
    from articles.extraction.findings import Document

ENGLISH = "en"
# The languages in which conflict coverage most often arrives; more of them would only make short texts less sure.
_LANGUAGES = "ENGLISH FRENCH GERMAN SPANISH PORTUGUESE ITALIAN ARABIC PERSIAN TURKISH RUSSIAN UKRAINIAN HEBREW".split()
_ENOUGH = 2_000
_FUNCTION_WORDS = frozenset(
    "the of and to in a that is was for on with as by at from has have are be said it its".split()
)
# Running English has 0.35 to 0.5 of these, French and Spanish under 0.1 ("a", "on", "as").
_ENGLISH_SHARE = 0.22
_FEWEST_WORDS = 12


def language_of(document: Document) -> str:
    """The BCP 47 tag of the language that the text is in; what the document says decides only where the text is too short."""
    text = " ".join([document.headline, document.description, *(text for _, text in document.blocks)])[:_ENOUGH]
    words = re.findall(r"[^\W\d_]+", text)
    if len(words) < _FEWEST_WORDS:
        return document.language or ENGLISH
    if sum(word.lower() in _FUNCTION_WORDS for word in words) >= _ENGLISH_SHARE * len(words):
        return ENGLISH  # settles nearly every story without the detector, which takes seconds to load
    found = _detector().detect_language_of(text)
    return found.iso_code_639_1.name.lower() if found else document.language


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    languages = [getattr(Language, name) for name in _LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*languages).build()
