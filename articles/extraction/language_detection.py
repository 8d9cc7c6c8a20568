"""Which language a document is in.

The letters tell most of the scripts of the news, and the small words the common languages in Latin, Cyrillic and Arabic
letters. Only what they leave open is asked of the detector, which takes seconds and memory to load.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from articles.extraction import lexicon
from articles.extraction.scripts import ARABIC, CYRILLIC, LATIN, language_of_script, script_of

if TYPE_CHECKING:
    from articles.extraction.findings import Document

ENGLISH = "en"
# The languages in which conflict coverage most often arrives; more of them would only make short texts less sure.
_DETECTOR_LANGUAGES = lexicon.ordered("languages", "detector.languages")
MAX_CHARACTERS = 2_000
MIN_WORDS = 12
# Words that are in every text of a language and in few of its neighbours.
_FUNCTION_WORDS = {
    script: {language: lexicon.words("languages", f"function_words.{script}.{language}") for language in by_language}
    for script, by_language in lexicon.mapping("languages", "function_words").items()
}
_DEFAULT_LANGUAGE = {CYRILLIC: "ru", ARABIC: "ar"}
# Running text has 0.2 to 0.5 of the small words of its language, and 0.02 to 0.1 of those of another.
MIN_SHARE = 0.15
MIN_LEAD = 1.3


def detect_language(document: Document) -> str:
    """The BCP 47 tag of the language that the text is in; what the document says decides only where the text is
    too short.
    """
    text = " ".join([document.headline, document.description, *(text for _, text in document.blocks)])[:MAX_CHARACTERS]
    stated = document.language or ENGLISH
    script = script_of(text)
    by_script = language_of_script(script, stated.partition("-")[0])
    if by_script:
        return by_script
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < MIN_WORDS:
        return (
            stated
            if script in ("", LATIN) or stated.partition("-")[0] in _FUNCTION_WORDS[script]
            else _DEFAULT_LANGUAGE[script]
        )
    found = _by_function_words(words, script) or _by_detector(text)
    return found or stated


def _by_function_words(words: list[str], script: str) -> str:
    """The language whose small words are clearly the most; empty where none is."""
    shares = sorted(
        (
            (sum(word in small for word in words) / len(words), tag)
            for tag, small in _FUNCTION_WORDS.get(script, {}).items()
        ),
        reverse=True,
    )
    if not shares:
        return ""
    (best, language), (second, _) = shares[:2]
    return language if best >= MIN_SHARE and best >= MIN_LEAD * second else ""


def _by_detector(text: str) -> str:
    found = _detector().detect_language_of(text)
    return found.iso_code_639_1.name.lower() if found else ""


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    languages = [getattr(Language, name) for name in _DETECTOR_LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*languages).build()
