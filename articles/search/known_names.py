"""Recognize names in a query: full names first, then surnames, then other spellings of surnames.

Full names are recognized by longest match against the entities of the index. A name that is an everyday word in lower
case (IS, US) matches only in its own case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tantivy import Occur, Query

from articles.search.schema import ENTITY, schema
from articles.search.surnames import asked_spellings
from articles.search.tokens import COMMON_WORDS, Token, cased_key, key, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from articles.search.open_index import OpenIndex

_MAX_NAME_WORDS = 8
_MAX_SURNAME_WORDS = 3
_MAX_NAMESAKES = 200


@dataclass(frozen=True, slots=True)
class Name:
    """`alone`: it refers to the entity without support from context."""

    text: str
    alone: bool
    needs_case: bool

    def matches(self, words: list[Token]) -> bool:
        if not self.alone:
            return False
        return not self.needs_case or cased_key(words) == cased_key(tokens(self.text))


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the query that form a name, and the entities with that name. `is_part`: it is only their surname."""

    start: int
    end: int
    entities: tuple[int, ...]
    needs_case: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class _Bearer:
    names: tuple[Name, ...]
    surnames: frozenset[str]


def recognize(index: OpenIndex, words: list[Token]) -> tuple[list[Span], dict[int, tuple[Name, ...]]]:
    """The names in these words, in order and without overlap, and all names of their entities."""
    found = _Recognition(words)
    bearers = _bearers(index, "name_key", {key(part) for part in found.parts(_MAX_NAME_WORDS)})
    by_key: dict[str, list[tuple[int, Name]]] = {}
    for pk, bearer in bearers.items():
        for name in bearer.names:
            by_key.setdefault(key(tokens(name.text)), []).append((pk, name))

    def in_full(part: list[Token]) -> tuple[list[int], bool]:
        named = [(pk, name) for pk, name in by_key.get(key(part), ()) if name.matches(part)]
        return [pk for pk, _ in named], bool(named) and all(name.needs_case for _, name in named)

    found.take(in_full, most_words=_MAX_NAME_WORDS)
    for keys_of in (lambda part: {key(part)}, lambda part: asked_spellings(" ".join(word.lower for word in part))):
        bearers |= found.take_surnames(index, keys_of)
    named = {pk for span in found.spans for pk in span.entities}
    return sorted(found.spans, key=lambda span: span.start), {pk: bearers[pk].names for pk in named}


class _Recognition:
    """The spans found so far; their words are not matched again."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.free = [True] * len(words)
        self.spans: list[Span] = []

    def parts(self, most_words: int) -> list[list[Token]]:
        """The runs of unmatched words, longest first, then from the left."""
        return [self.words[start:end] for start, end in self._places(most_words)]

    def _places(self, most_words: int) -> Iterable[tuple[int, int]]:
        for length in range(min(most_words, len(self.words)), 0, -1):
            for start in range(len(self.words) - length + 1):
                if all(self.free[start : start + length]):
                    yield start, start + length

    def take(
        self,
        bearers_of: Callable[[list[Token]], tuple[Iterable[int], bool]],
        *,
        most_words: int,
        is_part: bool = False,
    ) -> None:
        for start, end in self._places(most_words):
            entities, needs_case = bearers_of(self.words[start:end])
            ids = tuple(dict.fromkeys(entities))
            if ids:
                self.spans.append(Span(start, end, ids, needs_case, is_part))
                self.free[start:end] = [False] * (end - start)

    def take_surnames(self, index: OpenIndex, keys_of: Callable[[list[Token]], set[str]]) -> dict[int, _Bearer]:
        keys = {
            name_key for part in self.parts(_MAX_SURNAME_WORDS) if _may_be_surname(part) for name_key in keys_of(part)
        }
        bearers = _bearers(index, "surname_key", keys)

        def by_surname(part: list[Token]) -> tuple[list[int], bool]:
            wanted = keys_of(part) if _may_be_surname(part) else set()
            return [pk for pk, bearer in bearers.items() if not bearer.surnames.isdisjoint(wanted)], False

        self.take(by_surname, most_words=_MAX_SURNAME_WORDS, is_part=True)
        return bearers


def _may_be_surname(part: list[Token]) -> bool:
    """Whether it may be a surname: "May" may be one, "may" is the verb."""
    return len(part) > 1 or part[0].folded not in COMMON_WORDS or part[0].cased.istitle()


def _bearers(index: OpenIndex, field: str, keys: Collection[str]) -> dict[int, _Bearer]:
    """The entities with one of these keys in this field, most covered first."""
    if not keys:
        return {}
    query = Query.boolean_query(
        [
            (Occur.Must, Query.term_query(schema(), "type", ENTITY)),
            (Occur.Must, Query.term_set_query(schema(), field, sorted(keys))),
        ]
    )
    found = {}
    for address in index.find(query, limit=_MAX_NAMESAKES, by="stories").addresses:
        stored = index.stored(address)
        names = tuple(Name(text, alone, cased) for text, alone, cased in stored["names"])
        found[stored["label"]["id"]] = _Bearer(names, frozenset(stored["surnames"]))
    return found
