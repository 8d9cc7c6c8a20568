"""The page of a person, an organization or a place: one builder, and a specification of what differs per kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from django.urls import reverse

from articles.drawing.locator import locator_map
from articles.models import Entity
from articles.pages.cards import outlet_notes, public_ids
from articles.pages.entity_facts import entity_facts
from articles.pages.entity_parts import (
    country_urls,
    coverage,
    identifiers_of,
    named_with,
    places_on_map,
    stats,
    with_names,
)
from articles.pages.links import Breadcrumb
from articles.pages.map_files import map_file
from articles.pages.maps import country_names
from articles.pages.role_rows import role_rows, stored_roles
from articles.search.result import StoryQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

    from articles.drawing.map_place import MapPlace
    from articles.drawing.picture import MapPicture
    from articles.models import Membership
    from articles.pages.entity_facts import FactOwnership
    from articles.pages.entity_parts import AlsoKnownAs, Coverage, NamedWith, Stat
    from articles.pages.fact_rows import PledgeRow, QuoteCard
    from articles.pages.links import NameLink
    from articles.pages.map_files import MapFile
    from articles.pages.role_rows import RoleRow
    from articles.pages.roles import RoleList
    from articles.pages.stories import StoryList
    from articles.pages.top_rows import TopRows
    from articles.wording.identifier_schemes import ExternalIdentifier

_MAP_WIDTH, _MAP_HEIGHT = 736, 440

_E = TypeVar("_E", bound=Entity)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDetails:
    """What one kind of entity shows in addition to the common parts; subclasses add their own fields.

    `above` are the breadcrumbs between the list of the kind and the entity. `stat` is shown second among the key figures
    of the page. `places` replaces the places named in the stories in the list of co-occurring names.
    """

    map: MapPicture | None
    above: tuple[Breadcrumb, ...] = ()
    stat: Stat | None = None
    places: Sequence[MapPlace] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySpec(Generic[_E]):
    """What differs between the pages of people, organizations and places.

    `list_name` is the name of the list in breadcrumbs, `list_url` its URL name. `roles` and `owned` say which rows belong
    to the entity with an id.
    """

    list_name: str
    list_url: str
    entities: Callable[[], QuerySet[_E]]
    owned: FactOwnership
    roles: Callable[[int], QuerySet[Membership]]
    role_list: Callable[[Sequence[RoleRow], Coverage], RoleList]
    details: Callable[[_E, Coverage], EntityDetails]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPage:
    """`notes` are the outlets' notes on what the page quotes. `bodies` are the organizations whose quotations and pledges
    count for the country of the page. `shown` are the ids of all stories that the page lists or quotes.
    """

    entity: Entity
    details: EntityDetails
    crumbs: tuple[Breadcrumb, ...]
    map: MapFile | None
    names: tuple[AlsoKnownAs, ...]
    identifiers: tuple[ExternalIdentifier, ...]
    roles: RoleList
    stats: tuple[Stat, ...]
    quotations: TopRows[QuoteCard]
    pledges: TopRows[PledgeRow]
    bodies: tuple[NameLink, ...]
    named_with: tuple[NamedWith, ...]
    stories: StoryList
    notes: tuple[str, ...]
    shown: frozenset[int]


def entity_page(spec: EntitySpec[_E], pk: int, query: StoryQuery) -> EntityPage | None:
    """At most eleven queries, each by key; `details` may add to them. None if no published story names the entity."""
    found = with_names(spec.entities(), pk)
    if found is None:
        return None
    entity, names = found
    covered = coverage(query)
    facts = entity_facts(spec.owned, entity, covered.counts)
    details = spec.details(entity, covered)
    roles = spec.role_list(_roles(spec, pk, covered), covered)
    first, *rest = stats(covered.whole, facts.pledges.total)
    return EntityPage(
        entity=entity,
        details=details,
        crumbs=(
            Breadcrumb("Home", reverse("articles:home")),
            Breadcrumb(spec.list_name, reverse(spec.list_url)),
            *details.above,
            Breadcrumb(entity.name),
        ),
        map=map_file(details.map, reverse(f"articles:{entity.kind}-map", args=[pk])),
        names=names,
        identifiers=identifiers_of(pk),
        roles=roles,
        stats=(first, *([details.stat] if details.stat else []), *rest),
        quotations=facts.quotations,
        pledges=facts.pledges,
        bodies=facts.bodies,
        named_with=named_with(covered.whole, pk, places=details.places),
        stories=covered.stories,
        notes=outlet_notes(covered.stories.cards, facts.quotations.rows, facts.pledges.rows),
        shown=covered.listed | facts.stories | roles.stories,
    )


def entity_map(spec: EntitySpec[_E], pk: int) -> MapPicture | None:
    """The map on the page of an entity; None if it has none, or no published story names the entity."""
    found = with_names(spec.entities(), pk)
    if found is None:
        return None
    return spec.details(found[0], coverage(StoryQuery(entities=(pk,), page_size=1))).map


def _roles(spec: EntitySpec[_E], pk: int, covered: Coverage) -> list[RoleRow]:
    """The roles that stories state are in the record, those of reference data in the tables alone."""
    roles = spec.roles(pk)
    if covered.counts is None:
        return role_rows(roles)
    stated = stored_roles(pk)
    public = public_ids(row.article_id for row in stated if row.article_id) if stated else set()
    stated = [row for row in stated if row.article_id in public]
    return [*stated, *role_rows(roles.filter(article__isnull=True))]


def stories_map(covered: Coverage, name: str) -> MapPicture | None:
    """The places of all stories that name the entity; None if none of them can be mapped."""
    return locator_map(
        places_on_map(covered.whole),
        highlight_countries=country_urls(covered.whole),
        country_names=country_names(),
        width=_MAP_WIDTH,
        height=_MAP_HEIGHT,
        label=f"Map of places in stories that name {name}",
    )
