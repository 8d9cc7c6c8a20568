"""Given names: they distinguish people from companies, and decide whether "he" or "she" can mean a person."""

from __future__ import annotations

import re

from articles.extraction import lexicon
from articles.text import fold

_UNISEX = lexicon.words("given_names", "unisex")
_FEMALE = _UNISEX | lexicon.words_of_tables("given_names", "female", "names")
_MALE = _UNISEX | lexicon.words_of_tables("given_names", "male", "names")
# Families whose name comes first: "Xi" for Xi Jinping. Chinese, Korean, Vietnamese and Burmese names cover
# nearly all such news.
FAMILY_FIRST = lexicon.words("given_names", "family_first")
# Families that companies and papers are called by more often: "Sun Microsystems".
_AMBIGUOUS_FAMILY = lexicon.words("given_names", "ambiguous_family")
_FEMALE_TITLE = re.compile(rf"\b(?:{lexicon.alternatives('given_names', 'titles.female')})\b", re.IGNORECASE)
_MALE_TITLE = re.compile(rf"\b(?:{lexicon.alternatives('given_names', 'titles.male')})\b", re.IGNORECASE)


def is_given_name(word: str) -> bool:
    """Whether this is a known given name: "Irina", "Jean-Yves"."""
    plain = _first_name_key(word)
    return any(plain in names for names in (_FEMALE, _MALE, FAMILY_FIRST)) and plain not in _AMBIGUOUS_FAMILY


def fits_pronoun(name: str, title: str, pronoun: str) -> bool:
    """Whether this person can be meant by "he" or "she". Names that are not listed fit both."""
    given = _first_name_key(name)
    is_she = bool(_FEMALE_TITLE.search(title)) or given in _FEMALE
    is_he = bool(_MALE_TITLE.search(title)) or given in _MALE
    return is_she == is_he or (is_she if pronoun == "she" else is_he)


def _first_name_key(name: str) -> str:
    """The first given name, as it is listed: "Jean-Yves" is a Jean."""
    return fold(re.split(r"[\s\-‑]", name, maxsplit=1)[0])
