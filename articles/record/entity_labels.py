"""What stories and lists show of an entity: when it changes, the stories that name it are rendered again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.models import Appearance, Entity, EntityRecord, Membership, Pledge, Quotation
from articles.models.article import is_published
from articles.wording.role_dates import vouched_until

if TYPE_CHECKING:
    from collections.abc import Collection

_CHUNK = 500


def labels_of(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The labels of those of the entities that a published story names."""
    found, roles = {}, _reference_roles(ids)
    entities = Entity.objects.public().filter(pk__in=ids).select_related("place", "organization")
    for entity in entities:
        place, organization = getattr(entity, "place", None), getattr(entity, "organization", None)
        label: dict[str, Any] = {"kind": entity.kind, "name": entity.name, "slug": entity.slug}
        if organization is not None:
            label["classification"] = organization.classification
        if place is not None:
            label |= {
                "country": place.country_id, "country_code": place.country_code, "feature_code": place.feature_code,
                "latitude": place.latitude, "longitude": place.longitude, "disputed_area": place.disputed_area,
            }  # fmt: skip
        if roles[entity.pk]:
            label["roles"] = roles[entity.pk]
        found[entity.pk] = label
    return found


def _reference_roles(ids: Collection[int]) -> defaultdict[int, list[list[Any]]]:
    """The roles of people from the reference data: they decide which organizations' pages have their quotations."""
    found: defaultdict[int, list[list[Any]]] = defaultdict(list)
    rows = Membership.objects.public().filter(person__in=ids, article__isnull=True, organization__isnull=False)
    for role in rows.order_by("organization_id", "start_date", "pk"):
        found[role.person_id or 0].append([role.organization_id, role.start_date, vouched_until(role)])
    return found


def changed_labels(ids: Collection[int]) -> tuple[dict[int, dict[str, Any]], set[int]]:
    """The labels that differ from the record or are new to it, and the entities whose record has to go."""
    stored = dict(EntityRecord.objects.filter(pk__in=ids).values_list("pk", "label"))
    current = labels_of(ids)
    changed = {pk: label for pk, label in current.items() if stored.get(pk) != label}
    return changed, set(stored) - set(current)


def stories_with(entities: Collection[int]) -> set[int]:
    """The published stories that show one of these entities: in the text, as a party, or as the country of a place."""
    found: set[int] = set()
    ids = sorted(entities)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        parties = Q(pledged_by__in=chunk) | Q(announced_by__in=chunk) | Q(recipient__in=chunk)
        for rows in (
            Appearance.objects.filter(is_published("article__"), entity__in=chunk),
            Quotation.objects.public().filter(speaker__in=chunk),
            Pledge.objects.public().filter(parties),
        ):
            found.update(rows.values_list("article_id", flat=True))
    return found
