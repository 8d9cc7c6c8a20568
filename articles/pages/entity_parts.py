"""What the pages of people, organizations and places have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from django.db.models import F

from articles.drawing.bars import Bars, bars
from articles.drawing.picture import stories_in_words
from articles.models import Entity, Identifier
from articles.pages.links import known_labels, url_of
from articles.pages.maps import map_place_of_label
from articles.pages.stories import StoryList, bare, is_filtered, story_list
from articles.pages.whole_lists import Counts, list_counts, stories_of
from articles.search.list_counts import list_key
from articles.vocabulary import NameKind, OrganizationClass
from articles.wording.formats import month_words
from articles.wording.identifier_schemes import ExternalIdentifier, external_identifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from articles.drawing.map_place import MapPlace
    from articles.search.result import SearchResult, StoryQuery

MAX_NAMED_WITH = 6
MAX_ON_MAP = 60
_NEWS = OrganizationClass.MEDIA.label

_E = TypeVar("_E", bound=Entity)


@dataclass(frozen=True, slots=True)
class AlsoKnownAs:
    name: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Stat:
    """A key figure with its label and a line of detail."""

    title: str
    value: str
    detail: str


@dataclass(frozen=True, slots=True)
class NamedWith:
    title: str
    bars: Bars


@dataclass(frozen=True, slots=True)
class Coverage:
    """`whole` ignores the reader's filters: the summary at the top of the page is based on it. `counts` are the record's.
    `listed` are the ids of the stories in the list.
    """

    whole: SearchResult
    stories: StoryList
    counts: Counts | None = None
    listed: frozenset[int] = frozenset()


def coverage(query: StoryQuery) -> Coverage:
    counts = list_counts(list_key(query.entities[0]))
    result = stories_of(query, counts)
    whole = stories_of(replace(bare(query), page_size=1), counts) if is_filtered(query) else result
    return Coverage(whole, story_list(result), counts, frozenset(hit.article_id for hit in result.hits))


def with_names(entities: QuerySet[_E], pk: int) -> tuple[_E, tuple[AlsoKnownAs, ...]] | None:
    """The entity and its other names in one query (a left join: one row per name, or one row without a name)."""
    rows = list(
        entities.public()  # type: ignore[attr-defined]  # every entity manager has this method
        .filter(pk=pk)
        .annotate(
            also=F("other_names__name"), also_language=F("other_names__language"), also_kind=F("other_names__kind")
        )
        .order_by("other_names__name")
    )
    if not rows:
        return None
    names = (AlsoKnownAs(row.also, row.also_language, row.also_kind) for row in rows if row.also)
    return rows[0], tuple(name for name in names if name.kind != NameKind.DEMONYM)


def identifiers_of(pk: int) -> tuple[ExternalIdentifier, ...]:
    return external_identifiers(Identifier.objects.filter(entity=pk).values_list("scheme", "identifier"))


def stats(whole: SearchResult, pledge_total: int) -> list[Stat]:
    """The key figures of a page; empty ones are left out."""
    months = [month for month, _ in whole.histogram]
    first, last = (month_words(months[0]), month_words(months[-1])) if months else ("", "")
    period = first if first == last else f"{first} to {last}"
    undated = f"{whole.undated:,} undated" if whole.undated else ""
    found = [Stat("Stories", f"{whole.total:,}", ", ".join(filter(None, (period, undated))))]
    if last:
        found.append(Stat("Latest story", last, "latest in this collection"))
    if pledge_total:
        found.append(Stat("Pledges reported", f"{pledge_total:,}", "status as reported at the time"))
    return found


def top_place(places: Sequence[MapPlace]) -> Stat | None:
    """The most covered place; `places` are sorted by coverage."""
    if not places:
        return None
    return Stat("Most covered place", places[0].name, stories_in_words(places[0].stories))


def named_with(result: SearchResult, own: int, places: Sequence[MapPlace] | None = None) -> tuple[NamedWith, ...]:
    """Names that co-occur in the same stories, most frequent first. News organizations are left out: most are named as
    sources. For a country, `places` restricts the places to those inside it.
    """
    titles: tuple[tuple[str, str], ...] = (
        ("person", "People named most"),
        ("organization", "Organizations named most"),
        ("place", "Places covered most"),
    )
    candidates = {
        name: [value for value in result.facets.get(name, ()) if value.value != own and value.total]
        for name, _ in titles
    }
    known = known_labels({value.value for values in candidates.values() for value in values})
    groups = []
    for name, title in titles:
        labels = [(v, known[v.value]) for v in candidates[name] if v.value in known]
        rows = [(v.name, url_of(label), v.total) for v, label in labels if label.description != _NEWS]
        if name == "place" and places is not None:
            rows = [(place.name, place.url, place.stories) for place in places]
        rows = rows[:MAX_NAMED_WITH]
        if rows:
            groups.append(NamedWith(title, bars(rows, name)))
    return tuple(groups)


def places_on_map(result: SearchResult, facets: Iterable[str] = ("place",)) -> list[MapPlace]:
    """The places of these stories, sized by the number of stories; coordinates come from the index."""
    counts = {v.value: v.total for facet in facets for v in result.facets.get(facet, ())[:MAX_ON_MAP] if v.total}
    known = known_labels(counts)
    return [map_place_of_label(known[pk], count) for pk, count in counts.items() if pk in known]


def country_urls(result: SearchResult) -> dict[str, str]:
    """Page URLs of the countries of these stories, by country code."""
    ids = [value.value for value in result.facets.get("country", ())[:MAX_ON_MAP]]
    return {label.country_code: url_of(label) for label in known_labels(ids).values() if label.country_code}
