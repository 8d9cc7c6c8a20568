"""Whole lists of stories, read from the record: all stories, and those of one entity, without words and filters.

Their counts are stored and their order is an index, so that a page costs the same however many stories there are. Every
other list is a search.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Exists, TextField
from django.db.models.functions import Cast

from articles.models import EntityStory, ListRecord, Pledge, Quotation, RecordState, StoryRecord
from articles.search.counting import IndexLabels, choices, most_counted
from articles.search.facets import FACETS
from articles.search.list_counts import ALL_STORIES, MONTHS, TOTAL, complete, list_key
from articles.search.open_index import open_index
from articles.search.query import search
from articles.search.result import MAX_PAGE, Hit, ListFilters, SearchResult, StoryQuery
from articles.search.sort_keys import FIRST_DATED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from articles.search.open_index import OpenIndex

Counts = dict[str, dict[str, int]]
# Of lists of all stories and of those of one entity, whose filters a process caches: up to 100 kB each.
_MAX_CACHED_LISTS = 64


def stories_of(query: StoryQuery, counts: Counts | None = None) -> SearchResult:
    """The stories of a query: from the record if it asks for a whole list, from the index if not. `counts` are those of
    the whole list, if the caller has them.
    """
    return _whole_list(query, counts) or search(query)


def _whole_list(query: StoryQuery, counts: Counts | None) -> SearchResult | None:
    """At most two queries. None for a query that asks for part of a list, and while the record does not have the list."""
    index, key = open_index(), _key_of(query)
    if not key or index is None:
        return None
    if counts is not None:
        found = _filters(index, counts, query)
    else:
        stored = _stored_counts(key)
        if stored is None:
            return None
        found = _cached_filters(index, stored, query)
    return SearchResult(
        query=query,
        hits=tuple(map(Hit, _ids(query, found.undated))),
        total=found.total,
        facets=found.facets,
        histogram=found.histogram,
        undated=found.undated,
    )


def _cached_filters(index: OpenIndex, stored: str, query: StoryQuery) -> ListFilters:
    """The filters for counts as they are stored: the same on each page of a list, until the counts or the index change."""
    found = index.list_filters.get((stored, query.entities))
    if found is None:
        found = _filters(index, json.loads(stored), query)
        if len(index.list_filters) >= _MAX_CACHED_LISTS:
            index.list_filters.clear()
        index.list_filters[stored, query.entities] = found
    return found


def _filters(index: OpenIndex, counts: Counts, query: StoryQuery) -> ListFilters:
    total, labels, spare = number_of(counts, TOTAL), IndexLabels(index), len(query.entities)
    months = sorted((int(month), number) for month, number in counts.get(MONTHS, {}).items())
    return ListFilters(
        total=total,
        undated=total - sum(number for _, number in months),
        facets={
            name: choices(facet, most_counted(facet, counts.get(name, {}), spare), query, labels)
            for name, facet in FACETS.items()
        },
        histogram=tuple((f"{month // 100:04d}-{month % 100:02d}", number) for month, number in months),
    )


def story_total() -> int:
    """The number of published stories."""
    counts = list_counts(ALL_STORIES)
    if counts is not None:
        return number_of(counts, TOTAL)
    return search(StoryQuery(page_size=1), facets=(), histogram=False).total


def list_counts(key: str) -> Counts | None:
    """The counts of a list that pages can show, one query by key. None while the record does not have all stories."""
    counts: Counts | None = _rows_of_list(key).values_list("shown", flat=True).first()
    return counts


def counts_in_row(key: str) -> Counts | None:
    """As `list_counts`, with all outlets, and with all values of a list that is not long."""
    parts = _rows_of_list(key).values_list("shown", "rest").first()
    return complete(*parts) if parts else None


def _stored_counts(key: str) -> str | None:
    """As `list_counts`, as JSON."""
    return _rows_of_list(key).values_list(Cast("shown", TextField()), flat=True).first()


def _rows_of_list(key: str) -> QuerySet[ListRecord]:
    """The row of a list, if the record has all stories."""
    return ListRecord.objects.filter(Exists(RecordState.objects.exclude(format="")), pk=key)


def newest_stories_with(fact: str, limit: int) -> list[int]:
    """The ids of the newest dated stories that have a fact (`quotations` or `pledges`)."""
    if not RecordState.objects.exclude(format="").exists():
        return _newest_in_tables(fact, limit)
    rows = StoryRecord.objects.filter(newest__gte=FIRST_DATED, **{f"{fact}__gt": 0}).order_by("-newest")
    return list(rows.values_list("pk", flat=True)[:limit])


def _newest_in_tables(fact: str, limit: int) -> list[int]:
    """The same while the record does not have all stories."""
    model = {"quotations": Quotation, "pledges": Pledge}[fact]
    dated = model.objects.public().filter(article__date_published__isnull=False)
    ids = dated.order_by("-article__date_published", "-article_id").values_list("article_id", flat=True)
    newest: dict[int, None] = {}
    for pk in ids.iterator():
        newest[pk] = None
        if len(newest) == limit:
            break
    return list(newest)


def newest_with(entity_id: int, fact: str, limit: int) -> QuerySet[EntityStory, tuple[int, bool]]:
    """The newest stories that add a fact (`quotations` or `pledges`) to the page of an entity: the id of each, and whether
    it names the entity.
    """
    rows = EntityStory.objects.filter(entity=entity_id, **{f"{fact}__gt": 0}).order_by("-newest")
    return rows.values_list("article_id", "is_named")[:limit]


def _key_of(query: StoryQuery) -> str:
    """The key of the whole list that a query asks for; "" if it asks for something else."""
    is_narrowed = query.text or query.exact or query.filters or query.date_from or query.date_to
    if is_narrowed or len(query.entities) > 1 or query.sort == "relevance":
        return ""
    return list_key(query.entities[0]) if query.entities else ALL_STORIES


def _ids(query: StoryQuery, undated: int) -> list[int]:
    size = max(1, query.page_size)
    first = (min(max(query.page, 1), MAX_PAGE) - 1) * size
    rows, name = _rows(query)
    if query.sort == "newest":
        return list(rows.order_by("-newest").values_list(name, flat=True)[first : first + size])
    # Undated stories come last in both orders, though their key is the smallest.
    dated = rows.filter(newest__gte=FIRST_DATED)
    found = list(dated.order_by("newest").values_list(name, flat=True)[first : first + size])
    if len(found) < size and undated:
        before = first - dated.count() if not found else 0
        rest = rows.filter(newest__lt=FIRST_DATED).order_by("newest").values_list(name, flat=True)
        found += list(islice(rest[max(0, before) :], size - len(found)))
    return found


def _rows(query: StoryQuery) -> tuple[QuerySet[EntityStory] | QuerySet[StoryRecord], str]:
    """The rows of a list, and the column with the id of the story."""
    if query.entities:
        return EntityStory.objects.filter(entity=query.entities[0], is_named=True), "article_id"
    return StoryRecord.objects.all(), "article_id"


def number_of(counts: Mapping[str, Mapping[str, int]], name: str) -> int:
    """A count of a list that has no values, such as its quotations."""
    return counts.get(name, {}).get("", 0)
