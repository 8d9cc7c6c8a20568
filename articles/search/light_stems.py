"""Light stemmers for languages not covered by Snowball; they remove only what is almost always an ending.

Input and output are folded words (articles.text.fold): without case, accents and vowel points.
"""

# ruff: noqa: RUF001  (its letters are Ukrainian and Arabic, and only look like Latin ones)
from __future__ import annotations

import re

# In Hebrew, "and", "the", "in", "to", "from", "as" and "that" are prefixes of one letter.
_HEBREW_PREFIXES = "והבלמכש"
_HEBREW_THE = "ה"
_MAX_PREFIXES = 3
_MIN_LENGTH = 3
# Case endings of nouns and adjectives, longest first; \u0456 and \u0439 without their marks.
_UKRAINIAN = re.compile(
    r"(?<=\w{3})(?:ами|ями|ого|ому|ими|іми|ах|ях|ів|ом|ем|ам|ям|ою|ею|их|іх|ім|им|іи|ии|ої|еи|а|я|у|ю|и|і|о|е|є|ь)$"
)
# Larkey's light10: articles with joined prefixes, then endings of number, gender and person.
_ARABIC_LETTERS = str.maketrans("ىة", "يه")
_ARABIC_AND = re.compile(r"^و(?=\w{3})")
_ARABIC_THE = re.compile(r"^(?:ال|بال|كال|فال|لل)(?=\w{2})")
_ARABIC_ENDING = re.compile(r"(?<=\w{2})(?:ها|ان|ات|ون|ين|يه|ه|ي)$")


def ukrainian(word: str) -> str:
    return _UKRAINIAN.sub("", word)


def arabic(word: str) -> str:
    word = _ARABIC_THE.sub("", _ARABIC_AND.sub("", word.translate(_ARABIC_LETTERS)))
    return _ARABIC_ENDING.sub("", _ARABIC_ENDING.sub("", word))


def hebrew(word: str) -> frozenset[str]:
    """A word of a story, with and without each possible prefix."""
    forms = {word}
    for _ in range(_MAX_PREFIXES):
        if word[:1] not in _HEBREW_PREFIXES or len(word) <= _MIN_LENGTH:
            break
        word = word[1:]
        forms.add(word)
    return frozenset(forms)


def hebrew_query_stems(word: str) -> frozenset[str]:
    """From a word of a query, only the article is removed: other first letters may belong to the word."""
    is_definite = word.startswith(_HEBREW_THE) and len(word) > _MIN_LENGTH
    return frozenset({word, word[1:]} if is_definite else {word})
