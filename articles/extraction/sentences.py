"""Where sentences begin and end. Rules, not the model's parse: the same in every language, and stable between
versions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from articles.extraction import lexicon

Span = tuple[int, int]

# No sentence that a rule could read is longer: three hundred words. The cost of the rules grows with its square
# or cube.
MAX_SENTENCE = 1_500
# How far back from a full stop an abbreviation may begin.
_LOOK_BEHIND = 64

_BREAK = re.compile(
    r"(?<![.!?…。؟।])(?P<mark>[.!?…。؟।]+)(?P<closing>[\"'”’»)\]]*)(?P<space>\s+|(?<=[。؟।]))(?P<next>\S)"
)
_OPENERS = "\"'“‘«([„¿¡—–"
# Words that end in a full stop without ending a sentence, when a name or a number follows.
_ABBREVIATIONS = lexicon.words("sentence_breaks", "abbreviations")
# Abbreviations that often do end a sentence: a following capital decides. The "s" of a possessive is none.
_INITIALS = re.compile(r"(?:^|[\s(\"“‘-]|(?<!\w)')(?:[A-Za-z]\.)*[A-Za-z]$")
_SPEAKER_FOLLOWS = re.compile(r"(?:[A-Z][\w’'.-]+\s){1,4}(?:said|says|asked|added|told|wrote)\b")
_WORD_BREAK = re.compile(r"[\s(\"'“‘]")
_NEXT_WORD = re.compile(r"[\"'“‘]?(\w*)")
_AFTER_INITIALS = lexicon.words("sentence_breaks", "after_initials")


def split_sentences(text: str) -> tuple[Span, ...]:
    """The (start, end) of each sentence, without the spaces between them. An endless one comes in parts."""
    return tuple(part for span in _split_at_marks(text) for part in _split_overlong(text, span))


def has_overlong_sentence(text: str) -> bool:
    """Whether a sentence of the text is so long that it comes in parts."""
    if len(text) <= MAX_SENTENCE:
        return False
    return any(end - start > MAX_SENTENCE for start, end in _split_at_marks(text))


def sentence_containing(sentences: tuple[Span, ...], offset: int) -> Span:
    """The sentence with this offset (the last one that begins at or before it)."""
    return sentences[max(0, bisect_right(sentences, offset, key=_start_of) - 1)]


def _start_of(span: Span) -> int:
    return span[0]


def _split_at_marks(text: str) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text):
        if _ends_sentence(text, match):
            end = match.end("closing")
            spans.append((start, end))
            start = match.start("next")
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return [_trimmed(text, span) for span in spans]


def _split_overlong(text: str, span: Span) -> list[Span]:
    """Split an overlong sentence at spaces; other sentences stay unchanged."""
    start, end = span
    cuts = [start]
    while end - cuts[-1] > MAX_SENTENCE:
        space = text.rfind(" ", cuts[-1] + MAX_SENTENCE // 2, cuts[-1] + MAX_SENTENCE)
        cuts.append(space + 1 if space >= 0 else cuts[-1] + MAX_SENTENCE)
    return [
        _trimmed(text, (first, last - 1 if last < end and text[last - 1] == " " else last))
        for first, last in pairwise([*cuts, end])
    ]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    following = match["next"]
    if following.islower():
        return False
    if match["closing"] and match["mark"] != ".":
        return not _SPEAKER_FOLLOWS.match(text, match.start("next"))  # '"Go!" Carter said' is one sentence
    if match["mark"] != "." or match["closing"]:
        return True
    stop = match.start("mark")
    before = text[max(0, stop - _LOOK_BEHIND) : stop]
    word = _WORD_BREAK.split(before)[-1].casefold()
    if word in _ABBREVIATIONS:
        return False
    if _INITIALS.search(before):
        next_word = _NEXT_WORD.match(text, match.start("next"))
        return following in _OPENERS or bool(next_word and next_word[1].casefold() in _AFTER_INITIALS)
    return True


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    return start, end
