"""What is asked of the index and what it answers: values only."""

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
# Past this page an answer would cost more than it is worth; the page says to narrow the search instead.
MAX_PAGE = 500

Sort = Literal["newest", "oldest", "relevance"]


@dataclass(frozen=True, slots=True)
class StoryQuery:
    """One query for stories: every list of the site is one of these.

    `exact` searches only the words as typed, no names. `filters` are the selected values by name of facet, without those
    that have none. `entities` must all be named whatever their kind: the page of a person asks for that person here, so
    that it is not shown as a filter. `date_from` and `date_to` are inclusive days. `address_notes` are sentences on what
    of the address was left out.
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
        """The first page of this query with these values of a facet in place of its own."""
        filters = {**self.filters, facet: tuple(values)}
        return replace(self, page=1, filters={name: chosen for name, chosen in filters.items() if chosen})

    def choosing(self, facet: str, value: FacetKey) -> StoryQuery:
        """What a choice of a facet leads to: as many stories as the choice counts."""
        return self.filtered(facet, FACETS[facet].select(value, self.selected(facet)))

    def on_page(self, page: int) -> StoryQuery:
        return replace(self, page=page)

    def params(self) -> list[tuple[str, str]]:
        """The URL parameters of this query, without those at their default."""
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
        """The query string of this query with changes, from "?" on; "" when nothing is asked."""
        params = replace(self, **changes).params()  # type: ignore[arg-type]  # fields of this class
        return "?" + urlencode(params) if params else ""


@dataclass(frozen=True, slots=True)
class Label:
    """How to show and link an entity that the index names, without asking the database."""

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
    """A few words that tell two things of one name apart: a role, a country, the waters or the disputed area it is."""
    disputed_area: str = ""
    is_in_country: bool = True


@dataclass(frozen=True, slots=True)
class RecognizedName:
    """A name in the query that was read as an entity, and the names that were searched for it."""

    words: str
    label: Label
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    article_id: int
    snippet: tuple[tuple[str, bool], ...] = ()
    """The matching sentence as (text, is a match) pieces; empty when the query has no words."""
    matched: str = ""
    """Which name matched, where a name did."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`histogram` is (month "YYYY-MM", stories) for every month that has any, under all filters but the dates."""

    query: StoryQuery
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    histogram: tuple[tuple[str, int], ...] = ()
    recognized: tuple[RecognizedName, ...] = ()
    suggestions: tuple[Label, ...] = ()
    """Offered when nothing was found: the nearest names we know."""
    undated: int = 0
    problem: str = ""
    """A sentence for the reader when the query could not be read as meant (too long, no words)."""
    notes: tuple[str, ...] = ()
    """Sentences on what the query asks for and cannot get, and on what it leaves out."""

    @property
    def pages(self) -> int:
        return min(MAX_PAGE, -(-self.total // self.query.page_size))
