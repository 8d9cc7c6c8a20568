"""The filters of a story query, as index queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tantivy import FieldType, Occur, Query

from articles.search.facets import FACETS
from articles.search.schema import STORY, schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.search.result import StoryQuery

DATES = "dates"


def filters_of(query: StoryQuery, *, without: str = "") -> list[Query]:
    """All filters except the words; `without` excludes those of one facet, or the dates."""
    found = [Query.term_query(schema(), "type", STORY)]
    found += [Query.term_query(schema(), "entities", pk) for pk in query.entities]
    for name, values in query.filters.items():
        if name != without:
            found += FACETS[name].filters(schema(), values)
    if without != DATES and (query.date_from or query.date_to):
        first = query.date_from.toordinal() if query.date_from else None
        last = query.date_to.toordinal() if query.date_to else None
        found.append(Query.range_query(schema(), "day", FieldType.Integer, first, last))
    return found


def with_filters(words: Iterable[Query], filters: Iterable[Query]) -> Query:
    """Combine words and filters; only words affect the score."""
    parts = [(Occur.Must, word) for word in words]
    return Query.boolean_query(parts + [(Occur.Must, Query.const_score_query(part, 0.0)) for part in filters])
