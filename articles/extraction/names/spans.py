"""Where a name begins and ends: the model's spans, joined with the words beside them that belong to the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction.names import kinds, titles
from articles.extraction.names.words import is_calendar, is_common
from articles.extraction.passages import is_sentence_start
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

    from articles.extraction.sentences import Span

# Small words inside the names of people, in the languages that the news prints in Latin letters; some only with a hyphen.
_PARTICLES = "al|el|ul|bin|ibn|bint|ben|abu|abd|de|da|di|du|del|della|dos|das|van|von|der|den|ter|la|le|ould|uld"
_HYPHENATED = r"(?:al|el|ul|as|ash|an|ar|at|az|ad|abu|ben)[-‑]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĎĐĒĘĞĢİĶĻŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽȘȚ]"
_WORD = rf"(?!(?:Jr|Sr)\b)(?:(?:{_CAPITAL}\.){{1,3}}|(?:{_HYPHENATED})?(?:[dDlLO]['’])?{_CAPITAL}\w*(?:[-‑]\w+|['’](?!s\b)\w+)*)"
_SUFFIX = r"(?:,?\s(?:Jr|Sr)\b\.?|\sI{2,3}\b|\sIV\b)?"
PERSON = re.compile(rf"{_WORD}(?:\s(?:(?:{_PARTICLES})\s)*{_WORD}){{1,4}}{_SUFFIX}(?!\w)")
_PARTICLE_FOLLOWS = re.compile(rf"\s(?:(?:(?:{_PARTICLES})\s)+{_WORD}|{_HYPHENATED}{_WORD}){_SUFFIX}(?!\w)")
_WORD_FOLLOWS = re.compile(rf"\s(?:(?:{_PARTICLES})\s)*{_WORD}{_SUFFIX}(?!\w)")
_FIRST_WORD = re.compile(r"\w+(?=\s)")
_OPEN_END = re.compile(rf"\s(?:{_PARTICLES})$")


def person_grown(text: str, end: int) -> int:
    """Where a person's name ends that the model cuts at a particle: "Abdul-Karim" of "Abdul-Karim al-Kabariti"."""
    follows = _WORD_FOLLOWS if _OPEN_END.search(text[:end]) else _PARTICLE_FOLLOWS
    more = follows.match(text, end)
    return more.end() if more else end


def grown(entity: TokenSpan, kind: EntityKind) -> tuple[Token, Token]:
    """The first and last token of a name: with the capitalised word beside a person's, with "Governorate" after a place's."""
    first, last = entity[0], entity[-1]
    is_person = kind == EntityKind.PERSON and kinds.by_words(entity.text) is None
    if is_person and len(entity) == 1 and first.i > 0 and _belongs(first.nbor(-1), first):
        first = first.nbor(-1)
    while last.i + 1 < len(last.doc) and _belongs(last.nbor(), last):
        last = last.nbor()
        text = last.doc[first.i : last.i + 1].text
        if not (kinds.by_words(text) is None if is_person else kinds.by_words(text) == kind):
            return first, entity[-1]
    return first, last


def _belongs(token: Token, neighbour: Token) -> bool:
    left, right = sorted((token, neighbour), key=lambda one: one.i)
    if (
        left.whitespace_ != " "
        or right.is_sent_start
        or token.tag_ != "NNP"
        or token.ent_type_ not in ("", neighbour.ent_type_)
    ):
        return False
    is_word = token.text[:1].isupper() and not is_sentence_start(token) and not is_calendar(token.text)
    return is_word and not is_common(token.text) and not kinds.is_head(token.text)


def titled(text: str) -> Iterator[Span]:
    """People of two names and more, printed after a title: "spokesman Glyn Davies"."""
    for title in titles.HEAD.finditer(text):
        start = title.end()
        while (word := _FIRST_WORD.match(text, start)) and kinds.is_head(word[0]):
            start = word.end() + 1  # "Chief of the General Staff Valery Gerasimov"
        name = PERSON.match(text, start)
        if name and not any(titles.is_title(word) or is_calendar(word) for word in name[0].split()):
            yield name.span()
