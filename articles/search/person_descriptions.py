"""The role shown with each person in lists, read from the record by key: the same for a person of two stories and of ten
thousand.

The record follows the tables after the index, so that a description can be one step old when a document is written.
The indexer reads it again once the record has changed (`Indexer.drain`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Min

from articles.models import EntityRecord, EntityRoles, ListRecord, Membership, RecordChange, RecordState
from articles.search.list_counts import MONTHS, list_key
from articles.vocabulary import EntityKind
from articles.wording.role_dates import vouched_until
from articles.wording.role_labels import headline_role, role_label, with_bodies

if TYPE_CHECKING:
    from collections.abc import Collection

_ENTITY = "entity:"


@dataclass(frozen=True, slots=True)
class _Role:
    """What decides whether a role is shown, and its wording. `end_date` is the last day for which a source states it."""

    pk: int
    article_id: int | None
    role: str
    text: str
    start_date: str
    end_date: str
    label: str
    article: None = None

    @property
    def as_of(self) -> str:
        return self.end_date


def descriptions(ids: Collection[int]) -> dict[int, str]:
    """The role with its date of each of the people among these entities who has one. At most four queries by key."""
    labels = EntityRecord.objects.filter(pk__in=ids).values_list("pk", "label__kind", "label__sources")
    people = {pk: bool(sources) for pk, kind, sources in labels if kind == EntityKind.PERSON}
    stated = _stated_roles(people)
    listed = _reference_roles([pk for pk, is_in_reference_data in people.items() if is_in_reference_data])
    months = _months(listed)
    found = {}
    for pk in stated.keys() | listed.keys():
        role = headline_role([*stated[pk], *listed[pk]], months.get(pk, ()))
        if role is not None and role.label:
            found[pk] = role.label
    return found


def record_version() -> int:
    """The version of the record; 0 while it does not have all stories."""
    return RecordState.objects.exclude(format="").values_list("version", flat=True).first() or 0


def entities_changed_since(version: int) -> set[int] | None:
    """The entities whose record changed after this version; None if that is not known: changes are kept for a day, and a
    record that is derived again has its own.
    """
    oldest = RecordChange.objects.aggregate(Min("version"))["version__min"]
    if oldest is None or oldest > version + 1 or version > record_version():
        return None
    keys = RecordChange.objects.filter(version__gt=version).values_list("key", flat=True)
    return {int(key.removeprefix(_ENTITY)) for key in keys if key.startswith(_ENTITY)}


def _stated_roles(people: Collection[int]) -> defaultdict[int, list[_Role]]:
    """Of each role that stories state the latest statement, by person."""
    found: defaultdict[int, list[_Role]] = defaultdict(list)
    for pk, stated in EntityRoles.objects.filter(pk__in=people).values_list("pk", "stated"):
        found[pk] = [
            _Role(
                pk=row["pk"],
                article_id=row["article_id"],
                role=row["role"],
                text=row["text"],
                start_date=row["start_date"],
                end_date=row["end_date"],
                label=row.get("label", ""),  # not in the rows of a record that other software wrote
            )
            for row in stated.values()
        ]
    return found


def _reference_roles(people: Collection[int]) -> defaultdict[int, list[_Role]]:
    found: defaultdict[int, list[_Role]] = defaultdict(list)
    for row in with_bodies(Membership.objects.listed_of(people)) if people else ():
        if row.person_id is not None and vouched_until(row):
            found[row.person_id].append(
                _Role(
                    pk=row.pk,
                    article_id=None,
                    role=row.role,
                    text=row.text,
                    start_date=row.start_date,
                    end_date=vouched_until(row),
                    label=role_label(row),
                )
            )
    return found


def _months(ids: Collection[int]) -> dict[int, list[str]]:
    """The months with stories that name each of these people: "2016-07"."""
    keys = {list_key(pk): pk for pk in ids}
    rows = ListRecord.objects.filter(pk__in=list(keys)).values_list("pk", "shown") if keys else ()
    return {
        keys[key]: [f"{int(month) // 100:04d}-{int(month) % 100:02d}" for month in shown.get(MONTHS, {})]
        for key, shown in rows
    }
