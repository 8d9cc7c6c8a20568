"""Data of organization pages beyond that of all entity pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models import Membership, Organization
from articles.pages.entity_facts import FactOwnership
from articles.pages.entity_page import EntityDetails, EntitySpec, stories_map
from articles.pages.fact_conditions import pledged_by_or_to, said_for
from articles.pages.links import NameLink, known_labels, url_of
from articles.pages.roles import people_with_roles

if TYPE_CHECKING:
    from articles.pages.entity_parts import Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationDetails(EntityDetails):
    belongs_to: tuple[NameLink, ...]


def _details(organization: Organization, covered: Coverage) -> OrganizationDetails:
    return OrganizationDetails(map=stories_map(covered, organization.name), belongs_to=_belongs_to(organization))


def _belongs_to(organization: Organization) -> tuple[NameLink, ...]:
    """Its parent organization and country, linked if they have a page."""
    bodies = [body for body in (organization.parent, organization.country) if body is not None]
    public = known_labels({body.pk for body in bodies})
    return tuple(
        NameLink(body.name, url_of(public[body.pk]) if body.pk in public else "", body.kind) for body in bodies
    )


ORGANIZATION = EntitySpec(
    list_name="Organizations",
    list_url="articles:organization-list",
    entities=lambda: Organization.objects.select_related("parent", "country"),
    owned=FactOwnership(
        quotations=lambda pk: said_for([pk]), pledges=lambda pk: pledged_by_or_to([pk]), bodies=lambda _pk: ()
    ),
    roles=lambda pk: Membership.objects.filter(organization=pk),
    role_list=lambda roles, _covered: people_with_roles(roles),
    details=_details,
)
