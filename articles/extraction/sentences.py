"""Where sentences begin and end. Rules, not the model's parse: the same in every language, and stable between versions."""

from __future__ import annotations

import re

Span = tuple[int, int]

_BREAK = re.compile(r"(?P<mark>[.!?…。؟।]+)(?P<closing>[\"'”’»)\]]*)(?P<space>\s+|(?<=[。؟।]))(?P<next>\S)")
_OPENERS = "\"'“‘«([„¿¡—–"
# Words that end in a full stop without ending a sentence, when a name or a number follows.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt maj capt sgt cpl cmdr adm brig sen rep gov pres st jr sr rev hon amb no vs etc approx"
    " jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun fig vol op ft mt inc ltd co corp".split()
)
# Abbreviations that often do end a sentence: a following capital decides.
_INITIALS = re.compile(r"(?:^|[\s(\"'“‘-])(?:[A-Za-z]\.)*[A-Za-z]$")
_SPEAKER_FOLLOWS = re.compile(r"(?:[A-Z][\w’'.-]+\s){1,4}(?:said|says|asked|added|told|wrote)\b")
_AFTER_INITIALS = frozenset(
    "the a an in on at he she it they we but and this that these those his her its however".split()
)


def split(text: str) -> tuple[Span, ...]:
    """The (start, end) of each sentence, without the spaces between them."""
    spans: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text):
        if _ends_sentence(text, match):
            end = match.end("closing")
            spans.append((start, end))
            start = match.start("next")
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return tuple(_trimmed(text, span) for span in spans)


def containing(sentences: tuple[Span, ...], offset: int) -> Span:
    """The sentence that holds this offset (the last one that begins at or before it)."""
    found = sentences[0]
    for sentence in sentences:
        if sentence[0] > offset:
            break
        found = sentence
    return found


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    following = match["next"]
    if following.islower():
        return False
    if match["closing"] and match["mark"] != ".":
        return not _SPEAKER_FOLLOWS.match(text, match.start("next"))  # '"Go!" Carter said' is one sentence
    if match["mark"] != "." or match["closing"]:
        return True
    before = text[: match.start("mark")]
    word = re.split(r"[\s(\"'“‘]", before)[-1].casefold()
    if word in _ABBREVIATIONS:
        return False
    if _INITIALS.search(before):
        next_word = re.match(r"[\"'“‘]?(\w*)", text[match.start("next") :])
        return following in _OPENERS or bool(next_word and next_word[1].casefold() in _AFTER_INITIALS)
    return True


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    return start, end
