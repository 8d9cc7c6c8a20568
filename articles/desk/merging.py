"""Merge two records of the same person, organization or place: everything moves to the record that is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from articles.desk.audit import RowChanges, log, snapshot, whole_row
from articles.desk.distinct_records import move_distinct
from articles.desk.merge_fields import columns_taken, set_fields
from articles.desk.merge_rules import RULES, Handling, moving_keys
from articles.desk.moved_links import assignable_links, moved_key, rebuild_stories
from articles.desk.rights import PUBLISH, require
from articles.desk.transitions import IllegalTransitionError
from articles.models import (
    Appearance,
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
from articles.vocabulary import EntityKind, NameKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import User


_LOG_ENTRY = "log entry"
CANDIDATES = moved_key(Mention, "candidates")
NAMES = moved_key(OtherName, "entity")


@dataclass(frozen=True, slots=True)
class LinkCount:
    """How many links of one kind a merge moves, and what happens to them."""

    noun: str
    effect: str
    count: int


def links_of(entity: Entity) -> list[LinkCount]:
    """The links that merging this record into another moves, by kind, in the order of the rules; also kinds without any."""
    counts = []
    for key, rule in RULES.items():
        if not rule.noun:
            continue
        table, _, field = key.rpartition(".")
        model = Mention.candidates.through if rule.handling == Handling.CANDIDATES else apps.get_model(table)
        column = "entity" if rule.handling == Handling.CANDIDATES else field
        count = model._default_manager.filter(**{column: entity.pk}).count()  # noqa: SLF001 (Django's public way to a model's rows)
        counts.append(LinkCount(rule.noun, rule.effect, count))
    return counts


@transaction.atomic
def merge_unchanged(
    kept: Entity, merged: Entity, *, seen: str, user: User | None, reason: str = "", taken: Collection[str] = ()
) -> MergeRecord:
    """Merge two records if both, and their links, are still as the editor saw them.

    `seen` is the state that the page showed. Raises StaleMergeError if it differs now, and MissingRightError for a record
    that readers see if the account may not publish.
    """
    pks = sorted((kept.pk, merged.pk))
    locked = {one.pk: one for one in Entity.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    if len(locked) != len(set(pks)) or state_of(kept, merged) != seen:
        raise StaleMergeError
    if Entity.objects.filter(pk__in=pks).public().exists():
        require(PUBLISH)
    return merge(locked[kept.pk], locked[merged.pk], user=user, reason=reason, taken=taken)


def state_of(kept: Entity, merged: Entity) -> str:
    """A short text that changes with the columns, names and links of either record, and with the direction of the merge."""
    described = []
    for entity in (kept, merged):
        names = sorted(OtherName.objects.filter(entity=entity.pk).values_list("pk", "name", "kind"))
        links = [link.count for link in links_of(entity) if link.noun != _LOG_ENTRY]
        described.append([entity.pk, snapshot(in_particular(entity)), names, links])
    return sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()


class StaleMergeError(IllegalTransitionError):
    """A record changed after the page of the merge was opened."""

    def __init__(self) -> None:
        super().__init__("One of the two records changed after you opened this page. Check them again before merging.")


@transaction.atomic
def merge(
    kept: Entity, merged: Entity, *, user: User | None = None, reason: str = "", taken: Collection[str] = ()
) -> MergeRecord:
    """Move every fact, name, role and identifier of `merged` to `kept`, and redirect its old address.

    `taken` names the fields (`articles.desk.merge_fields`) whose values `kept` gets from `merged`. `merged` is deleted; the
    MergeRecord keeps what an undo needs. Raises IllegalTransitionError if the two are of different kinds, or are the same
    record.
    """
    _check_can_be_merged(kept, merged)
    columns = columns_taken(in_particular(kept), in_particular(merged), taken)
    articles = stories_naming(merged, *([kept] if "country" in columns else []))
    changes = RowChanges()
    changes.watch([in_particular(merged), in_particular(kept)])
    former = {
        "kept": kept.pk,
        "record": whole_row(in_particular(merged)),
        "names": [whole_row(name) for name in OtherName.objects.filter(entity=merged.pk).order_by("pk")],
        "own": assignable_links(kept.pk),
    }
    moved = _move_names(kept, merged, changes, former) | _move_rows(kept, merged, changes, former)
    former["distinct"] = move_distinct(kept, merged, changes)
    former["resolved"] = _resolve_candidates(kept, moved)
    name, old_id, kind = merged.name, merged.pk, merged.kind
    in_particular(merged).delete()
    former["taken"] = _take(kept, columns)
    changes.created(Redirect.objects.create(kind=kind, old_id=old_id, entity_id=kept.pk))
    record = MergeRecord.objects.create(
        kept_id=kept.pk, merged_name=name, merged_id=old_id, moved=moved, former=former,
        by=user if user and user.pk else None,
    )  # fmt: skip
    changes.created(record)
    rebuild_stories(articles)
    for pk in (kept.pk, old_id):
        outbox.changed_entity(pk)
    log(
        "entity.merge", kept.name, user=user, entity=kept, related=changes,
        details={"merged": name, "merged_id": old_id, "merge_record": record.pk}, source=reason,
    )  # fmt: skip
    return record


def _check_can_be_merged(kept: Entity, merged: Entity) -> None:
    if kept.pk == merged.pk or kept.kind != merged.kind:
        raise IllegalTransitionError(
            f"{merged.name} cannot be merged into {kept.name}: two records of one kind are needed."
        )
    if kept.kind == EntityKind.PLACE and in_particular(merged).is_country and not in_particular(kept).is_country:
        raise IllegalTransitionError(f"{merged.name} is a country: it can be merged only into another country.")


def stories_naming(*entities: Entity) -> set[int]:
    """The stories whose appearances change; if a place gets another country, they appear on the page of that country."""
    named = Appearance.objects.filter(entity__in=[entity.pk for entity in entities])
    return set(named.values_list("article_id", flat=True))


def _take(kept: Entity, columns: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set these columns of the record that is kept. Returns every column that changed with its former and its new value."""
    if not columns:
        return {}
    before = whole_row(in_particular(kept))
    set_fields(in_particular(kept), columns)
    after = whole_row(in_particular(kept))
    return {name: [value, after[name]] for name, value in before.items() if after[name] != value and name != "modified"}


