"""A list of stories with its filters, sort orders, date range and pages. Every such list is a search."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from articles.drawing.histogram import Histogram, histogram
from articles.pages.cards import StoryCard, outlet_notes, story_cards
from articles.pages.paging import PageLinks, page_links
from articles.search.facets import FACET_NAMES, FACETS
from articles.search.result import MAX_PAGE, SearchResult, StoryQuery
from articles.wording.role_dates import partial_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.search.facets.base import FacetValue

_CHOICES_AT_ONCE = 6
# Panels of this many lists are cached in a process, about 100 kB each.
_MAX_CACHED_PANELS = 64


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """`shown` are the visible choices, `more` those in a disclosure."""

    name: str
    legend: str
    shown: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """An active filter; `remove` is the URL of the list without it."""

    kind: str
    name: str
    remove: str


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, eq=False)
class Panels:
    """What a list shows beside its stories, the same on all its pages. Made once for the same counts: see `_panels`.

    `query` is that of the first page. `facet_form` and `date_form` are the parameters that each form carries along as
    hidden fields; `clear` is the address without any filter.
    """

    query: StoryQuery
    undated: int
    filters: tuple[Filter, ...]
    clear: str
    facets: tuple[FacetGroup, ...]
    sorts: tuple[Choice, ...]
    chart: Histogram | None
    facet_form: tuple[tuple[str, str], ...]
    date_form: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StoryList:
    """`address_notes` say what of the address was left out."""

    query: StoryQuery
    total: int
    cards: tuple[StoryCard, ...]
    notes: tuple[str, ...]
    address_notes: tuple[str, ...]
    panels: Panels
    pages: PageLinks

    @property
    def has_more_than_pages(self) -> bool:
        """Whether there are stories beyond the last page that can be requested."""
        return self.total > MAX_PAGE * self.query.page_size


def story_list(result: SearchResult) -> StoryList:
    """Two queries for any number of stories; see story_cards."""
    query = result.query
    cards = story_cards(result.hits)
    return StoryList(
        query=query,
        total=result.total,
        cards=cards,
        notes=outlet_notes(cards),
        address_notes=query.address_notes,
        panels=_panels(query.on_page(1), result.total, result.undated, tuple(result.facets.items()), result.histogram),
        pages=page_links(query.page, query.page_size, result.total, lambda page: address(query, page=page), MAX_PAGE),
    )


@lru_cache(maxsize=_MAX_CACHED_PANELS)
def _panels(
    query: StoryQuery,
    total: int,
    undated: int,
    facets: tuple[tuple[str, tuple[FacetValue, ...]], ...],
    histogram_counts: tuple[tuple[str, int], ...],
) -> Panels:
    values = dict(facets)
    return Panels(
        query=query,
        undated=undated,
        filters=filters_in_force(query, values),
        clear=address(bare(query)),
        facets=_facet_groups(values, total),
        sorts=_sorts(query),
        chart=histogram(histogram_counts, lambda first, last: months_address(query, first, last)),
        facet_form=_form(query, without=FACET_NAMES),
        date_form=_form(query, without=("from", "to")),
    )


def address(query: StoryQuery, **changes: Any) -> str:
    """A URL relative to the page; "?" without parameters, so that it is still a link."""
    return query.querystring(**changes) or "?"


def bare(query: StoryQuery) -> StoryQuery:
    """The same query without filters, sort order and page."""
    return StoryQuery(text=query.text, entities=query.entities, page_size=query.page_size)


def is_filtered(query: StoryQuery) -> bool:
    return replace(query, page=1, sort="newest") != replace(bare(query), exact=query.exact)


def months_address(query: StoryQuery, first: str, last: str) -> str:
    """`first` and `last` are months such as "2016-10"; the date range is inclusive."""
    start, end = (date.fromisoformat(f"{month}-01") for month in (first, last))
    end = end.replace(day=monthrange(end.year, end.month)[1])
    return address(query, date_from=start, date_to=end, page=1)


def filters_in_force(query: StoryQuery, facets: Mapping[str, tuple[FacetValue, ...]]) -> tuple[Filter, ...]:
    found = [
        Filter(FACETS[name].legend.lower(), value.name, address(_without(query, name, value)))
        for name in FACET_NAMES
        for value in facets.get(name, ())
        if value.selected
    ]
    if query.exact:
        found.append(Filter("words", "Exact words only", address(query, page=1, exact=False)))
    if query.date_from:
        words = f"From {partial_date(query.date_from.isoformat())}"
        found.append(Filter("dates", words, address(query, page=1, date_from=None)))
    if query.date_to:
        words = f"To {partial_date(query.date_to.isoformat())}"
        found.append(Filter("dates", words, address(query, page=1, date_to=None)))
    return tuple(found)


def _without(query: StoryQuery, name: str, value: FacetValue) -> StoryQuery:
    return query.filtered(name, (other for other in query.selected(name) if other != value.value))


def _facet_groups(counted: Mapping[str, tuple[FacetValue, ...]], total: int) -> tuple[FacetGroup, ...]:
    """Selected values first. The entity of the page is not offered, nor are facets whose choices change nothing."""
    groups = []
    for name, facet in FACETS.items():
        values = sorted(counted.get(name, ()), key=lambda value: not value.selected)
        if any(value.selected or value.total < total for value in values):
            shown = max(_CHOICES_AT_ONCE, sum(value.selected for value in values))
            groups.append(FacetGroup(name, facet.legend, tuple(values[:shown]), tuple(values[shown:])))
    return tuple(groups)


def _sorts(query: StoryQuery) -> tuple[Choice, ...]:
    names = {"newest": "Newest first", "oldest": "Oldest first"}
    if query.text:
        names["relevance"] = "Best match"
    return tuple(Choice(words, address(query, sort=sort, page=1), query.sort == sort) for sort, words in names.items())


def _form(query: StoryQuery, without: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in replace(query, page=1).params() if name not in without)
