"""Split text into words, in the same way for the index, for queries and for snippets.

Words are folded like look-up keys (articles.text.fold), so that case and accents do not matter, and also kept with
their case, so that "US" is not "us". In scripts without spaces, each character is a word; a query searches for such
characters as a phrase.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from articles.text import UNSPACED, fold

# Longer runs are noise (URLs, base64); index and query cut them at the same length, so that they still match.
_MAX_LENGTH = 60
_CACHED_WORDS = 50_000


class Token(NamedTuple):
    """`lower` keeps its accents, which stemmers need. `is_joined`: a character that continues the previous one.

    `glue` is the only character between this word and the previous one: "'" for any apostrophe, "-" for a hyphen or a
    dot; "" for anything else.
    """

    start: int
    end: int
    folded: str
    cased: str
    lower: str = ""
    is_joined: bool = False
    glue: str = ""


def _marks() -> str:
    """Combining marks of all scripts: they continue a word, although Python does not count them as letters."""
    found = (chr(c) for c in range(0x300, min(sys.maxunicode, 0x10000)))
    return "".join(re.escape(c) for c in found if unicodedata.category(c).startswith("M"))


_INITIALS = r"(?<!\w)[A-Za-z](?:\.[A-Za-z])+(?!\w)"
_LETTER = rf"[^\W_{UNSPACED}]"
_CHARACTER = re.compile(rf"[{UNSPACED}]")
_WORD = re.compile(rf"({_INITIALS}|[{UNSPACED}]|(?:{_LETTER}[{_marks()}]*)+)(?:['\u2019]s(?!\w))?")

_APOSTROPHES = "'\u2018\u2019`\u00b4\u2032\uff07"
_HYPHENS = "-._\u2010\u2011"
_CONTRACTIONS = frozenset({"d", "ll", "m", "re", "t", "ve"})  # the part after the apostrophe in "don't" and "they've"
# Stop words: ignored next to other words, but names if a query has them in capitals.
COMMON_WORDS = frozenset({
    "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "did", "do", "does",
    "for", "from", "had", "has", "have", "he", "her", "him", "his", "how", "i", "if", "in", "is", "it", "its", "may",
    "me", "my", "no", "not", "of", "on", "or", "our", "she", "so", "than", "that", "the", "their", "them", "then",
    "there", "they", "this", "to", "up", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom",
    "why", "will", "with", "would", "you", "your",
})  # fmt: skip


def tokens(text: str) -> list[Token]:
    found: list[Token] = []
    joins_at = -1  # the end of the last character of a script without spaces
    end_before = -1
    has_characters = _CHARACTER.search(text) is not None
    for match in _WORD.finditer(text):
        start, end = match.span(1)
        is_character = has_characters and _CHARACTER.match(text, start) is not None
        is_joined = is_character and start == joins_at
        joins_at = end if is_character else -1
        folded, cased, lower = _forms(text[start:end])
        if folded:
            glue = _glue(text[end_before:start], found[-1].folded, folded) if found else ""
            found.append(Token(start, end, folded, cased, lower, is_joined, glue))
        elif is_joined and found:
            found[-1] = found[-1]._replace(end=end)  # a vowel or tone mark of the previous letter
        end_before = match.end()
    return found


def joined_words(words: list[Token]) -> list[Token]:
    """The same words, with those separated only by an apostrophe joined: "Ba'ath" is also "Baath"."""
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
    if between == " " or not between or (before.isdigit() and after.isdigit()):
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
    """Whether a name is an everyday word in lower case (IS, US, WHO) and so must match in its own case."""
    return fold(name) in COMMON_WORDS


def key(words: list[Token]) -> str:
    return "".join(word.folded for word in words)


def cased_key(words: list[Token]) -> str:
    return "".join(word.cased for word in words)


def index_letter(sort_name: str) -> str:
    """The letter of an A-Z list for a name; "#" for names that do not begin with a letter."""
    first = fold(sort_name)[:1].upper()
    return first if first.isalpha() else "#"


def is_all_capitals(text: str) -> bool:
    """Whether a block is in capitals and so does not show which words are names. A short line may be a single name."""
    if " " not in text or any(c.islower() and c.isalpha() for c in text):
        return False
    return sum(map(str.isalpha, text)) > len("HEADLINE")
