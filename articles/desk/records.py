"""Editors' changes to records: people, organizations, places with their names, and outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from articles.desk.audit import RowChanges, log, snapshot
from articles.desk.rights import PUBLISH, require, require_to_add
from articles.desk.transitions import IllegalTransitionError
from articles.models import Entity, OtherName, Outlet
from articles.search import outbox
from articles.text import clean, clean_name, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.contrib.auth.models import User

    from articles.desk.audit import Columns

_E = TypeVar("_E", bound=Entity)
# The columns of a record that hold names, and those that hold prose.
_NAMES = ("name", "sort_name", "given_name", "family_name", "honorific_prefix")


@transaction.atomic
def save_entity(
    entity: _E,
    *,
    user: User | None,
    changed: Sequence[str],
    action: str = "",
    details: Mapping[str, Any] | None = None,
) -> _E:
    """Save a record whose columns `changed` were set. `action` is the key of the log entry if it is no usual change.

    The sort name follows the name unless it was set by hand. When a record is renamed, its old name becomes one of its
    other names, so that it can still be found.
    """
    old = type(entity)._default_manager.filter(pk=entity.pk).first() if entity.pk else None  # noqa: SLF001 (Django's public way to a model's rows)
    if old is None:
        require_to_add(type(entity))
    before = snapshot(old) if old else {}
    for name in _NAMES:
        if hasattr(entity, name):
            setattr(entity, name, clean_name(getattr(entity, name)))
    entity.summary = clean(entity.summary)
    if old is not None and old.sort_name == old.default_sort_name() and "sort_name" not in changed:
        entity.sort_name = ""
    entity.save()
    changes = RowChanges()
    if old is not None and old.name != entity.name:
        _keep_old_name(entity, old.name, changes)
    outbox.changed_entity(entity.pk)
    if old is None:
        log("entity.add", str(entity), user=user, entity=entity, after=snapshot(entity))
    elif before != (after := snapshot(entity)):
        key = action or ("entity.rename" if old.name != entity.name else "entity.change")
        log(key, str(entity), user=user, entity=entity, before=before, after=after, related=changes, details=details)
    return entity


@transaction.atomic
def save_names(
    entity: Entity,
    *,
    saved: Iterable[OtherName],
    deleted: Iterable[OtherName],
    user: User | None,
    action: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Save and delete other names of a record. `action` is the key of the log entries if they are no usual changes. Raises IllegalTransitionError for one that equals the record's own name."""
    saved = list(saved)
    for name in saved:
        if is_same_name(name.name, entity.name):
            raise IllegalTransitionError(f"{entity.name} is already the name of this record.")
    before = _names_of(entity)
    for name in deleted:
        name.delete()
    for name in saved:
        name.name = clean_name(name.name)
    _free_names(entity, saved)
    for name in saved:
        name.entity = _parent(entity)
        name.save()
    after = _names_of(entity)
    outbox.changed_entity(entity.pk)
    for pk in sorted(before.keys() | after.keys()):
        more = {"id": pk, **(details or {})}
        _log_name(entity, before.get(pk, {}), after.get(pk, {}), user, action=action, details=more)


def _free_names(entity: Entity, saved: Sequence[OtherName]) -> None:
    """Let go of the names that rows are about to get: two of them may be exchanged, or one may be the former name that
    was kept just now, when the record was renamed.
    """
    own = {name.pk for name in saved if name.pk is not None}
    for row in OtherName.objects.filter(entity=entity.pk, name__in=[name.name for name in saved]):
        if row.pk in own:
            OtherName.objects.filter(pk=row.pk).update(name=f"\ufffd{row.pk}")
        else:
            row.delete()


def _names_of(entity: Entity) -> dict[int, Columns]:
    return {name.pk: snapshot(name) for name in OtherName.objects.filter(entity=entity.pk)}


def _log_name(
    entity: Entity, before: Columns, after: Columns, user: User | None, *, action: str, details: Mapping[str, Any]
) -> None:
    if before == after:
        return
    key = action or ("other_name.change" if before and after else "other_name.add" if after else "other_name.remove")
    details = {"name": (after or before)["name"], **details}
    log(key, str(entity), user=user, entity=entity, before=before, after=after, details=details)


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are equal, ignoring case. Accents and hyphens make a different name."""
    return clean_name(one).casefold() == clean_name(other).casefold()


def _keep_old_name(entity: Entity, old: str, changes: RowChanges) -> None:
    """Keep the old name of a renamed record as another name, and remove the new one from its other names."""
    others = list(entity.other_names.all())
    for name in others:
        if is_same_name(name.name, entity.name):
            changes.watch([name])
            name.delete()
    if old and not is_same_name(old, entity.name) and not any(is_same_name(name.name, old) for name in others):
        changes.created(OtherName.objects.create(entity=_parent(entity), name=old))


def outlet_taken(name: str, *, but: int | None = None) -> Outlet | None:
    """Another outlet with this name."""
    named = Outlet.objects.filter(key=fold(name)[:200])
    return (named.exclude(pk=but) if but else named).first()


@transaction.atomic
def save_outlet(
    outlet: Outlet,
    *,
    user: User | None,
    changed: Sequence[str],
    action: str = "",
    details: Mapping[str, Any] | None = None,
) -> Outlet:
    """Save an outlet, and enqueue its published stories for reindexing: they show its name and note."""
    is_new = outlet.pk is None
    if is_new:
        require_to_add(Outlet)
    before = {} if is_new else snapshot(Outlet.objects.get(pk=outlet.pk))
    if outlet.is_trusted != before.get("is_trusted", False):
        require(PUBLISH)
    outlet.name, outlet.note = clean_name(outlet.name), clean(outlet.note)
    outlet.key = fold(outlet.name)[:200]
    outlet.save()
    if changed and not is_new:
        for pk in outlet.articles.published().values_list("pk", flat=True):
            outbox.changed_article(pk)
    after = snapshot(outlet)
    if before != after:
        key = "outlet.add" if is_new else action or "outlet.change"
        log(key, outlet.name, user=user, outlet=outlet, before=before, after=after, details=details)
    return outlet


def _parent(entity: Entity) -> Entity:
    """The parent row, which the log and names point to for every kind of record."""
    return Entity.objects.get(pk=entity.pk)
