"""The other names of two records when their merge is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.models import Article, MergeRecord, OtherName
from articles.vocabulary import NameKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.desk.audit import RowChanges
    from articles.models import Entity


def restore_names(record: MergeRecord, kept: Entity, restored: Entity, changes: RowChanges) -> int:
    """Give the restored record the names that it had; the number of those that moved back.

    Names that the merge moved and an editor changed or deleted since stay changed or deleted. Names that the merge dropped,
    because the record kept had them, are restored. A name that the record kept loses stays if another merge gave it, too.
    """
    stored = {row["id"]: row for row in record.former["names"]}
    existing = OtherName.objects.in_bulk([*stored, *_added(record)])
    moved_then = set(record.moved.get("articles.othername.entity", ()))
    changes.watch(existing.values())
    # Those that an editor assigned to it already.
    taken = set(OtherName.objects.filter(entity=restored.pk).values_list("name", flat=True))
    lost: set[str] = set()
    moved = 0
    for pk, row in stored.items():
        name = existing.get(pk)
        if name is not None and name.entity_id == kept.pk and name.name not in taken:
            lost.add(name.name)
            OtherName.objects.filter(pk=pk).update(entity=restored.pk)
            moved += pk in moved_then
            taken.add(name.name)
        elif name is None and pk not in moved_then and row["name"] not in taken:
            changes.created(insert_name(row, restored))
            taken.add(row["name"])
    lost |= _remove_added(record, kept, existing)
    _keep_for_other_merges(record, kept, lost, changes)
    return moved


def _added(record: MergeRecord) -> list[int]:
    added = record.former["added_name"]
    return [added] if added is not None else []


def _remove_added(record: MergeRecord, kept: Entity, existing: Mapping[int, OtherName]) -> set[str]:
    """The main name of the merged record is no other name of the record kept any more, unless an editor changed it."""
    removed = set()
    for pk in _added(record):
        name = existing.get(pk)
        if name is not None and name.entity_id == kept.pk and name.name == record.merged_name:
            removed.add(name.name)
            name.delete()
    return removed


def _keep_for_other_merges(record: MergeRecord, kept: Entity, lost: set[str], changes: RowChanges) -> None:
    """Names that other merges into the same record would have given it, had it not had them already."""
    for other in MergeRecord.objects.filter(kept=kept.pk).exclude(pk=record.pk).order_by("pk"):
        if other.undone_at is not None or not other.former or not lost:
            continue
        for row in other.former["names"]:
            if row["name"] in lost and not OtherName.objects.filter(pk=row["id"]).exists():
                changes.created(insert_name(row, kept))
                lost.remove(row["name"])
        if other.merged_name in lost:
            changes.watch([other])
            added = OtherName.objects.create(entity_id=kept.pk, name=other.merged_name, kind=NameKind.ALIAS)
            changes.created(added)
            other.former["added_name"] = added.pk
            other.save(update_fields=["former"])
            lost.remove(other.merged_name)


def insert_name(row: Mapping[str, Any], entity: Entity) -> OtherName:
    """A name as it was, with its own id; without its story, if that was removed."""
    fields = {field.attname: field for field in OtherName._meta.concrete_fields}  # noqa: SLF001 (Django's public description of a model)
    values = {name: fields[name].to_python(value) for name, value in row.items() if name in fields}
    if not Article.objects.filter(pk=values["article_id"]).exists():
        values["article_id"] = None
    name = OtherName(**{**values, "entity_id": entity.pk})
    name.save(force_insert=True)
    return name
