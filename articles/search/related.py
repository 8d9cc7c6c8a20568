"""Stories that name the same entities as another story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tantivy import FieldType, Occur, Query

from articles.search.open_index import open_index
from articles.search.phrases import any_of
from articles.search.schema import STORY, schema

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

MAX_CANDIDATES = 60


def most_related(weights: Mapping[int, float], required: Collection[int], from_day: date) -> list[int]:
    """The ids of published stories of `from_day` or later, by the total weight of the names they share.

    `weights` is the weight of each entity; a story must name at least one of `required`. A country also counts if only
    a place in it is named: callers for whom that matters have to check.
    """
    index = open_index()
    if index is None:
        return []
    filters = [
        Query.term_query(schema(), "type", STORY),
        Query.range_query(schema(), "day", FieldType.Integer, from_day.toordinal(), None),
        any_of([_names(pk) for pk in sorted(required)]),
    ]
    weighed = [Query.const_score_query(_names(pk), weight) for pk, weight in sorted(weights.items())]
    query = Query.boolean_query(
        [(Occur.Must, Query.const_score_query(part, 0.0)) for part in filters]
        + [(Occur.Should, part) for part in weighed]
    )
    return index.ids(index.find(query, limit=MAX_CANDIDATES).addresses)


def stories_in_index() -> int:
    """The number of published stories, counted once for each generation of the index."""
    index = open_index()
    if index is None:
        return 0
    if STORY not in index.totals:
        index.totals[STORY] = index.count(Query.term_query(schema(), "type", STORY))
    return index.totals[STORY]


def _names(pk: int) -> Query:
    return Query.term_query(schema(), "entities", pk)
