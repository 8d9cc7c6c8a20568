"""What stories and lists show of an entity: when it changes, the stories that name it are rendered again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.models import Appearance, Entity, EntityRecord, Pledge, Quotation
from articles.models.article import is_published

if TYPE_CHECKING:
    from collections.abc import Collection

_CHUNK = 500


def labels_of(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The labels of those of the entities that a published story names."""
    found = {}
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
        found[entity.pk] = label
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
