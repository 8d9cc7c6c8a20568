"""The conditions that a story must meet to match a query: phrases, and entities recognized by name."""

from __future__ import annotations

from dataclasses import dataclass

from tantivy import Occur, Query

from articles.search.schema import schema
from articles.search.stems import stem_terms

_HEADLINE_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Consecutive words.

    `cased`: case matters. `stemmed`, for a single word: other forms match, too. `lower` is that word in lower case,
    with its accents.
    """

    words: tuple[str, ...]
    cased: bool = False
    stemmed: bool = False
    lower: str = ""

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
        return any_of([exact, headline, Query.disjunction_max_query(stems)])


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a query: a story must match any of the phrases or any of the entities."""

    phrases: tuple[Phrase, ...]
    entities: tuple[int, ...] = ()

    def query(self) -> Query:
        named = [Query.const_score_query(Query.term_query(schema(), "entities", pk), 1.0) for pk in self.entities]
        return any_of([*named, *(phrase.query() for phrase in self.phrases)])


def any_of(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def none_of(terms: tuple[Term, ...]) -> Query:
    """All documents except those that match one of the terms; does not affect the score."""
    parts = [(Occur.Must, Query.all_query()), *((Occur.MustNot, term.query()) for term in terms)]
    return Query.const_score_query(Query.boolean_query(parts), 0.0)
