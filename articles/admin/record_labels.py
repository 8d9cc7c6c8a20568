"""Labels that tell namesakes apart: kind, country or office with years, number of published stories, newest headline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils.text import Truncator

from articles.admin.record_counts import published_counts
from articles.models import Entity, EntityStory, Membership, Organization, Place
from articles.vocabulary import EntityKind, FactStatus, OrganizationClass
from articles.wording.counts import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Of a headline that only helps to recognise a record.
_MAX_HEADLINE = 60


@dataclass(frozen=True, slots=True)
class RecordLabel:
    """A record to choose. `says` is its label, for example "Person, Secretary of Defense of United States (2015 to 2017),
    12 stories, the newest “Troops enter Mosul”". `stories` is the number of published ones.
    """

    pk: int
    name: str
    kind: str
    says: str
    stories: int = 0


def labels_of(entities: Iterable[Entity]) -> dict[int, RecordLabel]:
    """The labels of these records by id, in at most six queries."""
    rows = {entity.pk: entity for entity in entities}
    of_kind = {kind: [pk for pk, entity in rows.items() if entity.kind == kind] for kind in EntityKind.values}
    known = {
        **offices_of(of_kind[EntityKind.PERSON]),
        **_organizations(of_kind[EntityKind.ORGANIZATION]),
        **_places(of_kind[EntityKind.PLACE]),
    }
    stories, newest = published_counts(rows), _newest_headlines(rows)
    return {
        pk: RecordLabel(
            pk,
            entity.name,
            entity.kind,
            _says(entity, known.get(pk, ""), stories.get(pk, 0), newest.get(pk, "")),
            stories.get(pk, 0),
        )
        for pk, entity in rows.items()
    }


def _says(entity: Entity, known: str, stories: int, newest: str) -> str:
    counted_stories = counted(stories, "story", "stories") if stories else "no published story"
    headline = f"the newest “{Truncator(newest).chars(_MAX_HEADLINE)}”" if newest else ""
    return ", ".join(filter(None, [EntityKind(entity.kind).label, known, counted_stories, headline]))


def _newest_headlines(entities: Collection[int]) -> dict[int, str]:
    if not entities:
        return {}
    stories = EntityStory.objects.filter(entity=OuterRef("pk"), is_named=True).order_by("-newest")
    rows = Entity.objects.filter(pk__in=list(entities)).annotate(
        headline=Subquery(stories.values("article__headline")[:1])
    )
    return {pk: headline for pk, headline in rows.values_list("pk", "headline") if headline}


def offices_of(people: Collection[int]) -> dict[int, str]:
    """The latest accepted role of each person, with its years where they are known."""
    if not people:
        return {}
    roles = Membership.objects.filter(person__in=people, status=FactStatus.ACCEPTED).order_by("start_date", "id")
    columns = ("person_id", "role", "organization__name", "start_date", "end_date", "as_of")
    return {
        person: f"{role} of {organization}{_years(*dates)}" if organization else f"{role}{_years(*dates)}"
        for person, role, organization, *dates in roles.values_list(*columns)
        if person is not None
    }


def _years(start: str, end: str, as_of: str) -> str:
    """For example " (2015 to 2017)". A role without an end is known only as of a date: it may have ended since."""
    first, last, known = start[:4], end[:4], as_of[:4]
    if first and last:
        return f" ({first})" if first == last else f" ({first} to {last})"
    if last:
        return f" (until {last})"
    if first:
        return f" (from {first}, as of {known})" if known else f" (from {first})"
    return f" (as of {known})" if known else ""


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
    return {one.pk: _lower_first(one.words.line(one.country.name if one.country else "")) for one in found}


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
