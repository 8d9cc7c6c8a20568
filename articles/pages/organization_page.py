"""What the page of one organization needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from articles.drawing.locator import LocatorMap, locator_map
from articles.models import Membership, Organization
from articles.pages.cards import outlet_notes
from articles.pages.entity_parts import (
    AlsoKnownAs,
    Figure,
    NamedWith,
    Some,
    country_urls,
    coverage,
    figures,
    named_with,
    places_on_map,
    pledges,
    quotations,
    with_names,
)
from articles.pages.links import Crumb, NameLink, known_labels, url_of
from articles.pages.roles import Role, people_with_roles

if TYPE_CHECKING:
    from articles.pages.stories import StoryList
    from articles.search.result import StoryQuery

MAP_SIZE = (736, 440)


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    organization: Organization
    crumbs: tuple[Crumb, ...]
    belongs_to: tuple[NameLink, ...]
    names: tuple[AlsoKnownAs, ...]
    roles: tuple[Role, ...]
    figures: tuple[Figure, ...]
    map: LocatorMap | None
    quotations: Some
    pledges: Some
    named_with: tuple[NamedWith, ...]
    stories: StoryList
    notes: tuple[str, ...]


def organization_page(pk: int, query: StoryQuery) -> OrganizationPage | None:
    """Six queries: organization with names, people, quotations, pledges, and two for the stories."""
    found = with_names(Organization.objects.select_related("parent", "country"), pk)
    if found is None:
        return None
    organization, names = found
    covered = coverage(query)
    promised = pledges(Q(pledged_by=pk) | Q(recipient=pk))
    said = quotations(
        Q(speaker=pk) | Q(speaker__in=Membership.objects.public().filter(organization=pk).values("person"))
    )
    return OrganizationPage(
        organization=organization,
        crumbs=(
            Crumb("Home", reverse("articles:home")),
            Crumb("Organizations", reverse("articles:organization-list")),
            Crumb(organization.name),
        ),
        belongs_to=_belongs_to(organization),
        names=names,
        roles=people_with_roles(Membership.objects.filter(organization=pk)),
        figures=tuple(figures(covered.whole, promised.total)),
        map=locator_map(
            places_on_map(covered.whole),
            highlight_countries=country_urls(covered.whole),
            width=MAP_SIZE[0],
            height=MAP_SIZE[1],
            label=f"Map of places in stories that name {organization.name}",
        ),
        quotations=said,
        pledges=promised,
        named_with=named_with(covered.whole, pk),
        stories=covered.stories,
        notes=outlet_notes(covered.stories.cards, said.rows, promised.rows),
    )


def _belongs_to(organization: Organization) -> tuple[NameLink, ...]:
    """What it is part of and its country, linked where they have a page."""
    bodies = [body for body in (organization.parent, organization.country) if body is not None]
    public = known_labels({body.pk for body in bodies})
    return tuple(
        NameLink(body.name, url_of(public[body.pk]) if body.pk in public else "", body.kind) for body in bodies
    )
