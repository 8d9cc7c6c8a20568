"""Count the stories of each facet value and of each month."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tantivy import Query

from articles.search.facets import FACETS
from articles.search.facets.base import SPARE_CHOICES, FacetValue
from articles.search.filters import DATES, filters_of, with_filters
from articles.search.names import labels_in
from articles.search.schema import key_of, schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.search.facets.base import Facet, FacetKey, Labels, V
    from articles.search.open_index import OpenIndex
    from articles.search.result import StoryQuery

_MAX_MONTHS = 200_000
_MONTH = "month"
# A whole list is that of one entity at most, which is no choice on its own page.
_MAX_SPARE = 1

# For one facet, or for the months: value -> number of stories.
_Counts = dict[Any, int]


@dataclass(frozen=True, slots=True)
class Counts:
    facets: dict[str, tuple[FacetValue, ...]]
    histogram: tuple[tuple[str, int], ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class StoryCounter:
    """Counts for the stories of one query.

    Facets whose choices narrow a list are counted under all filters; those whose choices widen it, and the months,
    under all filters but their own.
    """

    index: OpenIndex
    query: StoryQuery
    words: list[Query]

    def count(self, names: Collection[str], *, histogram: bool, total: int) -> Counts:
        """`total` is the number of stories under all filters, which the search for the hits has counted."""
        facets = [FACETS[name] for name in names]
        buckets = self._buckets(facets, histogram=histogram)
        values = {facet.name: self._choices(facet, buckets[facet.name]) for facet in facets}
        if not histogram:
            return Counts(values)
        months = sorted(buckets[_MONTH].items())
        if self.query.date_from or self.query.date_to:
            total = self.index.count(self._stories(without=DATES))
        return Counts(
            values,
            tuple((f"{month // 100:04d}-{month % 100:02d}", number) for month, number in months),
            total - sum(number for _, number in months),
        )

    def _stories(self, *, without: str, also: Iterable[Query] = ()) -> Query:
        return with_filters(self.words, [*filters_of(self.query, without=without), *also])

    def _excluded_filter(self, facet: Facet[Any]) -> str:
        """The facet whose filters are ignored when counting this one: itself, if its choices widen the list."""
        return facet.name if facet.any_of and self.query.selected(facet.name) else ""

    def _buckets(self, facets: list[Facet[Any]], *, histogram: bool) -> dict[str, _Counts]:
        """Counts by facet or month. Everything under the same filters is counted in one pass."""
        passes: dict[str, dict[str, Any]] = {}
        for facet in facets:
            spare = len(self.query.selected(facet.name)) + len(self.query.entities)
            passes.setdefault(self._excluded_filter(facet), {})[facet.name] = facet.aggregation(spare)
        if histogram:
            months = {"terms": {"field": _MONTH, "size": _MAX_MONTHS, "segment_size": _MAX_MONTHS}}
            passes.setdefault(DATES if self.query.date_from or self.query.date_to else "", {})[_MONTH] = months
        found = {}
        for without, wanted in passes.items():
            answer = self.index.aggregate(self._stories(without=without), wanted)
            for name, counted in answer.items():
                read = int if name == _MONTH else FACETS[name].bucket_value
                found[name] = {read(bucket["key"]): int(bucket["doc_count"]) for bucket in counted["buckets"]}
        return found

    def _choices(self, facet: Facet[Any], counts: _Counts) -> tuple[FacetValue, ...]:
        for value in self.query.selected(facet.name):
            if value not in counts:
                counts[value] = self._count_one(facet, value)
        return choices(facet, counts, self.query, IndexLabels(self.index))

    def _count_one(self, facet: Facet[Any], value: FacetKey) -> int:
        only = Query.term_query(schema(), facet.name, value)
        return self.index.count(self._stories(without=self._excluded_filter(facet), also=[only]))


def choices(facet: Facet[Any], counts: Mapping[Any, int], query: StoryQuery, known: Labels) -> tuple[FacetValue, ...]:
    """The choices of a facet with the most stories, and every selected one, whatever its count."""
    selected = query.selected(facet.name)
    labels = facet.labels(list(counts), known)
    # What the page itself is about is no choice.
    own = () if facet.any_of else query.entities
    found = [
        FacetValue(value, labels[value] if value in labels else facet.unknown_label(value), number, value in selected)
        for value, number in counts.items()
        if value not in own
    ]
    found.sort(key=facet.sort_key)
    top = {choice.value for choice in [choice for choice in found if choice.value in labels][: facet.max_choices]}
    return tuple(choice for choice in found if choice.selected or choice.value in top)


def most_counted(facet: Facet[Any], counts: Mapping[str, int], spare: int) -> dict[Any, int]:
    """Of all counts of a facet, by value as text, those that can be among its choices."""
    return {facet.bucket_value(value): number for value, number in _highest(facet, counts, spare)}


def shown_counts(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Of the counts of a list, by facet or other name and value as text, those that a page can show, in the same order."""
    found = {name: dict(values) for name, values in counts.items()}
    for name in FACETS.keys() & found.keys():
        highest = {value for value, _ in _highest(FACETS[name], found[name], _MAX_SPARE)}
        found[name] = {value: number for value, number in found[name].items() if value in highest}
    return found


def other_counts(
    counts: Mapping[str, Mapping[str, int]], shown: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """Of the counts of a list, those that are not shown."""
    found = {
        name: {value: number for value, number in values.items() if value not in shown.get(name, {})}
        for name, values in counts.items()
    }
    return {name: values for name, values in found.items() if values}


def _highest(facet: Facet[Any], counts: Mapping[str, int], spare: int) -> list[tuple[str, int]]:
    return heapq.nlargest(facet.max_choices + SPARE_CHOICES + spare, counts.items(), key=itemgetter(1))


@dataclass(frozen=True, slots=True)
class IndexLabels:
    """The labels that facets ask for, each looked up once for a state of the index."""

    index: OpenIndex

    def of_entities(self, ids: Iterable[int]) -> dict[int, str]:
        return {pk: label.name for pk, label in labels_in(self.index, ids).items()}

    def stored(self, facet: str, values: Iterable[V]) -> dict[V, str]:
        wanted, known = list(values), self.index.facet_labels
        unknown = [key_of(facet, value) for value in wanted if (facet, value) not in known]
        if unknown:
            for address in self.index.find(
                Query.term_set_query(schema(), "key", unknown), limit=len(unknown)
            ).addresses:
                stored = self.index.stored(address)
                known[facet, stored["value"]] = stored["label"]
        return {value: known[facet, value] for value in wanted if (facet, value) in known}
