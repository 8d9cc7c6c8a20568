"""Labels that tell namesakes apart: kind, country or office, and number of published stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from articles.models import Appearance, Article, Entity, Membership, Organization, Place
from articles.vocabulary import EntityKind, FactStatus, OrganizationClass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, slots=True)
class RecordLabel:
    """A record to choose. `says` is its label, for example "Person, Secretary of Defense of United States, 12 stories"."""

    pk: int
    name: str
    kind: str
    says: str


def labels_of(entities: Iterable[Entity]) -> dict[int, RecordLabel]:
    """The labels of these records by id, in at most four queries."""
    rows = {entity.pk: entity for entity in entities}
    of_kind = {kind: [pk for pk, entity in rows.items() if entity.kind == kind] for kind in EntityKind.values}
    known = {
        **_offices(of_kind[EntityKind.PERSON]),
        **_organizations(of_kind[EntityKind.ORGANIZATION]),
        **_places(of_kind[EntityKind.PLACE]),
    }
    stories = _stories(rows)
    return {
        pk: RecordLabel(pk, entity.name, entity.kind, _says(entity, known.get(pk, ""), stories.get(pk, 0)))
        for pk, entity in rows.items()
    }


def _says(entity: Entity, known: str, stories: int) -> str:
    counted = {0: "no published story", 1: "1 story"}.get(stories, f"{stories} stories")
    return ", ".join(filter(None, [EntityKind(entity.kind).label, known, counted]))


def _offices(people: Collection[int]) -> dict[int, str]:
    """The latest accepted role of each person."""
    if not people:
        return {}
    roles = Membership.objects.filter(person__in=people, status=FactStatus.ACCEPTED).order_by("start_date", "id")
    return {
        person: f"{role} of {organization}" if organization else role
        for person, role, organization in roles.values_list("person_id", "role", "organization__name")
        if person is not None
    }


def _organizations(organizations: Collection[int]) -> dict[int, str]:
    if not organizations:
        return {}
    rows = Organization.objects.filter(pk__in=organizations).values_list("pk", "classification", "country__name")
    labels: dict[str, str] = {**dict(OrganizationClass.choices), OrganizationClass.OTHER: ""}
    return {pk: ", ".join(filter(None, [labels.get(sort, "").lower(), country])) for pk, sort, country in rows}


def _places(places: Collection[int]) -> dict[int, str]:
    if not places:
        return {}
    found = Place.objects.filter(pk__in=places).select_related("country")
    return {one.pk: f"{one.precision} in {one.country.name}" if one.country else one.precision for one in found}


def _stories(entities: Collection[int]) -> dict[int, int]:
    if not entities:
        return {}
    public = Appearance.objects.filter(entity__in=list(entities), article__in=Article.objects.published())
    return dict(public.values_list("entity").annotate(Count("article", distinct=True)).order_by())
