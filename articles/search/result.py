"""What is asked of the index and what it answers: values only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from articles.vocabulary import EntityKind

PAGE_SIZE = 20
# Past this page an answer would cost more than it is worth; the page says to narrow the search instead.
MAX_PAGE = 500

FacetName = Literal["person", "organization", "country", "place", "outlet", "year"]
FACET_NAMES: tuple[FacetName, ...] = ("person", "organization", "country", "place", "outlet", "year")


@dataclass(frozen=True, slots=True)
class StoryQuery:
    """One question for stories: every list of the site is one of these.

    `exact` searches only the words as typed, no names. All ids of one facet must hold (AND); `years` and `outlets` any
    (OR). `entities` must all be named whatever their kind: the page of a person asks for that person here, so that it is
    not shown as a filter. `date_from` and `date_to` are inclusive days.
    """

    text: str = ""
    exact: bool = False
    entities: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    organizations: tuple[int, ...] = ()
    countries: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    outlets: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    sort: Literal["newest", "oldest", "relevance"] = "newest"
    page: int = 1
    page_size: int = PAGE_SIZE

    def params(self) -> list[tuple[str, str]]:
        """The query string that asks this again, without what is at its default."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("exact", "1")] if self.exact else []
        for name, values in (
            ("person", self.people),
            ("organization", self.organizations),
            ("country", self.countries),
            ("place", self.places),
            ("outlet", self.outlets),
            ("year", self.years),
        ):
            pairs += [(name, str(value)) for value in values]
        pairs += [("from", self.date_from.isoformat())] if self.date_from else []
        pairs += [("to", self.date_to.isoformat())] if self.date_to else []
        pairs += [("sort", self.sort)] if self.sort != "newest" else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return pairs

    def querystring(self, **changes: object) -> str:
        """The query string of this question with changes, from "?" on; "" when nothing is asked."""
        params = replace(self, **changes).params()  # type: ignore[arg-type]  # the caller names fields of this class
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
class FacetValue:
    """One choice of a facet. `total` is what the result would hold after choosing it (equal to the click's total)."""

    value: int
    name: str
    total: int
    selected: bool


@dataclass(frozen=True, slots=True)
class RecognisedName:
    """A name in the question that was read as an entity, and the names that were searched for it."""

    words: str
    label: Label
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    article_id: int
    snippet: tuple[tuple[str, bool], ...] = ()
    """The matching sentence as (text, is a match) pieces; empty when the question has no words."""
    matched: str = ""
    """Which name matched, where a name did."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`histogram` is (month "YYYY-MM", stories) for every month that has any, under all filters but the dates."""

    query: StoryQuery
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[FacetName, tuple[FacetValue, ...]] = field(default_factory=dict)
    histogram: tuple[tuple[str, int], ...] = ()
    recognised: tuple[RecognisedName, ...] = ()
    near_names: tuple[Label, ...] = ()
    """Offered when nothing was found: the nearest names we know."""
    undated: int = 0
    problem: str = ""
    """A sentence for the reader when the question could not be read as meant (too long, no words)."""
    notes: tuple[str, ...] = ()
    """Sentences on what the question asks for and cannot get, and on what it leaves out."""

    @property
    def pages(self) -> int:
        return min(MAX_PAGE, -(-self.total // self.query.page_size))
