"""The values of a search: query and result."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from articles.search.facets import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from articles.search.facets.base import FacetKey, FacetValue
    from articles.vocabulary import EntityKind

PAGE_SIZE = 20
# Later pages are too expensive; readers are asked to narrow the search instead.
MAX_PAGE = 500

Sort = Literal["newest", "oldest", "relevance"]


@dataclass(frozen=True, slots=True)
class StoryQuery:
    """A query for stories; every list of the site uses one.

    `exact` searches only the words as typed, no names. `filters` holds the selected values by name of facet, without
    empty ones. `entities` must all be named: the page of a person sets that person here, so that it is not shown as a
    filter. `date_from` and `date_to` are inclusive. `address_notes` are sentences on ignored URL parameters.
    """

    text: str = ""
    exact: bool = False
    entities: tuple[int, ...] = ()
    filters: Mapping[str, tuple[FacetKey, ...]] = field(default_factory=dict, hash=False)
    date_from: date | None = None
    date_to: date | None = None
    sort: Sort = "newest"
    page: int = 1
    page_size: int = PAGE_SIZE
    address_notes: tuple[str, ...] = field(default=(), compare=False)

    def selected(self, facet: str) -> tuple[FacetKey, ...]:
        return self.filters.get(facet, ())

    def filtered(self, facet: str, values: Iterable[FacetKey]) -> StoryQuery:
        """The first page of this query with other values of a facet."""
        filters = {**self.filters, facet: tuple(values)}
        return replace(self, page=1, filters={name: chosen for name, chosen in filters.items() if chosen})

    def choosing(self, facet: str, value: FacetKey) -> StoryQuery:
        """The query after choosing a facet value; it has as many stories as the choice shows."""
        return self.filtered(facet, FACETS[facet].select(value, self.selected(facet)))

    def on_page(self, page: int) -> StoryQuery:
        return replace(self, page=page)

    def params(self) -> list[tuple[str, str]]:
        """The URL parameters of this query, without default values."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("exact", "1")] if self.exact else []
        for name, facet in FACETS.items():
            pairs += facet.params(self.selected(name))
        pairs += [("from", self.date_from.isoformat())] if self.date_from else []
        pairs += [("to", self.date_to.isoformat())] if self.date_to else []
        pairs += [("sort", self.sort)] if self.sort != "newest" else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return pairs

    def querystring(self, **changes: object) -> str:
        """The query string with these changes, including "?"; "" if there are no parameters."""
        params = replace(self, **changes).params()  # type: ignore[arg-type]  # fields of this class
        return "?" + urlencode(params) if params else ""


@dataclass(frozen=True, slots=True)
class Label:
    """The data to show and link an entity, from the index only."""

    id: int
    kind: EntityKind
    name: str
    slug: str
    country_code: str = ""
    feature_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    stories: int = 0
    description: str = ""
    """A few words that distinguish namesakes: a role, a country, waters or a disputed area."""
    disputed_area: str = ""
    is_in_country: bool = True


@dataclass(frozen=True, slots=True)
class RecognizedName:
    """A name in the query that was recognized as an entity, and the names that were searched for it."""

    words: str
    label: Label
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    article_id: int
    snippet: tuple[tuple[str, bool], ...] = ()
    """The matching sentence as (text, is a match) pieces; empty if the query has no words."""
    matched: str = ""
    """The name that matched, if any."""


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What a whole list has on each of its pages; see SearchResult."""

    total: int
    undated: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    histogram: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`histogram` is (month "YYYY-MM", stories) for every month with stories, under all filters except the dates."""

    query: StoryQuery
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    histogram: tuple[tuple[str, int], ...] = ()
    recognized: tuple[RecognizedName, ...] = ()
    suggestions: tuple[Label, ...] = ()
    """The most similar names, if there are no results."""
    undated: int = 0
    problem: str = ""
    """A sentence for the reader if the query could not be used as intended (too long, no words)."""
    notes: tuple[str, ...] = ()
    """Sentences on unsupported and excluded parts of the query."""

    @property
    def pages(self) -> int:
        return min(MAX_PAGE, -(-self.total // self.query.page_size))
