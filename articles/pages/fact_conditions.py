"""Which facts are on the page of an organization or a country, as conditions for the tables.

The same rule as `articles.search.fact_owners`, for pages of which there is no record yet; a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from articles.models import Appearance, Membership, Pledge, Quotation
from articles.search.roll_up import bodies_of_country
from articles.wording.role_dates import days_held
from articles.wording.role_words import is_past

if TYPE_CHECKING:
    from collections.abc import Collection


def said_for(bodies: Collection[int]) -> Q:
    """Quotations by the organizations, and by people who held a role in one then according to the story or reference data."""
    roles = Membership.objects.public().filter(organization__in=bodies)
    past = [role.pk for role in roles.filter(article__isnull=False) if is_past(role)]
    role_of_speaker = Membership.objects.public().filter(
        organization__in=bodies, person=OuterRef("speaker"), article=OuterRef("article")
    )
    said = Q(speaker__in=bodies) | Q(Exists(role_of_speaker.exclude(pk__in=past)))
    for role in roles.filter(article__isnull=True):
        said |= Q(speaker=role.person_id, article__date_published__range=days_held(role))
    return said


def said_in_or_for_place(pk: int) -> Q:
    """Quotations of the stories that name a place, and those of the organizations that count for a country."""
    named_in = Appearance.objects.filter(article=OuterRef("article"), entity=pk)
    bodies = bodies_of_country(pk)
    return Q(Exists(named_in)) | said_for(bodies) if bodies else Q(Exists(named_in))


def pledged_by_or_to(parties: Collection[int]) -> Q:
    return Q(pledged_by__in=parties) | Q(recipient__in=parties)


def pledged_by_or_to_place(pk: int) -> Q:
    """Pledges by and to a place, and the organizations that count for a country."""
    return pledged_by_or_to([pk, *bodies_of_country(pk)])


def bodies_with_facts(country: int) -> list[int]:
    """The organizations that count for a country and have quotations or pledges."""
    quotations, pledges = Quotation.objects.public(), Pledge.objects.public()
    return [
        pk
        for pk in bodies_of_country(country)
        if quotations.filter(said_for([pk])).exists() or pledges.filter(pledged_by_or_to([pk])).exists()
    ]
