"""What the page of one organization needs."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
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
from articles.pages.roles import people_with_roles, public_roles
from articles.wording.role_dates import vouched_until
from articles.wording.role_words import is_past

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    roles = public_roles(Membership.objects.filter(organization=pk))
    said = quotations(said_for(pk, roles))
    return OrganizationPage(
        organization=organization,
        crumbs=(
            Crumb("Home", reverse("articles:home")),
            Crumb("Organizations", reverse("articles:organization-list")),
            Crumb(organization.name),
        ),
        belongs_to=_belongs_to(organization),
        names=names,
        roles=people_with_roles(roles),
        figures=tuple(figures(covered.whole, promised.total)),
        map=stories_map(covered, organization.name),
        quotations=said,
        pledges=promised,
        named_with=named_with(covered.whole, pk),
        stories=covered.stories,
        notes=outlet_notes(covered.stories.cards, said.rows, promised.rows),
    )


def said_for(pk: int, roles: Sequence[Membership]) -> Q:
    """Quotations of the organization, and of people who held a role in it then: the story says so, or the reference data."""
    told = Membership.objects.public().filter(organization=pk, person=OuterRef("speaker"), article=OuterRef("article"))
    said = Q(speaker=pk) | Q(Exists(told.exclude(pk__in=[role.pk for role in roles if is_past(role)])))
    for role in roles:
        if not role.article_id:
            said |= Q(speaker=role.person_id, article__date_published__range=_days(role))
    return said


def _days(role: Membership) -> tuple[datetime, datetime]:
    """The first and the last moment for which the reference data vouches for a role."""
    last = vouched_until(role)
    begins = datetime.fromisoformat(f"{role.start_date or last}-01-01"[: len("2016-01-01")])
    ends = datetime.fromisoformat((f"{last}-12" if len(last) == len("2016") else last)[: len("2016-12")] + "-01")
    day = int(last[8:]) if len(last) == len("2016-12-31") else monthrange(ends.year, ends.month)[1]
    return begins.replace(tzinfo=UTC), ends.replace(day=day, hour=23, minute=59, second=59, tzinfo=UTC)


def _belongs_to(organization: Organization) -> tuple[NameLink, ...]:
    """What it is part of and its country, linked where they have a page."""
    bodies = [body for body in (organization.parent, organization.country) if body is not None]
    public = known_labels({body.pk for body in bodies})
    return tuple(
        NameLink(body.name, url_of(public[body.pk]) if body.pk in public else "", body.kind) for body in bodies
    )
