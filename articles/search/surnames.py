"""Match surnames as readers type them: alone, without the article, in another script or romanization.

The index has two keys for each surname of a person. The *plain* key consists of its folded letters ("zelensky"). The
*spelling* key is the same for common romanizations of a name ("Zelensky", "Zelenskiy", "Зеленський"); it is looked up
only for words that are not the plain surname of any person. Scripts without vowels are compared by consonants.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from articles.text import fold

# Particles before a surname, which readers often omit.
ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul"})
PARTICLES = ARTICLES | frozenset({
    "abu", "bar", "bat", "ben", "bin", "bint", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "ibn", "la",
    "le", "ould", "ter", "van", "von", "y", "zu",
})  # fmt: skip
MIN_SPELLING_LETTERS = 4
MIN_CONSONANTS = 3
_SPELLING, _CONSONANTS = "~", "="  # prefixes of these keys, which do not occur in folded names
# Letters of scripts that write consonants and long vowels: Hebrew, Arabic, Syriac.
_ABJAD = re.compile("[\u0590-\u074f\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufefc]")
_ARABIC_ARTICLE = re.compile("^(?:\u0627\u0644|\u0671\u0644)(?=..)")
_SAME_SOUND = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("ck", "k"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("ph", "f"), ("dj", "j"),
    ("q", "k"), ("x", "ks"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("w", "v"), ("o", "u"), ("e", "a"), ("y", "i"),
)  # fmt: skip
_SEMIVOWEL = re.compile("(?<=[aiu])j|j(?![aiu])")
_SILENT_H = re.compile("(?<=[aiu])h(?![aiu])")
_DOUBLED = re.compile(r"(.)\1+")
_LAST_VOWEL = re.compile("(?<=....)[au]$")
_SAME_CONSONANT = (
    ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "k"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("p", "b"), ("v", "f"),
    ("g", "k"), ("q", "k"), ("x", "ks"),
)  # fmt: skip
_NOT_CONSONANTS = re.compile("[^bcdfjklmnrstz]")
_WORD = re.compile(r"[^\s\-\u2010-\u2015]+")


def surname(name: str, family_name: str = "") -> str:
    """The surname in a person's full name, with its particles; "" for a single word.

    `family_name` determines its position, as in "Xi Jinping"; by default, the last word is used.
    """
    words = _WORD.findall(name)
    if len(words) < 2:
        return ""
    family = _WORD.findall(family_name)
    if family and [fold(word) for word in words[: len(family)]] == [fold(word) for word in family]:
        return " ".join(words[: len(family)])
    start = len(words) - max(1, len(family) if _ends_with(words, family) else 1)
    while start > 1 and words[start - 1].islower() and fold(words[start - 1]) in PARTICLES:
        start -= 1
    return " ".join(words[start:])


def surname_keys(name: str, family_name: str = "") -> set[str]:
    """All keys under which the surname of this name is indexed."""
    words = surname(name, family_name).split()
    keys: set[str] = set()
    while words:
        text = "".join(words)
        keys |= {fold(text), spelling_key(text), consonant_key(text)}
        if fold(words[0]) not in PARTICLES:
            break
        words = words[1:]
    return keys - {""}


def asked_spellings(words: str) -> set[str]:
    """The keys under which the words of a query may be another spelling of a surname."""
    text = "".join(_WORD.findall(words))
    return {consonant_key(text) if _ABJAD.search(text) else spelling_key(text)} - {""}


@lru_cache(maxsize=20_000)
def spelling_key(word: str) -> str:
    """A key that is equal for common romanizations of a word; "" if it is too short, or written without vowels."""
    if _ABJAD.search(word):
        return ""
    letters = fold(anyascii(word))
    if len(letters) < MIN_SPELLING_LETTERS or not letters.isascii():
        return ""
    for other, same in _SAME_SOUND:
        letters = letters.replace(other, same)
    letters = _DOUBLED.sub(r"\1", _SILENT_H.sub("", _SEMIVOWEL.sub("i", letters)))
    return _SPELLING + _LAST_VOWEL.sub("", letters)


@lru_cache(maxsize=20_000)
def consonant_key(word: str) -> str:
    """The consonants of a word, equal in Latin letters and in scripts without vowels; "" for fewer than three."""
    letters = fold(anyascii(_ARABIC_ARTICLE.sub("", word)))
    for other, same in _SAME_CONSONANT:
        letters = letters.replace(other, same)
    letters = _DOUBLED.sub(r"\1", _NOT_CONSONANTS.sub("", letters))
    return _CONSONANTS + letters if len(letters) >= MIN_CONSONANTS else ""


def _ends_with(words: list[str], family: list[str]) -> bool:
    return bool(family) and [fold(word) for word in words[-len(family) :]] == [fold(word) for word in family]
