"""Data of organization pages beyond that of all entity pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from articles.models import Membership, Organization
from articles.pages.entity_page import EntityDetails, EntitySpec, stories_map
from articles.pages.links import NameLink, known_labels, url_of
from articles.pages.roles import people_with_roles
from articles.wording.role_dates import days_held
from articles.wording.role_words import is_past

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.pages.entity_parts import Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationDetails(EntityDetails):
    belongs_to: tuple[NameLink, ...]


def _details(organization: Organization, covered: Coverage) -> OrganizationDetails:
    return OrganizationDetails(map=stories_map(covered, organization.name), belongs_to=_belongs_to(organization))


def said_for(pk: int, roles: Sequence[Membership]) -> Q:
    """Quotations by the organization, and by people who held a role in it then according to the story or reference data."""
    role_of_speaker = Membership.objects.public().filter(
        organization=pk, person=OuterRef("speaker"), article=OuterRef("article")
    )
    said = Q(speaker=pk) | Q(Exists(role_of_speaker.exclude(pk__in=[role.pk for role in roles if is_past(role)])))
    for role in roles:
        if not role.article_id:
            said |= Q(speaker=role.person_id, article__date_published__range=days_held(role))
    return said


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
    pledges=lambda pk: Q(pledged_by=pk) | Q(recipient=pk),
    roles=lambda pk: Membership.objects.filter(organization=pk),
    role_list=lambda roles, _covered: people_with_roles(roles),
    quotations=said_for,
    details=_details,
)
