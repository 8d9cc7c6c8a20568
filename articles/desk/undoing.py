"""Undo an editor's decision on findings, from its entry in the log.

A decision on many findings is one entry, so that it is undone as one. A row is restored only if every column that the
decision changed still has the value that the decision gave it: what anyone changed since stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from articles.desk import anchors, appearances
from articles.desk.action_sentences import sentence_of
from articles.desk.audit import RowChanges, kind_of, log, snapshot
from articles.desk.removing import remove_record, what_names
from articles.desk.transitions import IllegalTransitionError
from articles.models import (
    Article,
    Entity,
    Figure,
    Membership,
    Mention,
    Pledge,
    Quotation,
    Redirect,
)
from articles.vocabulary import FactStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.contrib.auth.models import User

    from articles.desk.anchors import AnyFact
    from articles.models import LoggedAction

_UNDO = "article.undo"
_BATCHES = frozenset({"article.accept_all", "article.reject_all"})
_DECISIONS = (
    frozenset({"fact.accept", "fact.reject", "fact.change", "fact.add", "fact.move", "name.accept", "name.reject"})
    | _BATCHES
)
_MODELS: Mapping[str, type[AnyFact]] = {
    kind_of(model): model for model in (Mention, Quotation, Pledge, Membership, Figure)
}


class _Row(NamedTuple):
    """A fact that a decision changed; `before` is None if the decision added it."""

    kind: str
    pk: int
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Undone:
    """`restored` has the kinds and ids of the facts, `removed` the names of records that the decision had added.

    `kept` counts the facts that were changed since and therefore stay as they are.
    """

    sentence: str
    is_batch: bool
    restored: tuple[tuple[str, int], ...]
    kept: int
    removed: tuple[str, ...]


def last_decision(entries: Iterable[LoggedAction], user: User | None) -> LoggedAction | None:
    """The newest decision of this editor that can be undone. `entries` are those of one story, the newest first.

    A decision all of whose facts were changed since is passed over.
    """
    undone: set[int] = set()
    changed: set[tuple[str, int, str]] = set()
    for entry in entries:
        if entry.action == _UNDO:
            undone.add(entry.details["undoes"])
        elif entry.pk not in undone:
            rows = _rows_of(entry)
            is_own = user is not None and entry.by_id == user.pk and entry.action in _DECISIONS
            if is_own and any(changed.isdisjoint(_columns(row)) for row in rows):
                return entry
            changed.update(column for row in rows for column in _columns(row))
    return None


@transaction.atomic
def undo(article: Article, entry_id: int, *, user: User) -> Undone:
    """Undo one decision of this editor. Raises IllegalTransitionError if nothing of it can be undone."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    entry = article.actions.filter(pk=entry_id).first()
    if entry is None or entry.action not in _DECISIONS or entry.by_id != user.pk:
        raise IllegalTransitionError("There is no decision of yours to undo here.")
    later = list(article.actions.filter(pk__gt=entry.pk).select_related("by"))
    if any(one.action == _UNDO and one.details["undoes"] == entry.pk for one in later):
        raise IllegalTransitionError("This decision is already undone.")
    changes, rows = RowChanges(), _rows_of(entry)
    restored = [row for row in rows if _restore(row, article, changes)]
    if not restored:
        raise IllegalTransitionError(_not_undone(rows, later))
    kept = len(rows) - len(restored)
    appearances.rebuild(article)
    log(
        _UNDO, str(article), user=user, article=article, related=changes,
        details={"undoes": entry.pk, "decision": sentence_of(entry), "kept": kept},
    )  # fmt: skip
    removed = tuple(_remove_added(article, entry, user))
    facts = tuple((row.kind, row.pk) for row in restored)
    return Undone(sentence_of(entry, on=article), entry.action in _BATCHES, facts, kept, removed)


def _rows_of(entry: LoggedAction) -> list[_Row]:
    rows = [
        _Row(row["kind"], row["id"], row["before"], row["after"])
        for row in entry.related
        if row["kind"] in _MODELS and row["after"] is not None
    ]
    if entry.fact_id is not None and entry.fact_kind in _MODELS and entry.after:
        rows.append(_Row(entry.fact_kind, entry.fact_id, entry.before or None, entry.after))
    return rows


def _columns(row: _Row) -> Iterable[tuple[str, int, str]]:
    return [(row.kind, row.pk, name) for name in row.after]


def _restore(row: _Row, article: Article, changes: RowChanges) -> bool:
    """Whether the fact has its former values again."""
    model = _MODELS[row.kind]
    fact = model._default_manager.filter(pk=row.pk, article=article).first()  # noqa: SLF001 (Django's public way to a model's rows)
    if fact is None:
        return False
    now = snapshot(fact)
    if any(now.get(name) != value for name, value in row.after.items()):
        return False
    if row.before is None:
        changes.watch([fact])
        fact.delete()
        return True
    values = _former_values(model, row.before)
    if values is None:
        return False
    changes.watch([fact])
    for name, value in values.items():
        setattr(fact, name, value)
    if fact.status == FactStatus.ACCEPTED and (not anchors.is_anchored(article, fact) or fact.unmet_requirement):
        return False
    fact.save()
    for field in model._meta.many_to_many:  # noqa: SLF001 (Django's public description of a model)
        if field.name in row.before:
            existing = Entity.objects.filter(pk__in=row.before[field.name])
            getattr(fact, field.name).set(existing)
    return True


def _former_values(model: type[AnyFact], before: Mapping[str, Any]) -> dict[str, Any] | None:
    """The former values by attribute; None if one is a record that no longer exists. A merged record is followed."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:  # noqa: SLF001 (Django's public description of a model)
        if field.name not in before:
            continue
        value = before[field.name]
        if value is not None and field.related_model is not None and issubclass(field.related_model, Entity):
            value = _record_now(value)
            if value is None:
                return None
        values[field.attname] = field.to_python(value)
    return values


def _record_now(pk: int) -> int | None:
    if Entity.objects.filter(pk=pk).exists():
        return pk
    return Redirect.objects.filter(old_id=pk).values_list("entity_id", flat=True).first()


def _not_undone(rows: Sequence[_Row], later: Iterable[LoggedAction]) -> str:
    columns = {column for row in rows for column in _columns(row)}
    for entry in later:
        if any(not columns.isdisjoint(_columns(row)) for row in _rows_of(entry)):
            who = entry.by.get_username() if entry.by else "the site"
            return f"Not undone: {who} has changed this since ({sentence_of(entry)})."
    return "Not undone: this was changed since, or is no longer part of the story."


def _remove_added(article: Article, entry: LoggedAction, user: User) -> Iterable[str]:
    """Remove the records that the decision added, unless they were changed or are named elsewhere; their names."""
    for earlier in article.actions.filter(pk__lt=entry.pk).select_related("entity").order_by("-pk"):
        if earlier.action != "entity.add" or earlier.by_id != user.pk:
            return
        entity = earlier.entity
        if entity is None or what_names(entity) or _is_changed(entity):
            continue
        remove_record(entity, user=user, article=article)
        yield entity.name


def _is_changed(entity: Entity) -> bool:
    return entity.actions.exclude(action__in=("entity.add", "name.accept", "fact.accept")).exists()
