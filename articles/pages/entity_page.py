"""The page of a person, an organization or a place: one builder, and a specification of what differs per kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from django.urls import reverse

from articles.drawing.locator import locator_map
from articles.models import Entity
from articles.pages.cards import outlet_notes
from articles.pages.entity_parts import (
    country_urls,
    coverage,
    figures,
    named_with,
    places_on_map,
    pledges,
    quotations,
    with_names,
)
from articles.pages.links import Crumb
from articles.pages.maps import country_names
from articles.pages.roles import public_roles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import Q, QuerySet

    from articles.drawing.locator import LocatorMap, MapPlace
    from articles.models import Membership
    from articles.pages.entity_parts import AlsoKnownAs, Coverage, Figure, NamedWith, Some
    from articles.pages.roles import RoleList
    from articles.pages.stories import StoryList
    from articles.search.result import StoryQuery

_MAP_WIDTH, _MAP_HEIGHT = 736, 440

_E = TypeVar("_E", bound=Entity)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDetails:
    """What one kind of entity shows beside what all show; kinds add fields of their own.

    `above` are the breadcrumbs between the list of the kind and the entity. `figure` stands second at the head of the
    page. `places` takes the place of the places that stories name among the names that occur with it.
    """

    map: LocatorMap | None
    above: tuple[Crumb, ...] = ()
    figure: Figure | None = None
    places: Sequence[MapPlace] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySpec(Generic[_E]):
    """What differs between the pages of people, organizations and places.

    `list_name` is the name of the list in breadcrumbs, `list_url` its URL name. `pledges`, `roles` and `quotations` say
    which rows belong to the entity with an id; quotations may depend on its public roles.
    """

    list_name: str
    list_url: str
    entities: Callable[[], QuerySet[_E]]
    pledges: Callable[[int], Q]
    roles: Callable[[int], QuerySet[Membership]]
    role_list: Callable[[Sequence[Membership], Coverage], RoleList]
    quotations: Callable[[int, Sequence[Membership]], Q]
    details: Callable[[_E, Coverage], EntityDetails]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPage:
    """`notes` are the outlets' notes on what the page quotes."""

    entity: Entity
    details: EntityDetails
    crumbs: tuple[Crumb, ...]
    names: tuple[AlsoKnownAs, ...]
    roles: RoleList
    figures: tuple[Figure, ...]
    quotations: Some
    pledges: Some
    named_with: tuple[NamedWith, ...]
    stories: StoryList
    notes: tuple[str, ...]


def entity_page(spec: EntitySpec[_E], pk: int, query: StoryQuery) -> EntityPage | None:
    """Six queries: the entity with its names, pledges, roles, quotations, and two for the stories; `details` may add to
    them. None when no published story names the entity.
    """
    found = with_names(spec.entities(), pk)
    if found is None:
        return None
    entity, names = found
    covered = coverage(query)
    promised = pledges(spec.pledges(pk))
    roles = public_roles(spec.roles(pk))
    said = quotations(spec.quotations(pk, roles))
    details = spec.details(entity, covered)
    first, *rest = figures(covered.whole, promised.total)
    return EntityPage(
        entity=entity,
        details=details,
        crumbs=(
            Crumb("Home", reverse("articles:home")),
            Crumb(spec.list_name, reverse(spec.list_url)),
            *details.above,
            Crumb(entity.name),
        ),
        names=names,
        roles=spec.role_list(roles, covered),
        figures=(first, *([details.figure] if details.figure else []), *rest),
        quotations=said,
        pledges=promised,
        named_with=named_with(covered.whole, pk, places=details.places),
        stories=covered.stories,
        notes=outlet_notes(covered.stories.cards, said.rows, promised.rows),
    )


def stories_map(covered: Coverage, name: str) -> LocatorMap | None:
    """The places of all stories that name somebody; None where none of them can be put on a map."""
    return locator_map(
        places_on_map(covered.whole),
        highlight_countries=country_urls(covered.whole),
        country_names=country_names(),
        width=_MAP_WIDTH,
        height=_MAP_HEIGHT,
        label=f"Map of places in stories that name {name}",
    )