def in_particular(entity: Entity) -> Any:
    """The Person, Organization or Place of an entity, read again: deleting one reached through a Person leaves a row."""
    return getattr(Entity.objects.get(pk=entity.pk), entity.kind)


def _move_names(kept: Entity, merged: Entity, changes: RowChanges, former: dict[str, Any]) -> dict[str, list[Any]]:
    """The names that the kept record lacks, including the main name of the merged record."""
    has = {kept.name, *kept.other_names.values_list("name", flat=True)}
    moving = merged.other_names.exclude(name__in=has)
    moved = {moved_key(OtherName, "entity"): list(moving.values_list("pk", flat=True))}
    changes.watch(merged.other_names.all())
    has.update(moving.values_list("name", flat=True))
    moving.update(entity=kept.pk)
    former["added_name"] = None
    if merged.name not in has:
        added = OtherName.objects.create(
            entity_id=kept.pk, name=merged.name, key=fold(merged.name), kind=NameKind.ALIAS
        )
        changes.created(added)
        former["added_name"] = added.pk
    return moved


def _move_rows(kept: Entity, merged: Entity, changes: RowChanges, former: dict[str, Any]) -> dict[str, list[Any]]:
    """Move every row that points to the record, in any table. Names have been moved; appearances are recomputed."""
    moved: dict[str, list[Any]] = {}
    former["cleared"], former["shared"] = [], []
    for model, field in moving_keys():
        rows = model._default_manager.filter(**{field: merged.pk})  # noqa: SLF001 (Django's public way to a model's rows)
        own = rows.filter(pk=kept.pk) if issubclass(model, Entity) else rows.none()
        changes.watch(own)
        if own.update(**{field: None}):  # the kept record cannot belong to itself
            former["cleared"].append(moved_key(model, field))
        ids = list(rows.values_list("pk", flat=True))
        if ids:
            moved[moved_key(model, field)] = ids
            if model is not LoggedAction:
                changes.set_column(model, ids, field, merged.pk, kept.pk)
            rows.update(**{field: kept.pk})
    through = Mention.candidates.through.objects
    offered = list(through.filter(entity=merged.pk).values_list("mention_id", flat=True))
    if offered:
        moved[CANDIDATES] = offered
        changes.watch(Mention.objects.filter(pk__in=offered))
        both = through.filter(entity=kept.pk, mention__in=offered).values_list("mention_id", flat=True)
        former["shared"] = list(both)
        through.filter(entity=merged.pk, mention__in=former["shared"]).delete()
        through.filter(entity=merged.pk).update(entity=kept.pk)
    return moved


def _resolve_candidates(kept: Entity, moved: dict[str, list[Any]]) -> list[int]:
    """A name that only these two records shared is no longer ambiguous. The ids of the mentions resolved."""
    resolved = []
    for mention in Mention.objects.filter(
        pk__in=moved.get(CANDIDATES, []), resolution=Resolution.SEVERAL
    ).prefetch_related("candidates"):
        if {candidate.pk for candidate in mention.candidates.all()} == {kept.pk}:
            mention.candidates.clear()
            mention.resolution, mention.entity_id = Resolution.ONE, kept.pk
            mention.save(update_fields=["resolution", "entity"])
            resolved.append(mention.pk)
    return resolved


def is_used(entity: Entity) -> bool:
    """Whether a story, an editor or another record uses this one, so that it must not be deleted."""
    if OtherName.objects.filter(entity=entity.pk, article__isnull=False).exists():
        return True
    if Mention.candidates.through.objects.filter(entity=entity.pk).exists():
        return True
    for model, field in moving_keys():
        rows = model._default_manager.filter(**{field: entity.pk})  # noqa: SLF001 (Django's public way to a model's rows)
        if model is Membership:
            rows = rows.filter(Q(article__isnull=False) | ~Q(source_url=""))
        if model is LoggedAction:
            rows = rows.exclude(action="record.saved", by=None)
        if model not in (Identifier, ReferenceRecord) and rows.exists():
            return True
    return False
