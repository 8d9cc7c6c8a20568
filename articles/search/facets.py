"""The choices beside a list of stories. One Facet knows its field, its filter, its names and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tantivy import FieldType, Occur, Query

from articles.search.names import labels_in
from articles.search.result import FacetName, FacetValue, StoryQuery
from articles.search.schema import OUTLET, STORY, key_of, schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from articles.search.reader import OpenIndex

_SHOWN = 12
_YEARS_SHOWN = 50
_SPARE = 40  # counted beyond those shown, so that equal counts at the edge are parted by name, not by chance
_EVERY = 2_000_000  # values a segment may hold: below that, counts are exact
_MONTHS = 200_000
_NOBODY = "unknown name"


@dataclass(frozen=True, slots=True)
class Facet:
    """`any_of`: a story holds one value at most, so several choices widen. Otherwise each choice narrows."""

    name: FacetName
    field: str
    attribute: str
    any_of: bool = False
    shown: int = _SHOWN

    def selected(self, query: StoryQuery) -> tuple[int, ...]:
        values: tuple[int, ...] = getattr(query, self.attribute)
        return values

    def filters(self, query: StoryQuery) -> list[Query]:
        values = self.selected(query)
        if not values:
            return []
        if self.any_of:
            return [Query.term_set_query(schema(), self.field, list(values))]
        return [Query.term_query(schema(), self.field, value) for value in values]

    def aggregation(self, query: StoryQuery) -> dict[str, Any]:
        size = self.shown + _SPARE + len(self.selected(query)) + len(query.entities)
        return {"terms": {"field": self.field, "size": size, "segment_size": _EVERY}}


FACETS: dict[FacetName, Facet] = {
    facet.name: facet
    for facet in (
        Facet("person", "people", "people"),
        Facet("organization", "organizations", "organizations"),
        Facet("country", "countries", "countries"),
        Facet("place", "places", "places"),
        Facet("outlet", "outlet", "outlets", any_of=True),
        Facet("year", "year", "years", any_of=True, shown=_YEARS_SHOWN),
    )
}


def narrowed(query: StoryQuery, *, without: str = "") -> list[Query]:
    """All filters of the question beside its words; `without` leaves out those of one facet, or "date"."""
    found = [Query.term_query(schema(), "type", STORY)]
    found += [Query.term_query(schema(), "entities", pk) for pk in query.entities]
    found += [part for facet in FACETS.values() if facet.name != without for part in facet.filters(query)]
    if without != "date" and (query.date_from or query.date_to):
        first = query.date_from.toordinal() if query.date_from else None
        last = query.date_to.toordinal() if query.date_to else None
        found.append(Query.range_query(schema(), "day", FieldType.Integer, first, last))
    return found


def all_of(words: Iterable[Query], filters: Iterable[Query]) -> Query:
    """Words give the score; filters do not."""
    parts = [(Occur.Must, word) for word in words]
    return Query.boolean_query(parts + [(Occur.Must, Query.const_score_query(part, 0.0)) for part in filters])


def count(
    index: OpenIndex, query: StoryQuery, words: list[Query], names: Collection[FacetName]
) -> dict[FacetName, tuple[FacetValue, ...]]:
    """Facets that narrow are counted under all filters; those that widen, under all but their own."""
    alone = [FACETS[name] for name in names if FACETS[name].any_of and FACETS[name].selected(query)]
    together = [FACETS[name] for name in names if FACETS[name] not in alone]
    counts = _counts(index, all_of(words, narrowed(query)), query, together)
    for facet in alone:
        counts |= _counts(index, all_of(words, narrowed(query, without=facet.name)), query, [facet])
    return {name: _values(index, query, FACETS[name], counts[name]) for name in names}


def _counts(
    index: OpenIndex, narrowed_query: Query, query: StoryQuery, facets: list[Facet]
) -> dict[FacetName, dict[int, int]]:
    if not facets:
        return {}
    answer = index.searcher.aggregate(narrowed_query, {facet.name: facet.aggregation(query) for facet in facets})
    counts = {}
    for facet in facets:
        found = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[facet.name]["buckets"]}
        for value in facet.selected(query):
            if value not in found:  # beyond those counted, or in no story at all
                chosen = Query.term_query(schema(), facet.field, value)
                found[value] = index.count(all_of([], [narrowed_query, chosen]))
        counts[facet.name] = found
    return counts


def _values(index: OpenIndex, query: StoryQuery, facet: Facet, counts: dict[int, int]) -> tuple[FacetValue, ...]:
    selected = set(facet.selected(query))
    names = _names(index, facet, counts)
    values = [
        FacetValue(value, names.get(value, _NOBODY), number, value in selected)
        for value, number in counts.items()
        if value not in query.entities or facet.any_of
    ]
    values.sort(key=lambda v: (-v.value,) if facet.name == "year" else (-v.count, v.name, v.value))
    top = [value for value in values if value.value in names][: facet.shown]
    return tuple(value for value in values if value.selected or value in top)


def _names(index: OpenIndex, facet: Facet, values: Iterable[int]) -> dict[int, str]:
    if facet.name == "year":
        return {value: str(value) for value in values}
    if facet.name == "outlet":
        return _outlets(index, values)
    return {pk: label.name for pk, label in labels_in(index, values).items()}


def _outlets(index: OpenIndex, ids: Iterable[int]) -> dict[int, str]:
    wanted = list(ids)
    unknown = [key_of(OUTLET, pk) for pk in wanted if pk not in index.outlets]
    if unknown:
        addresses = index.find(Query.term_set_query(schema(), "key", unknown), limit=len(unknown)).addresses
        for pk, address in zip(index.ids(addresses), addresses, strict=True):
            index.outlets[pk] = index.stored(address)["name"]
    return {pk: index.outlets[pk] for pk in wanted if pk in index.outlets}


def histogram(index: OpenIndex, query: StoryQuery, words: list[Query]) -> tuple[tuple[tuple[str, int], ...], int]:
    """(stories by month, stories without a date) under all filters but the dates."""
    stories = all_of(words, narrowed(query, without="date"))
    wanted = {"months": {"terms": {"field": "month", "size": _MONTHS, "segment_size": _MONTHS}}}
    buckets = index.searcher.aggregate(stories, wanted)["months"]["buckets"]
    months = sorted((int(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets)
    undated = index.count(stories) - sum(number for _, number in months)
    return tuple((f"{month // 100:04d}-{month % 100:02d}", number) for month, number in months), undated
