"""What the page of one organization needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from articles.models import Membership, Organization
from articles.pages.cards import outlet_notes
from articles.pages.entity_page import EntityPage, stories_map
from articles.pages.entity_parts import (
    coverage,
    figures,
    named_with,
    pledges,
    quotations,
    with_names,
)
from articles.pages.links import Crumb, NameLink, known_labels, url_of
from articles.pages.roles import people_with_roles

if TYPE_CHECKING:
    from articles.search.result import StoryQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationPage(EntityPage):
    organization: Organization
    belongs_to: tuple[NameLink, ...]


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
        map=stories_map(covered, organization.name),
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
