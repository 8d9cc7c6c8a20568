"""What the words of a question mean: names that we know, quoted phrases, and plain words.

Names are recognised by longest match over the question, in the entities of the index. A name that is an everyday word
in lower case (IS, US) is one only in exactly its own case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tantivy import Occur, Query

from articles.search.names import labels_in
from articles.search.result import Label, RecognisedName
from articles.search.schema import ENTITY, schema
from articles.search.stems import stem_terms
from articles.search.tokens import COMMON_WORDS, Token, cased_key, key, tokens
from articles.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.search.reader import OpenIndex

MAX_TEXT = 300
_MAX_WORDS = 40
_MAX_NAME_WORDS = 8
_MAX_NAMESAKES = 200
_HEADLINE_WEIGHT = 2.0

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?')
_ONLY_COMMON_WORDS = "These words are in nearly every story. Add a name or a more telling word."
# "US" and "IS" in capitals are not the everyday words; a single letter in capitals begins a sentence.
_MIN_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row. `cased`: only in this case. `stemmed`, for a single word: in its other forms too.

    `lower` is that word as it was written, with its accents.
    """

    words: tuple[str, ...]
    cased: bool = False
    stemmed: bool = False
    lower: str = ""

    @property
    def first(self) -> str:
        return fold(self.words[0])

    def query(self) -> Query:
        field = "cased" if self.cased else "plain"
        if len(self.words) > 1:
            return Query.phrase_query(schema(), field, list(self.words))
        word = self.words[0]
        exact = Query.term_query(schema(), field, word, index_option="freq")
        if not self.stemmed:
            return exact
        headline = Query.boost_query(
            Query.term_query(schema(), "headline", word, index_option="freq"), _HEADLINE_WEIGHT
        )
        stems = [Query.term_query(schema(), "stem", term, index_option="freq") for term in stem_terms(self.lower)]
        return either([exact, headline, Query.disjunction_max_query(stems)])


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a question that a story must hold: any of the phrases, or any of the entities."""

    phrases: tuple[Phrase, ...]
    entities: tuple[int, ...] = ()

    def query(self) -> Query:
        named = [Query.const_score_query(Query.term_query(schema(), "entities", pk), 1.0) for pk in self.entities]
        return either([*named, *(phrase.query() for phrase in self.phrases)])


@dataclass(frozen=True, slots=True)
class Question:
    terms: tuple[Term, ...] = ()
    recognised: tuple[RecognisedName, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    alone: bool
    needs_case: bool
    entity: int

    def stands_as(self, words: list[Token]) -> bool:
        if not self.alone:
            return False
        return not self.needs_case or cased_key(words) == cased_key(tokens(self.text))


@dataclass(frozen=True, slots=True)
class _Span:
    """Words of the question that are a name, and the entities that bear it."""

    start: int
    end: int
    entities: tuple[int, ...]
    needs_case: bool


def read(index: OpenIndex, text: str, *, exact: bool) -> Question:
    """Never raises, whatever the text; an empty question has no terms."""
    problem = f"Only the first {MAX_TEXT} characters were searched." if len(text) > MAX_TEXT else ""
    text = text[:MAX_TEXT]
    terms: list[Term] = []
    recognised: list[RecognisedName] = []
    plain: list[Token] = []
    for words, is_quoted in _stretches(text):
        if is_quoted:
            terms.append(Term((Phrase(tuple(word.folded for word in words)),)))
            continue
        spans, names = _recognise(index, words)
        terms += [_exactly(words, span) if exact else _named(span, names) for span in spans]
        recognised += [] if exact else _told(index, text, words, spans, names)
        taken = {place for span in spans for place in range(span.start, span.end)}
        plain += [word for place, word in enumerate(words) if place not in taken]
    terms += _plain_terms(plain, exact=exact)
    if text.strip() and not terms:
        problem = _ONLY_COMMON_WORDS if plain else "There are no words to search for in this question."
    return Question(tuple(terms), tuple(recognised), problem)


def _stretches(text: str) -> Iterator[tuple[list[Token], bool]]:
    """(words, stood in quotation marks) in turn; an opening mark that is never closed runs to the end."""
    place = 0
    for match in (*_QUOTED.finditer(text), None):
        start, end = match.span() if match else (len(text), len(text))
        for piece, offset, is_quoted in (
            (text[place:start], place, False),
            (match[1] if match else "", match.start(1) if match else 0, True),
        ):
            words = [word._replace(start=word.start + offset, end=word.end + offset) for word in tokens(piece)]
            if words:
                yield words[:_MAX_WORDS], is_quoted
        place = end


def _plain_terms(words: list[Token], *, exact: bool) -> list[Term]:
    """Everyday words say nothing about a story; who wants them all the same asks for the exact words."""
    telling = [word for word in words if exact or word.folded not in COMMON_WORDS or _is_capitals(word)]
    return [Term((phrase,)) for phrase in dict.fromkeys(_plain(run, stemmed=not exact) for run in _runs(telling))]


def _runs(words: list[Token]) -> Iterator[list[Token]]:
    """Each word for itself; of scripts without spaces, the characters that stand together."""
    run: list[Token] = []
    for word in words:
        if run and not (word.is_joined and run[-1].end == word.start):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _plain(run: list[Token], *, stemmed: bool) -> Phrase:
    word = run[0]
    if len(run) > 1:
        return Phrase(tuple(word.folded for word in run))
    if word.folded in COMMON_WORDS and _is_capitals(word):
        return Phrase((word.cased,), cased=True)
    return Phrase((word.folded,), stemmed=stemmed, lower=word.lower)


def _is_capitals(word: Token) -> bool:
    return len(word.cased) >= _MIN_CAPITALS and word.cased.isupper()


def _recognise(index: OpenIndex, words: list[Token]) -> tuple[list[_Span], dict[int, list[_Name]]]:
    """The names in these words, longest first and then from the left, and all names of the entities that bear them."""
    keys = {key(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + _MAX_NAME_WORDS, len(words)) + 1)}
    names = _names_with_keys(index, keys)
    by_key: dict[str, list[_Name]] = {}
    for name in (name for of_entity in names.values() for name in of_entity):
        by_key.setdefault(key(tokens(name.text)), []).append(name)
    spans: list[_Span] = []
    free = [True] * len(words)
    for length in range(min(_MAX_NAME_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            if not all(free[start:end]):
                continue
            bearers = [name for name in by_key.get(key(words[start:end]), []) if name.stands_as(words[start:end])]
            if bearers:
                ids = tuple(dict.fromkeys(name.entity for name in bearers))
                spans.append(_Span(start, end, ids, all(name.needs_case for name in bearers)))
                free[start:end] = [False] * length
    return sorted(spans, key=lambda span: span.start), names


def _names_with_keys(index: OpenIndex, keys: Iterable[str]) -> dict[int, list[_Name]]:
    query = Query.boolean_query(
        [
            (Occur.Must, Query.term_query(schema(), "type", ENTITY)),
            (Occur.Must, Query.term_set_query(schema(), "name_key", sorted(keys))),
        ]
    )
    found = {}
    for address in index.find(query, limit=_MAX_NAMESAKES, by="stories").addresses:
        stored = index.stored(address)
        pk = stored["label"]["id"]
        found[pk] = [_Name(text, alone, cased, pk) for text, alone, cased in stored["names"]]
    return found


def _exactly(words: list[Token], span: _Span) -> Term:
    chosen = words[span.start : span.end]
    if span.needs_case:
        return Term((Phrase(tuple(word.cased for word in chosen), cased=True),))
    return Term((Phrase(tuple(word.folded for word in chosen)),))


def _named(span: _Span, names: dict[int, list[_Name]]) -> Term:
    phrases = [_phrase(name) for pk in span.entities for name in names[pk] if name.alone and tokens(name.text)]
    return Term(tuple(dict.fromkeys(phrases)), span.entities)


def _phrase(name: _Name) -> Phrase:
    words = tokens(name.text)
    return Phrase(tuple(word.cased if name.needs_case else word.folded for word in words), cased=name.needs_case)


def _told(
    index: OpenIndex, text: str, words: list[Token], spans: list[_Span], names: dict[int, list[_Name]]
) -> list[RecognisedName]:
    known: dict[int, Label] = labels_in(index, (pk for span in spans for pk in span.entities))
    return [
        RecognisedName(
            text[words[span.start].start : words[span.end - 1].end],
            known[pk],
            tuple(name.text for name in names[pk] if name.alone),
        )
        for span in spans
        for pk in span.entities
    ]


def either(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])
