"""Merge two records of the same person, organization or place: everything moves to the record that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk import appearances
from articles.desk.audit import RowChanges, log
from articles.desk.transitions import IllegalTransitionError
from articles.models import (
    Appearance,
    Article,
    Entity,
    Identifier,
    LoggedAction,
    Membership,
    Mention,
    MergeRecord,
    OtherName,
    Redirect,
    ReferenceRecord,
)
from articles.search import outbox
from articles.text import fold
from articles.vocabulary import NameKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User
    from django.db.models import Model


def _moved_key(model: type[Model], field: str) -> str:
    """How `MergeRecord.moved` names a field, for example "articles.pledge.recipient"."""
    return f"{model._meta.label_lower}.{field}"  # noqa: SLF001 (Django's public description of a model)


_CANDIDATES = _moved_key(Mention, "candidates")


@transaction.atomic
def merge(kept: Entity, merged: Entity, *, user: User | None = None) -> MergeRecord:
    """Move every fact, name, role and identifier of `merged` to `kept`, and redirect its old address.

    `merged` is deleted; the MergeRecord keeps the ids of all rows that moved. Raises IllegalTransitionError if the two
    are of different kinds, or are the same record.
    """
    if kept.pk == merged.pk or kept.kind != merged.kind:
        raise IllegalTransitionError(
            f"{merged.name} cannot be merged into {kept.name}: two records of one kind are needed."
        )
    articles = set(Appearance.objects.filter(entity=merged).values_list("article_id", flat=True))
    changes = RowChanges()
    changes.watch([_in_particular(merged)])
    moved = _move_names(kept, merged, changes) | _move_rows(kept, merged, changes)
    _resolve_candidates(kept, moved)
    name, old_id, kind = merged.name, merged.pk, merged.kind
    _in_particular(merged).delete()
    changes.created(Redirect.objects.create(kind=kind, old_id=old_id, entity_id=kept.pk))
    record = MergeRecord.objects.create(
        kept_id=kept.pk, merged_name=name, merged_id=old_id, moved=moved, by=user if user and user.pk else None
    )
    changes.created(record)
    for article in Article.objects.filter(pk__in=articles):
        appearances.rebuild(article)
    for pk in (kept.pk, old_id):
        outbox.changed_entity(pk)
    log(
        "entity.merge", kept.name, user=user, entity=kept, related=changes,
        details={"merged": name, "merged_id": old_id, "merge_record": record.pk},
    )  # fmt: skip
    return record


def _in_particular(entity: Entity) -> Any:
    """The Person, Organization or Place of an entity, read again: deleting one reached through a Person leaves a row."""
    return getattr(Entity.objects.get(pk=entity.pk), entity.kind)


def _move_names(kept: Entity, merged: Entity, changes: RowChanges) -> dict[str, list[Any]]:
    """The names that the kept record lacks, including the main name of the merged record."""
    has = {kept.name, *kept.other_names.values_list("name", flat=True)}
    moving = merged.other_names.exclude(name__in=has)
    moved = {_moved_key(OtherName, "entity"): list(moving.values_list("pk", flat=True))}
    changes.watch(merged.other_names.all())
    has.update(moving.values_list("name", flat=True))
    moving.update(entity=kept.pk)
    if merged.name not in has:
        added = OtherName.objects.create(
            entity_id=kept.pk, name=merged.name, key=fold(merged.name), kind=NameKind.ALIAS
        )
        changes.created(added)
    return moved


def _move_rows(kept: Entity, merged: Entity, changes: RowChanges) -> dict[str, list[Any]]:
    """Move every row that points to the record, in any table. Names have been moved; appearances are recomputed."""
    moved: dict[str, list[Any]] = {}
    for model, field in _pointers(merged):
        rows = model._default_manager.filter(**{field: merged.pk})  # noqa: SLF001 (Django's public way to a model's rows)
        ids = list(rows.values_list("pk", flat=True))
        if ids:
            moved[_moved_key(model, field)] = ids
            if model is not LoggedAction:
                changes.watch(rows)
            rows.update(**{field: kept.pk})
    through = Mention.candidates.through.objects
    offered = list(through.filter(entity=merged.pk).values_list("mention_id", flat=True))
    if offered:
        moved[_CANDIDATES] = offered
        changes.watch(Mention.objects.filter(pk__in=offered))
        both = through.filter(entity=kept.pk, mention__in=offered).values_list("mention_id", flat=True)
        through.filter(entity=merged.pk, mention__in=list(both)).delete()
        through.filter(entity=merged.pk).update(entity=kept.pk)
    return moved


def _pointers(merged: Entity) -> Iterable[tuple[type[Model], str]]:
    """(model, foreign key) of all tables that may point to a record, except names and appearances."""
    for relation in type(_in_particular(merged))._meta.related_objects:  # noqa: SLF001 (Django's public description of a model)
        model = relation.related_model
        if relation.one_to_many and model not in (OtherName, Appearance):
            yield model, relation.field.name


def _resolve_candidates(kept: Entity, moved: dict[str, list[Any]]) -> None:
    """A name that only these two records shared is no longer ambiguous."""
    for mention in Mention.objects.filter(
        pk__in=moved.get(_CANDIDATES, []), resolution=Resolution.SEVERAL
    ).prefetch_related("candidates"):
        if {candidate.pk for candidate in mention.candidates.all()} == {kept.pk}:
            mention.candidates.clear()
            mention.resolution, mention.entity_id = Resolution.ONE, kept.pk
            mention.save(update_fields=["resolution", "entity"])


def is_used(entity: Entity) -> bool:
    """Whether a story, an editor or another record uses this one, so that it must not be deleted."""
    if OtherName.objects.filter(entity=entity.pk, article__isnull=False).exists():
        return True
    if Mention.candidates.through.objects.filter(entity=entity.pk).exists():
        return True
    for model, field in _pointers(entity):
        rows = model._default_manager.filter(**{field: entity.pk})  # noqa: SLF001 (Django's public way to a model's rows)
        if model is Membership:
            rows = rows.filter(article__isnull=False)
        if model is LoggedAction:
            rows = rows.exclude(action="record.saved", by=None)
        if model not in (Identifier, ReferenceRecord) and rows.exists():
            return True
    return False
