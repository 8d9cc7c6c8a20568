"""Where each other name of a record is from: who added it, when, and which story gave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models import LoggedAction, OtherName, ReferenceRecord
from articles.vocabulary import ReferenceKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from articles.models import Article, Entity

# The actions that may add a name to a record: the row is the subject of the first, and one of the others' further rows.
_ADDED = "other_name.add"
_ADDING = frozenset({_ADDED, "entity.rename", "entity.revert", "entity.merge", "entity.undo_merge", "entity.split"})
_KIND = "othername"
_MAX_ACTIONS = 500


@dataclass(frozen=True, slots=True)
class NameOrigin:
    """`who` is empty if neither the log nor the reference data has the name."""

    who: str
    at: datetime | None
    article: Article | None

    def __bool__(self) -> bool:
        return bool(self.who or self.article)


def origins_of(entity: Entity) -> dict[int, NameOrigin]:
    """By id of the name; at most five queries by key."""
    names = {row.pk: row for row in OtherName.objects.filter(entity=entity.pk).select_related("article")}
    found: dict[int, tuple[str, datetime | None]] = dict.fromkeys(_reference_names(entity), ("reference data", None))
    for action in _adding_actions(entity):
        for pk in _names_added(action):
            found[pk] = (action.by.get_username() if action.by else "the site", action.at)
    return {pk: NameOrigin(*found.get(pk, ("", None)), row.article) for pk, row in names.items()}


def _reference_names(entity: Entity) -> list[int]:
    # The kind beside the keys makes SQLite read all rows of the kind.
    keys = [
        key
        for key, kind in ReferenceRecord.objects.filter(entity=entity.pk).values_list("key", "kind")
        if kind == ReferenceKind.RECORD
    ]
    rows = ReferenceRecord.objects.filter(key__in=keys).values_list("object_id", "kind")
    return [pk for pk, kind in rows if pk is not None and kind == ReferenceKind.NAME]


def _adding_actions(entity: Entity) -> list[LoggedAction]:
    """The oldest first. A country has many thousands of entries, nearly all of other actions."""
    rows = LoggedAction.objects.filter(entity=entity.pk).order_by("-pk").values_list("pk", "action")
    ids = [pk for pk, action in rows if action in _ADDING][:_MAX_ACTIONS]
    return list(LoggedAction.objects.filter(pk__in=ids).select_related("by").order_by("pk"))


def _names_added(action: LoggedAction) -> Iterator[int]:
    if action.action == _ADDED and isinstance(action.details.get("id"), int):
        yield action.details["id"]
    for row in action.related:
        if row["kind"] == _KIND and row["before"] is None:
            yield row["id"]
