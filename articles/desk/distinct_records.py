"""Pairs of records that an editor marked as different: "Different people"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from articles.desk.audit import RowChanges, log, whole_row
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


def move_distinct(kept: Entity, merged: Entity, changes: RowChanges) -> list[dict[str, Any]]:
    """The records from which a merged one differs differ from the one that is kept; called in the transaction of a merge.

    Returns the former rows, as `restore_distinct` takes them.
    """
    pairs = list(DistinctRecords.objects.of(merged.pk))
    changes.watch(pairs)
    known = {pk for pair in DistinctRecords.objects.of(kept.pk).values_list("first", "second") for pk in pair}
    former = []
    for pair in pairs:
        other = pair.second_id if pair.first_id == merged.pk else pair.first_id
        if other == kept.pk or other in known:
            former.append({"row": whole_row(pair), "is_dropped": True})
            pair.delete()
            continue
        former.append({"row": whole_row(pair), "is_dropped": False})
        first, second = sorted((kept.pk, other))
        DistinctRecords.objects.filter(pk=pair.pk).update(first=first, second=second)
    return former


def restore_distinct(former: Iterable[Mapping[str, Any]], changes: RowChanges) -> None:
    """What `move_distinct` did is undone, except for pairs of which an editor said otherwise since."""
    fields = {field.attname: field for field in DistinctRecords._meta.concrete_fields}  # noqa: SLF001 (Django's public description of a model)
    for one in former:
        values = {name: fields[name].to_python(value) for name, value in one["row"].items()}
        moved = DistinctRecords.objects.filter(pk=values["id"])
        ids = (values["first_id"], values["second_id"])
        is_possible = Entity.objects.filter(pk__in=ids).count() == len(ids)
        if moved.exists() == one["is_dropped"] or not is_possible or DistinctRecords.objects.of_both(*ids).exists():
            continue
        if one["is_dropped"]:
            row = DistinctRecords(**values)
            row.save(force_insert=True)
            changes.created(row)
        else:
            changes.watch(moved)
            moved.update(first=ids[0], second=ids[1])
        PossibleDuplicate.objects.of_both(*ids).delete()


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
