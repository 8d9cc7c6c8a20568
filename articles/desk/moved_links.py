"""The references to a record that a merge or a split moves, by table and field, a few hundred rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from articles.batches import batches
from articles.desk import appearances
from articles.models import (
    Appearance,
    Article,
    Event,
    Figure,
    Identifier,
    Membership,
    Mention,
    Organization,
    OtherName,
    Place,
    Pledge,
    Quotation,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import Manager, Model

    from articles.desk.audit import RowChanges

# Rows in one condition of a statement.
_MANY = 500
# Stories that are in memory at once.
_FEW = 50
# The facts of stories that refer to records.
FACTS: tuple[tuple[type[Model], str], ...] = (
    (Mention, "entity"),
    (Quotation, "speaker"),
    (Pledge, "pledged_by"),
    (Pledge, "announced_by"),
    (Pledge, "recipient"),
    (Membership, "person"),
    (Membership, "organization"),
    (Figure, "place"),
    (Figure, "claimed_by"),
)
# What a split can move.
SPLITTABLE: tuple[tuple[type[Model], str], ...] = (
    *FACTS,
    (OtherName, "entity"),
    (Identifier, "entity"),
)
# All references that an editor can assign to one of two records.
ASSIGNABLE: tuple[tuple[type[Model], str], ...] = (
    *SPLITTABLE,
    (Event, "place"),
    (Organization, "parent"),
    (Organization, "country"),
    (Place, "country"),
)


def moved_key(model: type[Model], field: str) -> str:
    """How moved links name a field, for example "articles.pledge.recipient"."""
    return f"{model._meta.label_lower}.{field}"  # noqa: SLF001 (Django's public description of a model)


def field_of(key: str) -> tuple[type[Model], str]:
    table, _, field = key.rpartition(".")
    return apps.get_model(table), field


def rows_of(model: type[Model]) -> Manager[Any]:
    return model._default_manager  # noqa: SLF001 (Django's public way to a model's rows)


def ids_at(model: type[Model], field: str, entity_id: int) -> list[int]:
    """The rows that refer to a record by this field."""
    return list(rows_of(model).filter(**{field: entity_id}).order_by("pk").values_list("pk", flat=True))


def assignable_links(entity_id: int) -> dict[str, list[int]]:
    """The ids of all rows that refer to a record, by field; fields without any are left out."""
    found = {moved_key(model, field): ids_at(model, field, entity_id) for model, field in ASSIGNABLE}
    return {key: ids for key, ids in found.items() if ids}


def move(
    model: type[Model], field: str, ids: Collection[int], *, source: int, target: int, changes: RowChanges
) -> list[int]:
    """Set the field of those of these rows that refer to `source` to `target`; their ids."""
    moved: list[int] = []
    for batch in batches(list(ids), _MANY):
        # The condition on the field is Python's: beside a list of ids SQLite would read all links of a record instead.
        values = rows_of(model).filter(pk__in=batch).order_by("pk").values_list("pk", f"{field}_id")
        here = [pk for pk, value in values if value == source]
        rows_of(model).filter(pk__in=here).update(**{field: target})
        moved += here
    changes.set_column(model, moved, field, source, target)
    return moved


def stories_of(moved: Iterable[tuple[type[Model], Collection[int]]]) -> set[int]:
    """The stories whose appearances change when these rows are moved: those of facts, and those that name places."""
    stories: set[int] = set()
    for model, ids in moved:
        for batch in batches(list(ids), _MANY):
            if model is Place:
                named = Appearance.objects.filter(entity__in=batch)
                stories.update(named.values_list("article_id", flat=True))
            elif any(model is fact for fact, _ in FACTS):
                stories.update(rows_of(model).filter(pk__in=batch).values_list("article_id", flat=True))
    return {pk for pk in stories if pk is not None}


def rebuild_stories(stories: Collection[int]) -> None:
    """Compute appearances and counts of these stories again, and enqueue them for search index and record."""
    for batch in batches(sorted(stories), _FEW):
        for article in Article.objects.filter(pk__in=batch):
            appearances.rebuild(article)
