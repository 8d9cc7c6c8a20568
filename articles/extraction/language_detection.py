"""Which language a document is in.

The letters decide for the scripts of one language. For Latin, Cyrillic and Arabic letters a statistical model decides, if
the text is long enough and the model is sure; otherwise what the document states.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from articles.extraction import lexicon
from articles.extraction.scripts import LATIN, language_of_script, script_of, words_in_script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.extraction.findings import Document

ENGLISH = "en"
MAX_CHARACTERS = 2_000
MIN_WORDS = 12
# Below it are lists of names and texts in languages that the model does not know.
MIN_CONFIDENCE = 0.7
_DETECTED = {
    script: lexicon.words("languages", f"detected.{script}") for script in lexicon.mapping("languages", "detected")
}
_DEFAULT_LANGUAGE: dict[str, str] = lexicon.mapping("languages", "default_languages")
_TAG_OF_LABEL: dict[str, str] = lexicon.mapping("languages", "model_labels")
_CLOSE_LANGUAGE: dict[str, str] = lexicon.mapping("languages", "close_languages")


def detect_language(document: Document) -> str:
    """The BCP 47 tag of the language that the text is in; what the document says decides only where the text is
    too short or the model is not sure.
    """
    text = " ".join([document.headline, document.description, *(text for _, text in document.blocks)])[:MAX_CHARACTERS]
    stated = document.language or ENGLISH
    stated_language = stated.partition("-")[0]
    script = script_of(text)
    by_script = language_of_script(script, stated_language)
    if by_script:
        return by_script
    if not script or len(re.findall(r"[^\W\d_]+", text)) < MIN_WORDS:
        return stated if _can_be_in(script, stated_language) else _DEFAULT_LANGUAGE[script]
    in_script = words_in_script(text, script)
    found = _most_likely(language_detector().rank(in_script), script)
    return stated if not found or found == _CLOSE_LANGUAGE.get(stated_language) else found


def _can_be_in(script: str, language: str) -> bool:
    """Whether texts of the language are written in these letters."""
    return script in ("", LATIN) or _CLOSE_LANGUAGE.get(language, language) in _tags(script)


@lru_cache(maxsize=1)
def language_detector() -> LanguageIdentifier:
    """The model, loaded once in a process: that takes half a second and 75 MB."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _tags(script: str) -> set[str]:
    return {_TAG_OF_LABEL.get(label, label) for label in _DETECTED[script]}


def _most_likely(ranked: Sequence[tuple[str, float]], script: str) -> str:
    """The most likely of the languages in these letters; empty if it is not much more likely than the others.

    `ranked` are the labels of the model with their probabilities.
    """
    likely: list[tuple[float, str]] = [(p, label) for label, p in ranked if label in _DETECTED[script]]
    confidence, label = max(likely)
    if confidence < MIN_CONFIDENCE * sum(p for p, _ in likely):
        return ""
    return _TAG_OF_LABEL.get(label, label)
