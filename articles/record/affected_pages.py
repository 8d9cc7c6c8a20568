"""Entities whose pages show something of a story or of another entity without being named in that story."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.db.models import Q

from articles.models import EntityRecord, Membership, Organization, Place, Quotation

if TYPE_CHECKING:
    from collections.abc import Collection


def entities_with_roles_in(stories: Collection[int]) -> set[int]:
    """The people and organizations of all roles in these stories, and the organizations of the people they quote."""
    in_stories = Q(article__in=stories)
    speakers = Quotation.objects.filter(article__in=stories, speaker__isnull=False).values("speaker")
    roles = Membership.objects.filter(in_stories | Q(person__in=speakers)).values_list("person_id", "organization_id")
    return {pk for pk in chain.from_iterable(roles) if pk is not None}


def entities_below(entities: Collection[int]) -> set[int]:
    """The entities with a page that name one of these as their parent organization or country."""
    bodies = Organization.objects.filter(Q(parent__in=entities) | Q(country__in=entities)).values("pk")
    places = Place.objects.filter(country__in=entities).values("pk")
    found = EntityRecord.objects.filter(Q(pk__in=bodies) | Q(pk__in=places))
    return set(found.values_list("pk", flat=True))
