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
_MONTH, _DATE = "month", "date"


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

    def left_out(self, query: StoryQuery) -> str:
        """The facet whose filters do not count for this one: itself, where a choice of it widens."""
        return self.name if self.any_of and self.selected(query) else ""

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
    """All filters of the question beside its words; `without` leaves out those of one facet, or the dates."""
    found = [Query.term_query(schema(), "type", STORY)]
    found += [Query.term_query(schema(), "entities", pk) for pk in query.entities]
    found += [part for facet in FACETS.values() if facet.name != without for part in facet.filters(query)]
    if without != _DATE and (query.date_from or query.date_to):
        first = query.date_from.toordinal() if query.date_from else None
        last = query.date_to.toordinal() if query.date_to else None
        found.append(Query.range_query(schema(), "day", FieldType.Integer, first, last))
    return found


def all_of(words: Iterable[Query], filters: Iterable[Query]) -> Query:
    """Words give the score; filters do not."""
    parts = [(Occur.Must, word) for word in words]
    return Query.boolean_query(parts + [(Occur.Must, Query.const_score_query(part, 0.0)) for part in filters])


@dataclass(frozen=True, slots=True)
class Counts:
    facets: dict[FacetName, tuple[FacetValue, ...]]
    histogram: tuple[tuple[str, int], ...] = ()
    undated: int = 0


def count(
    index: OpenIndex, query: StoryQuery, words: list[Query], names: Collection[FacetName], *, histogram: bool
) -> Counts:
    """Facets that narrow are counted under all filters; those that widen, and the months, under all but their own."""
    chosen = [FACETS[name] for name in names]
    buckets = _buckets(index, query, words, chosen, histogram=histogram)
    values = {
        facet.name: _values(index, query, facet, _counts(index, query, words, facet, buckets)) for facet in chosen
    }
    if not histogram:
        return Counts(values)
    months = sorted(buckets[_MONTH].items())
    undated = index.count(all_of(words, narrowed(query, without=_DATE))) - sum(number for _, number in months)
    return Counts(values, tuple((f"{month // 100:04d}-{month % 100:02d}", number) for month, number in months), undated)


def _buckets(
    index: OpenIndex, query: StoryQuery, words: list[Query], facets: list[Facet], *, histogram: bool
) -> dict[str, dict[int, int]]:
    """Field -> value -> stories. All that is counted under the same filters is counted in one pass."""
    passes: dict[str, dict[str, Any]] = {}
    for facet in facets:
        passes.setdefault(facet.left_out(query), {})[facet.field] = facet.aggregation(query)
    if histogram:
        months = {"terms": {"field": _MONTH, "size": _MONTHS, "segment_size": _MONTHS}}
        passes.setdefault(_DATE if query.date_from or query.date_to else "", {})[_MONTH] = months
    found = {}
    for without, wanted in passes.items():
        answer = index.searcher.aggregate(all_of(words, narrowed(query, without=without)), wanted)
        for name, counted in answer.items():
            found[name] = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in counted["buckets"]}
    return found


def _counts(
    index: OpenIndex, query: StoryQuery, words: list[Query], facet: Facet, buckets: dict[str, dict[int, int]]
) -> dict[int, int]:
    """With the selected values that stand beyond those counted, or in no story at all."""
    counts = buckets[facet.field]
    for value in facet.selected(query):
        if value not in counts:
            filters = narrowed(query, without=facet.left_out(query))
            counts[value] = index.count(all_of(words, [*filters, Query.term_query(schema(), facet.field, value)]))
    return counts


def _values(index: OpenIndex, query: StoryQuery, facet: Facet, counts: dict[int, int]) -> tuple[FacetValue, ...]:
    selected = set(facet.selected(query))
    names = _names(index, facet, counts)
    values = [
        FacetValue(value, names.get(value, _NOBODY), number, value in selected)
        for value, number in counts.items()
        if value not in query.entities or facet.any_of
    ]
    values.sort(key=lambda v: (-v.value,) if facet.name == "year" else (-v.total, v.name, v.value))
    top = {value.value for value in [value for value in values if value.value in names][: facet.shown]}
    return tuple(value for value in values if value.selected or value.value in top)


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
