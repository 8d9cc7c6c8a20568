"""Split a record: move chosen facts, other names and identifiers to another record of the same kind, and undo that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.batches import batches
from articles.desk.audit import RowChanges, log, whole_row
from articles.desk.links_since import ids_since_split
from articles.desk.merging import NAMES
from articles.desk.moved_links import (
    FACTS,
    SPLITTABLE,
    assignable_links,
    field_of,
    move,
    moved_key,
    rebuild_stories,
    rows_of,
    stories_of,
)
from articles.desk.removing import remove_record, what_names
from articles.desk.restored_names import insert_name
from articles.desk.rights import PUBLISH, require
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, Entity, OtherName, Redirect, SplitRecord
from articles.search import outbox

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.contrib.auth.models import User
    from django.db.models import Model

    from articles.desk.audit import Columns

_MANY = 500
# What the log has of a record that a split added and nobody changed.
_OF_A_SPLIT = ("entity.add", "entity.split", "entity.split_off", "entity.undo_split")


@dataclass(frozen=True, slots=True)
class UndoneSplit:
    """`removed` is whether the record that the split had added is gone. `stayed` counts the links that were changed since."""

    source: Entity
    target_name: str
    moved: int
    assigned: int
    stayed: int
    removed: bool


class StaleSplitError(IllegalTransitionError):
    """A link was changed after the page of the split was opened."""

    def __init__(self) -> None:
        super().__init__("Some of the links changed after you opened this page. Check them again.")


@transaction.atomic
def split(
    source: Entity, target: Entity, chosen: Mapping[str, Collection[int]], *, made_target: bool = False,
    user: User | None = None, reason: str = "",
) -> SplitRecord:  # fmt: skip
    """Move the chosen links, by field, from one record to another.

    Raises IllegalTransitionError if nothing is chosen or the records are of different kinds, StaleSplitError if a chosen row
    does not refer to `source` any more, and MissingRightError if readers see what changes and the account may not publish.
    """
    source, target = _locked(source, target)
    if not any(chosen.values()):
        raise IllegalTransitionError("Choose at least one link to move.")
    changes, own = RowChanges(), assignable_links(target.pk)
    dropped = _drop_names(chosen.get(NAMES, ()), source, target, changes)
    moved = {key: _move(key, ids, source, target, changes) for key, ids in sorted(chosen.items()) if ids}
    if any(len(moved[key]) != len(set(ids)) for key, ids in chosen.items() if ids and key != NAMES):
        raise StaleSplitError
    stories = _follow(moved)
    _require_to_change(source, target, stories)
    record = SplitRecord.objects.create(
        source=source, target=target, target_name=target.name, made_target=made_target, moved=moved, own=own,
        dropped=dropped, by=user if user and user.pk else None,
    )  # fmt: skip
    changes.created(record)
    _enqueue(source, target)
    count = sum(map(len, moved.values()))
    log(
        "entity.split", source.name, user=user, entity=source, related=changes, source=reason,
        details={"target": target.name, "target_id": target.pk, "count": count, "split_record": record.pk},
    )  # fmt: skip
    log(
        "entity.split_off", target.name, user=user, entity=target, source=reason,
        details={"from": source.name, "from_id": source.pk, "count": count},
    )  # fmt: skip
    return record


def split_obstacle(record: SplitRecord) -> str:
    """A sentence that says why a split cannot be undone now; empty if it can."""
    if record.undone_at is not None:
        return "This split is already undone."
    if record.target_id is None:
        return f"The record “{record.target_name}” no longer exists."
    if record.target_id == record.source_id:
        return "The two records were merged since. Undo that merge first."
    return ""


def state_for_undo_split(record: SplitRecord) -> str:
    """A short text that changes with the links of the record that got them, and when the split is undone."""
    counts = {key: len(ids) for key, ids in assignable_links(record.target_id or 0).items()}
    return f"{record.pk}-{record.undone_at is not None}-{record.source_id}-{record.target_id}-{sorted(counts.items())}"


@transaction.atomic
def undo_split(
    record: SplitRecord, *, seen: str | None = None, assigned: Collection[str] = (), user: User | None = None,
    reason: str = "",
) -> UndoneSplit:  # fmt: skip
    """Move back the links that still refer to the record that got them, and those made since that are assigned.

    `seen` is the state that the page showed. Raises StaleSplitError if it differs now, and IllegalTransitionError with a
    sentence if something stands in the way.
    """
    record = SplitRecord.objects.select_for_update().get(pk=record.pk)
    refused = split_obstacle(record)
    if refused:
        raise IllegalTransitionError(refused)
    source, target = _locked(Entity.objects.get(pk=record.source_id), Entity.objects.get(pk=record.target_id or 0))
    if seen is not None and seen != state_for_undo_split(record):
        raise StaleSplitError
    changes, going = RowChanges(), _assigned(record, assigned)
    changes.watch([record])
    moved = {key: _move(key, ids, target, source, changes) for key, ids in record.moved.items()}
    given = {key: _move(key, ids, target, source, changes) for key, ids in going.items()}
    stories = _follow(moved) | _follow(given)
    _require_to_change(source, target, stories)
    _restore_dropped(record, source, changes)
    record.undone_at = timezone.now()
    record.save(update_fields=["undone_at"])
    _enqueue(source, target)
    removed = _redirect_if_unused(record, source, target, changes)
    counts = [sum(map(len, links.values())) for links in (moved, given, record.moved)]
    log(
        "entity.undo_split", source.name, user=user, entity=source, related=changes, source=reason,
        details={"target": target.name, "count": counts[0], "assigned": counts[1], "stayed": counts[2] - counts[0]},
    )  # fmt: skip
    if removed:
        remove_record(target, user=user, reason=reason)
    return UndoneSplit(source, target.name, counts[0], counts[1], counts[2] - counts[0], removed)


def links_of_facts(source: Entity, facts: Mapping[type[Model], Collection[int]]) -> dict[str, list[int]]:
    """The references to a record in these rows, by field: a pledge can refer to it as the one who made and announced it."""
    found: dict[str, list[int]] = {}
    for model, field in SPLITTABLE:
        for batch in batches(sorted(facts.get(model, ())), _MANY):
            values = rows_of(model).filter(pk__in=batch).order_by("pk").values_list("pk", f"{field}_id")
            here = [pk for pk, value in values if value == source.pk]
            if here:
                found.setdefault(moved_key(model, field), []).extend(here)
    return found


def rows_in(links: Mapping[str, Collection[int]]) -> dict[type[Model], set[int]]:
    """The rows of these links, by table."""
    rows: dict[type[Model], set[int]] = {}
    for key, ids in links.items():
        rows.setdefault(field_of(key)[0], set()).update(ids)
    return rows


def facts_in_stories(source: Entity, stories: Collection[int]) -> dict[type[Model], set[int]]:
    """All facts of these stories that refer to a record."""
    found: dict[type[Model], set[int]] = {}
    for model, field in FACTS:
        rows = rows_of(model).filter(**{field: source.pk}).order_by("pk").values_list("pk", "article_id")
        found.setdefault(model, set()).update(pk for pk, article in rows if article in stories)
    return found


def _locked(*entities: Entity) -> tuple[Entity, ...]:
    pks = sorted({entity.pk for entity in entities})
    locked = {one.pk: one for one in Entity.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    if len(pks) < len(entities) or len(locked) < len(pks) or len({one.kind for one in locked.values()}) > 1:
        raise IllegalTransitionError("Links can be moved only between two existing records of one kind.")
    return tuple(locked[entity.pk] for entity in entities)


def _move(key: str, ids: Collection[int], source: Entity, target: Entity, changes: RowChanges) -> list[int]:
    """The rows moved. An other name that the target has, too, stays where it is."""
    model, field = field_of(key)
    if model is OtherName:
        has = set(OtherName.objects.filter(entity=target.pk).values_list("name", flat=True)) | {target.name}
        ids = [name.pk for name in OtherName.objects.filter(pk__in=list(ids)) if name.name not in has]
    return move(model, field, list(ids), source=source.pk, target=target.pk, changes=changes)


def _follow(moved: Mapping[str, Sequence[int]]) -> set[int]:
    stories = stories_of((field_of(key)[0], ids) for key, ids in moved.items())
    rebuild_stories(stories)
    return stories


def _require_to_change(source: Entity, target: Entity, stories: Collection[int]) -> None:
    """What readers see is changed by those who may publish: either record, or a story of the links."""
    if Entity.objects.filter(pk__in=[source.pk, target.pk]).public().exists():
        require(PUBLISH)
        return
    for batch in batches(sorted(stories), _MANY):
        if any(article.is_published for article in Article.objects.filter(pk__in=batch).only("review_status")):
            require(PUBLISH)


def _enqueue(*entities: Entity) -> None:
    for entity in entities:
        outbox.changed_entity(entity.pk)


def _assigned(record: SplitRecord, values: Collection[str]) -> dict[str, list[int]]:
    since = {f"{key}:{pk}": (key, pk) for key, ids in ids_since_split(record).items() for pk in ids} if values else {}
    chosen: dict[str, list[int]] = {}
    for value in values:
        if value not in since:
            raise StaleSplitError
        chosen.setdefault(since[value][0], []).append(since[value][1])
    return chosen


def _redirect_if_unused(record: SplitRecord, source: Entity, target: Entity, changes: RowChanges) -> bool:
    """Whether the record that the split added can be removed: nothing names it, and nobody changed it. Its address then
    leads to the source.
    """
    if not record.made_target or target.actions.exclude(action__in=_OF_A_SPLIT).exists():
        return False
    record.target = None
    record.save(update_fields=["target"])
    if what_names(target):
        record.target = target
        record.save(update_fields=["target"])
        return False
    changes.created(Redirect.objects.create(kind=target.kind, old_id=target.pk, entity_id=source.pk))
    return True


def _drop_names(ids: Collection[int], source: Entity, target: Entity, changes: RowChanges) -> list[Columns]:
    """Remove those of the chosen other names that are the main name of the target, which it cannot have twice."""
    names = [name for name in OtherName.objects.filter(pk__in=list(ids)) if name.name == target.name]
    names = [name for name in names if name.entity_id == source.pk]
    changes.watch(names)
    dropped = [whole_row(name) for name in names]
    for name in names:
        name.delete()
    return dropped


def _restore_dropped(record: SplitRecord, source: Entity, changes: RowChanges) -> None:
    has = {source.name, *OtherName.objects.filter(entity=source.pk).values_list("name", flat=True)}
    for row in record.dropped:
        if row["name"] not in has and not OtherName.objects.filter(pk=row["id"]).exists():
            changes.created(insert_name(row, source))
