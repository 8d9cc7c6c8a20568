"""What stories and lists show of an entity: when it changes, the stories that name it are rendered again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.batches import batches
from articles.models import Appearance, Entity, EntityRecord, Membership, Place, Pledge, Quotation
from articles.models.article import is_public_status
from articles.search.roll_up import countries_of_bodies
from articles.vocabulary import COUNTRY_FEATURE_CODES
from articles.wording.role_dates import vouched_until

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_CHUNK = 500
# What of a label no story shows: when only this changes, no story is rendered again.
_NOT_IN_STORIES = ("modified", "sources")
_PARTIES: tuple[tuple[type[Quotation | Pledge | Membership], tuple[str, ...]], ...] = (
    (Quotation, ("speaker",)),
    (Pledge, ("pledged_by", "announced_by", "recipient")),
    (Membership, ("person", "organization")),
)


def labels_of(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The labels of those of the entities that a published story names, or that have a part in one of its facts or in a role
    of the reference data, and of countries: maps name them all.
    """
    public = set(Entity.objects.public().filter(pk__in=ids).values_list("pk", flat=True))
    rest = set(ids) - public
    countries = set(Place.objects.countries().filter(pk__in=rest).values_list("pk", flat=True)) if rest else set()
    shown = public | countries | parties_of_facts(rest - countries)
    listed, counts_for = _reference_roles(shown), countries_of_bodies(shown)
    found, roles = {}, _bodies_of_roles(listed)
    for entity in Entity.objects.filter(pk__in=shown).select_related("place", "organization"):
        place, organization = getattr(entity, "place", None), getattr(entity, "organization", None)
        label: dict[str, Any] = {"kind": entity.kind, "name": entity.name, "slug": entity.slug}
        label |= {"has_page": entity.pk in public, "modified": entity.modified.isoformat()}
        if organization is not None:
            label |= {"classification": organization.classification, "counts_for": counts_for.get(entity.pk)}
        if place is not None:
            label |= {
                "country": place.country_id, "country_code": place.country_code, "feature_code": place.feature_code,
                "latitude": place.latitude, "longitude": place.longitude, "disputed_area": place.disputed_area,
            }  # fmt: skip
        if roles[entity.pk]:
            label["roles"] = roles[entity.pk]
        if listed[entity.pk]:
            label["sources"] = sorted([role.source, role.as_of] for role in listed[entity.pk] if not role.source_url)
        found[entity.pk] = label
    return found


def _reference_roles(ids: Collection[int]) -> defaultdict[int, list[Membership]]:
    """The dated roles of people from the reference data."""
    found: defaultdict[int, list[Membership]] = defaultdict(list)
    for role in Membership.objects.listed_of(ids).order_by("organization_id", "start_date", "pk"):
        if vouched_until(role):
            found[role.person_id or 0].append(role)
    return found


def _bodies_of_roles(listed: Mapping[int, Iterable[Membership]]) -> defaultdict[int, list[list[Any]]]:
    """Of the roles of each person what decides which organizations' and countries' pages have the person's quotations."""
    found: defaultdict[int, list[list[Any]]] = defaultdict(list)
    roles = [role for rows in listed.values() for role in rows if role.organization_id]
    countries = countries_of_bodies({role.organization_id for role in roles if role.organization_id})
    for role in roles:
        body = role.organization_id or 0
        found[role.person_id or 0].append([body, countries.get(body), role.start_date, vouched_until(role)])
    return found


def parties_of_facts(ids: Collection[int] | None) -> set[int]:
    """Those of the entities, or of all, that have a part in a quotation, pledge or role of a published story, or in a role
    of the reference data.
    """
    found: set[int] = set()
    for facts, names in _PARTIES:
        for name in names:
            # The status of the story beside the ids makes SQLite read the index of all published stories.
            wanted = {f"{name}__isnull": False} if ids is None else {f"{name}__in": ids}
            rows = facts.objects.accepted().filter(**wanted).order_by()
            statuses = rows.values_list(name, "article__review_status").distinct()
            found.update(pk for pk, status in statuses if status is None or is_public_status(status))
    return found


def parties_in(stories: Collection[int]) -> set[int]:
    """The entities that have a part in an accepted quotation, pledge or role of these stories."""
    found: set[int] = set()
    for facts, names in _PARTIES:
        for parties in facts.objects.accepted().filter(article__in=stories).values_list(*names):
            found.update(pk for pk in parties if pk is not None)
    return found


def people_with_reference_roles_in(bodies: Collection[int]) -> set[int]:
    rows = Membership.objects.public().filter(organization__in=bodies, article__isnull=True, person__isnull=False)
    return {pk for pk in rows.values_list("person_id", flat=True) if pk is not None}


@dataclass(slots=True)
class LabelChanges:
    """The labels that differ from the record or are new to it, and the entities whose record has to go.

    `shown` are those of the entities of which stories show something else now. `has_renamed_country`: maps anywhere may
    show the old name of a country. `has_other_sources`: the roles of the reference data changed.
    """

    changed: dict[int, dict[str, Any]]
    removed: set[int]
    shown: set[int]
    has_renamed_country: bool
    has_other_sources: bool


def changed_labels(ids: Collection[int]) -> LabelChanges:
    stored = dict(EntityRecord.objects.filter(pk__in=ids).values_list("pk", "label"))
    current = labels_of(ids)
    changed = {pk: label for pk, label in current.items() if stored.get(pk) != label}
    removed = set(stored) - set(current)
    shown = {pk for pk in changed if pk not in stored or _in_stories(stored[pk]) != _in_stories(changed[pk])}
    return LabelChanges(
        changed=changed,
        removed=removed,
        shown=removed | shown,
        has_renamed_country=any(_is_renamed_country(stored[pk], changed[pk]) for pk in changed if pk in stored),
        has_other_sources=any(
            stored.get(pk, {}).get("sources") != current.get(pk, {}).get("sources") for pk in (*changed, *removed)
        ),
    )


def _in_stories(label: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in label.items() if name not in _NOT_IN_STORIES}


def _is_renamed_country(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether maps name or find a country otherwise now: they take its name by its code."""
    is_country = any(label.get("feature_code") in COUNTRY_FEATURE_CODES for label in (before, after))
    return is_country and any(
        before.get(name) != after.get(name) for name in ("name", "slug", "country_code", "feature_code")
    )


def stories_with(entities: Collection[int]) -> set[int]:
    """The published stories that show one of these entities: in the text, in a fact, or as the country of a place."""
    found: set[int] = set()
    for chunk in batches(sorted(entities), _CHUNK):
        parties = Q(pledged_by__in=chunk) | Q(announced_by__in=chunk) | Q(recipient__in=chunk)
        for rows in (
            Appearance.objects.filter(entity__in=chunk),
            Quotation.objects.accepted().filter(speaker__in=chunk),
            Pledge.objects.accepted().filter(parties),
            Membership.objects.accepted().filter(Q(person__in=chunk) | Q(organization__in=chunk)),
        ):
            # As above: the status of the story is no condition of the query.
            stories = rows.order_by().values_list("article_id", "article__review_status")
            found.update(pk for pk, status in stories if status is not None and is_public_status(status))
    return found
