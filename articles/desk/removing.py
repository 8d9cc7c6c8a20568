"""Remove a record that nothing names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk.audit import RowChanges, kind_of, log
from articles.desk.transitions import IllegalTransitionError
from articles.models import Appearance, DistinctRecords, Entity, Identifier, LoggedAction, Mention, OtherName
from articles.search import outbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    from articles.models import Article

# Rows that belong to a record and are removed with it.
_OWNED = (OtherName, Identifier)
# Rows that refer to a record without naming it: entries of the log outlive it, appearances are derived from mentions.
_NOT_NAMING = (*_OWNED, LoggedAction, Appearance)

_NOUNS = {
    "membership": "role",
    "mergerecord": "merge",
    "splitrecord": "split",
    "referencerecord": "entry of the reference data",
}
_PLURALS = {"person": "people", "entry of the reference data": "entries of the reference data"}


@transaction.atomic
def remove_record(entity: Entity, *, user: User | None, article: Article | None = None, reason: str = "") -> None:
    """Remove a record with its other names and identifiers.

    `article` is the story in which it was added, if a decision there is undone. Raises IllegalTransitionError with what
    names the record, if anything does.
    """
    entity = Entity.objects.select_for_update().get(pk=entity.pk)
    naming = what_names(entity)
    if naming:
        listed = ", ".join(counted(count, noun) for noun, count in naming.items())
        raise IllegalTransitionError(f"{entity.name} cannot be removed: it is named by {listed}.")
    record, changes = getattr(entity, entity.kind), RowChanges()
    changes.watch([record])
    for model in _OWNED:
        changes.watch(model._default_manager.filter(entity=entity.pk))  # noqa: SLF001 (Django's public way to a model's rows)
    changes.watch(DistinctRecords.objects.of(entity.pk))
    name, pk = entity.name, entity.pk
    record.delete()
    outbox.changed_entity(pk)
    log(
        "entity.remove", name, user=user, article=article, related=changes, details={"kind": entity.kind, "id": pk},
        source=reason,
    )  # fmt: skip


def what_names(entity: Entity) -> dict[str, int]:
    """The number of rows that refer to a record, by what they are; in published stories and drafts."""
    found: dict[str, int] = {}
    for noun, rows in _referring(entity):
        count = rows.count()
        if count:
            found[noun] = found.get(noun, 0) + count
    return found


def _referring(entity: Entity) -> Iterator[tuple[str, QuerySet[Any]]]:
    record = getattr(entity, entity.kind)
    for relation in record._meta.related_objects:  # noqa: SLF001 (Django's public description of a model)
        model = relation.related_model
        if relation.one_to_many and model not in _NOT_NAMING:
            rows = model._default_manager.filter(**{relation.field.name: entity.pk})  # noqa: SLF001 (Django's public way to a model's rows)
            yield _NOUNS.get(kind_of(model), kind_of(model)), rows
    yield "ambiguous mention", Mention.candidates.through.objects.filter(entity=entity.pk)


def counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {_PLURALS.get(noun, f'{noun}s')}"
