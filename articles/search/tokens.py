"""How text becomes words, the same at both ends: for the index, for a query, and for the sentence that is shown.

Words are folded as look-up keys are (articles.text.fold), so that case and accents never matter, and kept a second
time with their case, so that "US" is not "us". Scripts without spaces give one word a character; a query asks for
such characters as a phrase, and finds a word wherever it stands.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from articles.text import UNSPACED, fold

# Longer runs are noise (addresses, base64); both ends cut them alike, so they are still found.
_MAX_LENGTH = 60
_CACHED_WORDS = 50_000


class Token(NamedTuple):
    """`lower` still has its accents, which stemmers know. `is_joined`: a character that goes on with the one before.

    `glue` is what alone stands between this word and the one before it: "'" for any apostrophe, "-" for a hyphen or a
    dot; "" where there is anything else.
    """

    start: int
    end: int
    folded: str
    cased: str
    lower: str = ""
    is_joined: bool = False
    glue: str = ""


def _marks() -> str:
    """Combining marks of every script: they continue a word although Python does not count them as letters."""
    found = (chr(c) for c in range(0x300, min(sys.maxunicode, 0x10000)))
    return "".join(re.escape(c) for c in found if unicodedata.category(c).startswith("M"))


_INITIALS = r"(?<!\w)[A-Za-z](?:\.[A-Za-z])+(?!\w)"
_LETTER = rf"[^\W_{UNSPACED}]"
_CHARACTER = re.compile(rf"[{UNSPACED}]")
_WORD = re.compile(rf"({_INITIALS}|[{UNSPACED}]|(?:{_LETTER}[{_marks()}]*)+)(?:['\u2019]s(?!\w))?")

_APOSTROPHES = "'\u2018\u2019`\u00b4\u2032\uff07"
_HYPHENS = "-._\u2010\u2011"
_CONTRACTIONS = frozenset({"d", "ll", "m", "re", "t", "ve"})  # what follows the apostrophe in "don't" and "they've"
# Words that say nothing in a query beside others, and that mean a name when a query writes them in capitals.
COMMON_WORDS = frozenset({
    "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "did", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "him", "his", "how", "i", "if", "in", "is", "it", "its", "may",
    "me", "my", "no", "not", "of", "on", "or", "our", "she", "so", "than", "that", "the", "their", "them", "then",
    "there", "they", "this", "to", "up", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom",
    "why", "will", "with", "would", "you", "your",
})  # fmt: skip


def tokens(text: str) -> list[Token]:
    found: list[Token] = []
    joins_at = -1  # where the last character of a script without spaces ended
    end_before = -1
    for match in _WORD.finditer(text):
        start, end = match.span(1)
        is_character = bool(_CHARACTER.match(text, start))
        is_joined = is_character and start == joins_at
        joins_at = end if is_character else -1
        folded, cased, lower = _forms(text[start:end])
        if folded:
            glue = _glue(text[end_before:start], found[-1].folded, folded) if found else ""
            found.append(Token(start, end, folded, cased, lower, is_joined, glue))
        elif is_joined and found:
            found[-1] = found[-1]._replace(end=end)  # a vowel or tone mark of the letter before it
        end_before = match.end()
    return found


def joined_words(words: list[Token]) -> list[Token]:
    """The same words, with those that only an apostrophe parts as one: "Ba'ath" is also "Baath"."""
    found: list[Token] = []
    for word in words:
        if found and word.glue == "'" and word.folded not in _CONTRACTIONS:
            before = found[-1]
            found[-1] = before._replace(
                end=word.end,
                folded=(before.folded + word.folded)[:_MAX_LENGTH],
                cased=(before.cased + word.cased)[:_MAX_LENGTH],
                lower=(before.lower + word.lower)[:_MAX_LENGTH],
            )
        else:
            found.append(word)
    return found


def _glue(between: str, before: str, after: str) -> str:
    if not between or (before.isdigit() and after.isdigit()):
        return ""
    if between in _APOSTROPHES:
        return "'"
    return "-" if len(between) < 3 and all(c in _HYPHENS for c in between) else ""


@lru_cache(maxsize=_CACHED_WORDS)
def _forms(word: str) -> tuple[str, str, str]:
    cased = "".join(c for c in unicodedata.normalize("NFKD", word) if c.isalnum())
    lower = "".join(c for c in unicodedata.normalize("NFC", word).lower() if c != ".")
    return fold(word)[:_MAX_LENGTH], cased[:_MAX_LENGTH], lower[:_MAX_LENGTH]


def needs_case(name: str) -> bool:
    """Names that are everyday words in lower case (IS, US, WHO) are only names in exactly their own case."""
    return fold(name) in COMMON_WORDS


def key(words: list[Token]) -> str:
    return "".join(word.folded for word in words)


def cased_key(words: list[Token]) -> str:
    return "".join(word.cased for word in words)


def index_letter(sort_name: str) -> str:
    """The letter of an A-Z list that a name stands under; "#" for names that begin with none."""
    first = fold(sort_name)[:1].upper()
    return first if first.isalpha() else "#"


def is_all_capitals(text: str) -> bool:
    """Such a block says nothing about which words are names. A short line may well be one name: it is kept."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > len("HEADLINE") and not any(c.islower() for c in letters) and " " in text
