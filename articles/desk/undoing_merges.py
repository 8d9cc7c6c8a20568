"""Undo a merge: the merged record gets its id, its address and its links back.

A link moves back only if it still refers to the record that was kept. What was changed since stays as it is, and links
made since stay with the record kept unless the editor assigns them to the other one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.desk.audit import RowChanges, log, whole_row
from articles.desk.distinct_records import restore_distinct
from articles.desk.links_since import ids_since
from articles.desk.merging import CANDIDATES, NAMES, StaleMergeError, in_particular, state_of, stories_naming
from articles.desk.moved_links import field_of, move, moved_key, rebuild_stories, rows_of, stories_of
from articles.desk.restored_names import restore_names
from articles.desk.rights import PUBLISH, require
from articles.desk.transitions import IllegalTransitionError
from articles.models import Entity, LoggedAction, Mention, MergeRecord, Organization, Person, Place, Redirect
from articles.search import outbox
from articles.vocabulary import FactStatus, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.contrib.auth.models import User
    from django.db.models import Model

_KINDS: Mapping[str, type[Entity]] = {model.entity_kind: model for model in (Person, Organization, Place)}
# Set by the first save of a row, also if it is a restored one.
_CREATED = "created"
_LOG = moved_key(LoggedAction, "entity")


@dataclass(frozen=True, slots=True)
class UndoneMerge:
    """`moved` counts the links that moved back, `assigned` those made since that the editor gave to the restored record,
    `stayed` those that no longer refer to the record kept or do not exist any more.
    """

    restored: Entity
    kept: Entity
    moved: int
    assigned: int
    stayed: int


class UnknownLinkError(IllegalTransitionError):
    """A link to assign is none of those made since the merge."""

    def __init__(self) -> None:
        super().__init__("One of the links changed after you opened this page. Check them again.")


def obstacle(record: MergeRecord) -> str:
    """A sentence that says why a merge cannot be undone now; empty if it can."""
    if record.undone_at is not None:
        return "This merge is already undone."
    if not record.former:
        return "This merge was made by an earlier version of the site, which did not store what an undo needs."
    if record.kept_id != record.former["kept"]:
        return _merged_since(record)
    return _missing_reference(record)


def _merged_since(record: MergeRecord) -> str:
    """The later merge that took the record away in which this one ended."""
    later = MergeRecord.objects.filter(merged_id=record.former["kept"], undone_at=None).select_related("kept").first()
    if later is None:
        return "The record that was kept no longer exists."
    return f"Undo the merge of “{later.merged_name}” into “{later.kept.name}” first: it was made later."


def _missing_reference(record: MergeRecord) -> str:
    """A record that the merged one referred to, such as its country, can have been removed or merged into another."""
    for field, pk in _references(record):
        if pk is not None and pk != record.merged_id and _record_now(pk) is None:
            return f"The {field} of “{record.merged_name}” no longer exists, so it cannot be restored."
    return ""


@transaction.atomic
def undo_unchanged(
    record: MergeRecord, *, seen: str, assigned: Collection[str], user: User | None, reason: str = ""
) -> UndoneMerge:
    """Undo a merge if the record kept, and its links, are still as the editor saw them.

    `assigned` are the links since the merge, as `LinkSince.value`, that go to the restored record. Raises StaleMergeError,
    and MissingRightError for a record that readers see if the account may not publish.
    """
    Entity.objects.select_for_update().filter(pk=record.kept_id).first()
    record = MergeRecord.objects.select_for_update().get(pk=record.pk)
    if state_for_undo(record) != seen:
        raise StaleMergeError
    if Entity.objects.filter(pk=record.kept_id).public().exists():
        require(PUBLISH)
    return undo_merge(record, assigned=assigned, user=user, reason=reason)


def state_for_undo(record: MergeRecord) -> str:
    """A short text that changes with the columns, names and links of the record kept, and when the merge is undone."""
    kept = Entity.objects.get(pk=record.kept_id)
    return f"{record.pk}-{record.undone_at is not None}-{state_of(kept, kept)}"


@transaction.atomic
def undo_merge(
    record: MergeRecord, *, assigned: Collection[str] = (), user: User | None = None, reason: str = ""
) -> UndoneMerge:
    """Raises IllegalTransitionError with a sentence if something stands in the way."""
    refused = obstacle(record)
    if refused:
        raise IllegalTransitionError(refused)
    going = _chosen(record, assigned)
    kept, changes = Entity.objects.get(pk=record.kept_id), RowChanges()
    changes.watch([record])
    restored = _restore_record(record, changes)
    given_back = _give_back(record, changes)
    moved = _move_back(record, kept, changes)
    for key, ids in going.items():
        moved.append((field_of(key)[0], _assign(key, ids, kept, restored, changes)))
    names = restore_names(record, kept, restored, changes)
    _restore_candidates(record, kept, restored, changes)
    restore_distinct(record.former.get("distinct", ()), changes)
    redirects = Redirect.objects.filter(old_id=restored.pk)
    changes.watch(redirects)
    redirects.delete()
    record.undone_at = timezone.now()
    record.save(update_fields=["undone_at"])
    # A country that the record kept no longer has is no longer that of its stories.
    own = stories_naming(kept) if "country_id" in given_back else set()
    rebuild_stories(stories_of(moved) | _stories_of_candidates(record) | own)
    for pk in (kept.pk, restored.pk):
        outbox.changed_entity(pk)
    undone = _outcome(record, restored, kept, moved=moved, going=going, names=names)
    _log(record, undone, changes, user, reason)
    return undone


def _chosen(record: MergeRecord, assigned: Collection[str]) -> dict[str, list[int]]:
    """The links to assign by field. Raises UnknownLinkError for one that was not made since the merge."""
    if not assigned:
        return {}
    since = {f"{key}:{pk}": (key, pk) for key, ids in ids_since(record).items() for pk in ids}
    chosen: dict[str, list[int]] = {}
    for value in assigned:
        if value not in since:
            raise UnknownLinkError
        key, pk = since[value]
        chosen.setdefault(key, []).append(pk)
    return chosen


def _restore_record(record: MergeRecord, changes: RowChanges) -> Entity:
    """The row of the merged record, with its own id."""
    columns = record.former["record"]
    model = _KINDS[columns["kind"]]
    now = {f"{name}_id": _record_now(pk) for name, pk in _references(record) if pk not in (None, record.merged_id)}
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 (Django's public description of a model)
    # A column that a later version removed is left out, one that it added has its default.
    values = {name: fields[name].to_python(value) for name, value in columns.items() if name in fields}
    row = model(**{**values, **now})
    row.save(force_insert=True)
    Entity.objects.filter(pk=row.pk).update(created=values[_CREATED])
    changes.created(row)
    return Entity.objects.get(pk=row.pk)


def _give_back(record: MergeRecord, changes: RowChanges) -> set[str]:
    """Reset columns that the record kept took from the merged one, unless they were changed since; their names."""
    kept = in_particular(Entity.objects.get(pk=record.kept_id))
    fields = {field.attname: field for field in kept._meta.concrete_fields}  # noqa: SLF001 (Django's public description of a model)
    now = whole_row(kept)
    taken = record.former.get("taken", {})
    former = {name: before for name, (before, after) in taken.items() if name in fields and now[name] == after}
    if not former:
        return set()
    changes.watch([kept])
    for name, value in former.items():
        is_record = fields[name].related_model is not None and value is not None
        setattr(kept, name, _record_now(value) if is_record else fields[name].to_python(value))
    kept.save()
    return set(former)


def _references(record: MergeRecord) -> list[tuple[str, int | None]]:
    """The records that the merged one refers to, by the name of the field."""
    columns = record.former["record"]
    model = _KINDS[columns["kind"]]
    return [
        (field.name, columns.get(field.attname))
        for field in model._meta.concrete_fields  # noqa: SLF001 (Django's public description of a model)
        if field.related_model is not None and not getattr(field.remote_field, "parent_link", False)
    ]


def _record_now(pk: int) -> int | None:
    """The record itself, or the one it was merged into."""
    if Entity.objects.filter(pk=pk).exists():
        return pk
    return Redirect.objects.filter(old_id=pk).values_list("entity_id", flat=True).first()


def _move_back(record: MergeRecord, kept: Entity, changes: RowChanges) -> list[tuple[type[Model], list[int]]]:
    moved: list[tuple[type[Model], list[int]]] = []
    for key, ids in record.moved.items():
        if key in (CANDIDATES, NAMES):
            continue
        model, field = field_of(key)
        unlogged = RowChanges() if model is LoggedAction else changes
        moved.append((model, move(model, field, ids, source=kept.pk, target=record.merged_id, changes=unlogged)))
    for key in record.former["cleared"]:
        model, field = field_of(key)
        row = rows_of(model).filter(pk=kept.pk, **{field: None})
        changes.watch(row)
        row.update(**{field: record.merged_id})
    return moved


def _assign(key: str, ids: Sequence[int], kept: Entity, restored: Entity, changes: RowChanges) -> list[int]:
    model, field = field_of(key)
    return move(model, field, ids, source=kept.pk, target=restored.pk, changes=changes)


def _restore_candidates(record: MergeRecord, kept: Entity, restored: Entity, changes: RowChanges) -> None:
    """Names that more than one record may be meant by: the restored record is one of them again."""
    shared, resolved = set(record.former["shared"]), set(record.former["resolved"])
    offered = Mention.objects.filter(pk__in=record.moved.get(CANDIDATES, [])).prefetch_related("candidates")
    for mention in offered:
        ids = {candidate.pk for candidate in mention.candidates.all()}
        is_open = mention.status == FactStatus.PROPOSED and mention.decided_by_id is None
        if mention.pk in resolved and is_open and mention.entity_id == kept.pk:
            changes.watch([mention])
            mention.resolution, mention.entity = Resolution.SEVERAL, None
            mention.save(update_fields=["resolution", "entity"])
            mention.candidates.set([kept.pk, restored.pk] if mention.pk in shared else [restored.pk])
        elif kept.pk in ids:
            changes.watch([mention])
            mention.candidates.set((ids if mention.pk in shared else ids - {kept.pk}) | {restored.pk})


def _stories_of_candidates(record: MergeRecord) -> set[int]:
    return set(Mention.objects.filter(pk__in=record.former["resolved"]).values_list("article_id", flat=True))


def _outcome(
    record: MergeRecord,
    restored: Entity,
    kept: Entity,
    *,
    moved: Sequence[tuple[type[Model], Sequence[int]]],
    going: Mapping[str, Sequence[int]],
    names: int,
) -> UndoneMerge:
    """Entries of the log, which always move, are not counted."""
    assigned = sum(map(len, going.values()))
    back = Counter({True: names})
    back.update(True for model, ids in moved if model is not LoggedAction for _ in ids)
    due = sum(len(ids) for key, ids in record.moved.items() if key not in (CANDIDATES, _LOG))
    came = back[True] - assigned
    return UndoneMerge(restored, kept, came, assigned, max(0, due - came))


def _log(record: MergeRecord, undone: UndoneMerge, changes: RowChanges, user: User | None, reason: str) -> None:
    details = {
        "merged": record.merged_name, "merged_id": record.merged_id, "merge_record": record.pk,
        "moved": undone.moved, "assigned": undone.assigned, "stayed": undone.stayed,
    }  # fmt: skip
    log(
        "entity.undo_merge", undone.kept.name, user=user, entity=undone.kept, related=changes, details=details,
        source=reason,
    )  # fmt: skip
    log(
        "entity.restore", undone.restored.name, user=user, entity=undone.restored,
        details={"kept": undone.kept.name, "kept_id": undone.kept.pk}, source=reason,
    )  # fmt: skip
