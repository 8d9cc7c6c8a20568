"""The roles that stories state, by person and by organization or country: of each role the statement that is shown.

A story adds its roles and takes them away. Only where it takes away the statement that is shown is the next one read, by
key, so that the cost does not depend on the number of stories.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.models import EntityRoles, Membership, OtherName, StoryRole
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.models import StoryRecord

_Rows = list[dict[str, Any]]
_Names = dict[int, list[str]]


def names_of_bodies(ids: Collection[int]) -> _Names:
    """The other names of the organizations and countries in which these stories state roles."""
    bodies = Membership.objects.accepted().filter(article__in=ids, organization__isnull=False)
    return other_names(set(bodies.values_list("organization_id", flat=True)))


def other_names(ids: Collection[int]) -> _Names:
    found: _Names = {pk: [] for pk in ids}
    for pk, name in OtherName.objects.filter(entity__in=ids).order_by("name").values_list("entity_id", "name"):
        found[pk].append(name)
    return found


def renamed_bodies(ids: Collection[int]) -> _Names:
    """The other names of those of the entities whose roles were worded with other ones."""
    bodies = EntityRoles.objects.filter(pk__in=ids).exclude(entity__kind=EntityKind.PERSON)
    stored = dict(bodies.values_list("pk", "names"))
    current = other_names(stored)
    return {pk: names for pk, names in current.items() if names != stored[pk]}


def stories_with_roles_in(bodies: Collection[int]) -> set[int]:
    """The published stories that state a role in one of these organizations or countries."""
    return set(StoryRole.objects.filter(organization_id__in=bodies).values_list("article_id", flat=True))


def entities_with_roles_of(entities: Collection[int]) -> set[int]:
    """The people with a role in one of these entities, and the organizations and countries in which one has a role."""
    roles = Membership.objects.public().filter(Q(person__in=entities) | Q(organization__in=entities))
    return _parties(roles.values_list("person_id", "organization_id"))


def entities_of_roles(rows: Iterable[Mapping[str, Any]]) -> set[int]:
    return {row[name]["pk"] for row in rows for name in ("person", "organization") if row[name]}


def _parties(pairs: Iterable[tuple[int | None, int | None]]) -> set[int]:
    return {pk for pk in chain.from_iterable(pairs) if pk is not None}


def write_roles(
    changed: Collection[StoryRecord], before: Mapping[int, _Rows], removed: Collection[int], names: _Names, version: int
) -> None:
    """Replace the roles of these stories, and the statements that are shown. `before` are their roles so far."""
    stories = {*removed, *(record.pk for record in changed)}
    after = {record.pk: record.roles for record in changed}
    write_story_roles(changed, removed)
    old = [row for pk in stories for row in before.get(pk, ())]
    new = [row for rows in after.values() for row in rows]
    entities = entities_of_roles([*old, *new])
    if not entities:
        return
    stored = {record.pk: record for record in EntityRoles.objects.filter(pk__in=entities)}
    latest = _latest(old, new, stories, stored)
    for pk in sorted(entities):
        record = stored.setdefault(pk, EntityRoles(entity_id=pk, stated={}, names=names.get(pk, [])))
        record.version, record.stated = version, _merged(record.stated, latest[pk])
    EntityRoles.objects.bulk_create(
        [stored[pk] for pk in sorted(entities) if stored[pk].stated],
        update_conflicts=True, unique_fields=["entity"], update_fields=["version", "stated", "names"],
    )  # fmt: skip
    EntityRoles.objects.filter(pk__in=[pk for pk in entities if not stored[pk].stated]).delete()


def write_story_roles(changed: Collection[StoryRecord], removed: Collection[int]) -> None:
    """Replace the roles of these stories, but not the statements that are shown."""
    StoryRole.objects.filter(article__in={*removed, *(record.pk for record in changed)}).delete()
    StoryRole.objects.bulk_create((_story_role(row) for record in changed for row in record.roles), batch_size=500)


def remember_names(names: _Names, version: int) -> None:
    """Say with which names the roles in these bodies were worded, before any statement of theirs is shown: a name that is
    added meanwhile is noticed by it (`renamed_bodies`).
    """
    EntityRoles.objects.bulk_create(
        [EntityRoles(entity_id=pk, version=version, stated={}, names=names[pk]) for pk in sorted(names)],
        ignore_conflicts=True,
    )


def add_statements(rows: _Rows, version: int) -> None:
    """Show each of these statements unless a later one of the same role is shown."""
    latest: defaultdict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        for pk in entities_of_roles([row]):
            keep_latest(latest[pk], row)
    stored = {record.pk: record for record in EntityRoles.objects.filter(pk__in=latest)}
    for pk in sorted(latest):
        record = stored.setdefault(pk, EntityRoles(entity_id=pk, stated={}))
        for row in record.stated.values():
            keep_latest(latest[pk], row)
        record.version, record.stated = version, _merged({}, latest[pk])
    EntityRoles.objects.bulk_create(
        [stored[pk] for pk in sorted(stored)],
        batch_size=500, update_conflicts=True, unique_fields=["entity"], update_fields=["version", "stated", "names"],
    )  # fmt: skip


def keep_latest(statements: dict[str, dict[str, Any]], row: dict[str, Any]) -> None:
    current = statements.get(row["key"])
    if current is None or _rank(row) < _rank(current):
        statements[row["key"]] = row


def _latest(
    old: _Rows, new: _Rows, stories: Collection[int], stored: Mapping[int, EntityRoles]
) -> defaultdict[int, dict[str, dict[str, Any] | None]]:
    """By entity and role, the statement to show of each role that changed; None where no story states it any more."""
    shown: dict[str, dict[str, Any] | None] = {}
    entities: dict[str, set[int]] = {}
    for row in (*old, *new):
        key = row["key"]
        if key not in entities:
            entities[key] = entities_of_roles([row])
            shown[key] = _remaining(row, entities[key], stories, stored)
    for row in new:
        current = shown[row["key"]]
        if current is None or _rank(row) < _rank(current):
            shown[row["key"]] = row
    found: defaultdict[int, dict[str, dict[str, Any] | None]] = defaultdict(dict)
    for key, parties in entities.items():
        for pk in parties:
            found[pk][key] = shown[key]
    return found


def _remaining(
    row: Mapping[str, Any], parties: Collection[int], stories: Collection[int], stored: Mapping[int, EntityRoles]
) -> dict[str, Any] | None:
    """The statement of a role that is shown so far, or the next one if it is of one of these stories."""
    key = row["key"]
    shown = next((stored[pk].stated[key] for pk in parties if pk in stored and key in stored[pk].stated), None)
    return _next_statement(row) if shown is not None and shown["article_id"] in stories else shown


def _next_statement(row: Mapping[str, Any]) -> dict[str, Any] | None:
    rows = StoryRole.objects.filter(**_key_of(row)).order_by("-order", "membership_id")
    statement: dict[str, Any] | None = rows.values_list("row", flat=True).first()
    return statement


def _rank(row: Mapping[str, Any]) -> tuple[int, int]:
    return -row["order"], row["pk"]


def _merged(stated: Mapping[str, Any], latest: Mapping[str, Mapping[str, Any] | None]) -> dict[str, Any]:
    """In the order of their keys, so that equal records are equal texts."""
    return {key: row for key, row in sorted({**stated, **latest}.items()) if row is not None}


def _key_of(row: Mapping[str, Any]) -> dict[str, Any]:
    person, organization, words = row["key"].split(":")
    return {"person_id": int(person), "organization_id": int(organization), "words": words}


def _story_role(row: dict[str, Any]) -> StoryRole:
    return StoryRole(article_id=row["article_id"], order=row["order"], membership_id=row["pk"], row=row, **_key_of(row))
