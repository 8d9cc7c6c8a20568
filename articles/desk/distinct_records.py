"""Pairs of records that an editor marked as different: "Different people"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from articles.desk.audit import RowChanges, log
from articles.desk.transitions import IllegalTransitionError
from articles.models import DistinctRecords, Entity, PossibleDuplicate
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.contrib.auth.models import User

NOUNS: Mapping[str, str] = {
    EntityKind.PERSON: "people",
    EntityKind.ORGANIZATION: "organizations",
    EntityKind.PLACE: "places",
}


@transaction.atomic
def mark_distinct(one: Entity, other: Entity, *, user: User | None, reason: str = "") -> DistinctRecords:
    """Record that two are different: they are not suggested as duplicates again.

    Raises IllegalTransitionError if they are of different kinds, the same record, or marked already.
    """
    first, second = _locked(one, other)
    if DistinctRecords.objects.of_both(first.pk, second.pk).exists():
        raise IllegalTransitionError(f"{first.name} and {second.name} are marked as different already.")
    pair = DistinctRecords.objects.create(first=first, second=second, by=user if user and user.pk else None)
    PossibleDuplicate.objects.of_both(first.pk, second.pk).delete()
    changes = RowChanges()
    changes.created(pair)
    _log("entity.mark_distinct", one, other, changes, user=user, reason=reason)
    return pair


@transaction.atomic
def unmark_distinct(one: Entity, other: Entity, *, user: User | None, reason: str = "") -> None:
    """Take it back: the next search may suggest them again. Raises IllegalTransitionError if they are not marked."""
    first, second = _locked(one, other)
    pairs = DistinctRecords.objects.of_both(first.pk, second.pk)
    if not pairs.exists():
        raise IllegalTransitionError(f"{first.name} and {second.name} are not marked as different.")
    changes = RowChanges()
    changes.watch(pairs)
    pairs.delete()
    _log("entity.unmark_distinct", one, other, changes, user=user, reason=reason)


def mark_new(created: Entity, namesakes: Iterable[Entity], *, user: User | None) -> None:
    """An editor added a record although others have its name: they are different."""
    for other in namesakes:
        if other.pk != created.pk and other.kind == created.kind:
            mark_distinct(created, other, user=user, reason="added as a different record with the same name")


def distinct_among(ids: Collection[int]) -> set[tuple[int, int]]:
    """The pairs among these records that are marked as different, the older one first."""
    return set(DistinctRecords.objects.among(ids).order_by().values_list("first", "second"))


def move_distinct(kept: Entity, merged: Entity, changes: RowChanges) -> None:
    """The records from which a merged one differs differ from the one that is kept; called in the transaction of a merge."""
    pairs = list(DistinctRecords.objects.of(merged.pk))
    changes.watch(pairs)
    known = {pk for pair in DistinctRecords.objects.of(kept.pk).values_list("first", "second") for pk in pair}
    for pair in pairs:
        other = pair.second_id if pair.first_id == merged.pk else pair.first_id
        if other == kept.pk or other in known:
            pair.delete()
            continue
        first, second = sorted((kept.pk, other))
        DistinctRecords.objects.filter(pk=pair.pk).update(first=first, second=second)


def _locked(one: Entity, other: Entity) -> tuple[Entity, Entity]:
    """Both as they are now, the older one first, so that two editors never wait for each other."""
    found = list(Entity.objects.select_for_update().filter(Q(pk=one.pk) | Q(pk=other.pk)).order_by("pk"))
    if len(found) != 2 or found[0].kind != found[1].kind:
        raise IllegalTransitionError("Two records of one kind are needed.")
    return found[0], found[1]


def _log(key: str, one: Entity, other: Entity, changes: RowChanges, *, user: User | None, reason: str) -> None:
    entity = Entity.objects.get(pk=one.pk)
    details = {"noun": NOUNS[entity.kind], "other": other.name, "other_id": other.pk}
    log(key, one.name, user=user, entity=entity, related=changes, details=details, source=reason)
