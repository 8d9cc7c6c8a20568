"""Writes the identifiers that records have in other databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from articles.desk.audit import log, snapshot
from articles.desk.transitions import IllegalTransitionError
from articles.models import Entity, Identifier
from articles.search import outbox
from articles.wording.identifier_schemes import schemes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import User


def identifiers_of(entity_id: int | None) -> dict[str, tuple[str, ...]]:
    """By scheme; schemes that editors do not know are included."""
    found: dict[str, tuple[str, ...]] = {}
    if entity_id is not None:
        rows = Identifier.objects.filter(entity=entity_id).values_list("scheme", "identifier")
        for scheme, identifier in sorted(rows):
            found[scheme] = (*found.get(scheme, ()), identifier)
    return found


def taken_sentence(scheme: str, identifiers: Collection[str], *, but: int | None) -> str:
    """A sentence that names another record with one of these identifiers; empty if there is none."""
    rows = Identifier.objects.filter(scheme=scheme, identifier__in=list(identifiers)).select_related("entity")
    other = rows.exclude(entity=but).order_by("identifier").first() if but else rows.order_by("identifier").first()
    if other is None:
        return ""
    return taken_by(scheme, other.identifier, other.entity)


def taken_by(scheme: str, identifier: str, other: Entity) -> str:
    return f"{schemes()[scheme].label} {identifier} belongs to {other.name} (id {other.pk})."


@transaction.atomic
def save_identifiers(entity: Entity, wanted: Mapping[str, Collection[str]], *, user: User | None) -> None:
    """Give a record exactly these identifiers of these schemes; those of other schemes stay.

    Raises IllegalTransitionError for an identifier of another record.
    """
    rows = Identifier.objects.select_for_update().filter(entity=entity.pk, scheme__in=list(wanted))
    existing = {(row.scheme, row.identifier): row for row in rows}
    asked = {(scheme, identifier) for scheme, identifiers in wanted.items() for identifier in identifiers}
    if asked == existing.keys():
        return
    for scheme, identifiers in wanted.items():
        taken = taken_sentence(scheme, identifiers, but=entity.pk)
        if taken:
            raise IllegalTransitionError(taken)
    parent = Entity.objects.get(pk=entity.pk)
    for key in sorted(existing.keys() - asked):
        row = existing[key]
        before, details = snapshot(row), _details(row)
        row.delete()
        log("identifier.remove", str(entity), user=user, entity=parent, before=before, details=details)
    for scheme, identifier in sorted(asked - existing.keys()):
        row = Identifier.objects.create(entity=parent, scheme=scheme, identifier=identifier)
        log("identifier.add", str(entity), user=user, entity=parent, after=snapshot(row), details=_details(row))
    outbox.changed_entity(entity.pk)


def _details(row: Identifier) -> dict[str, object]:
    scheme = schemes().get(row.scheme)
    return {"id": row.pk, "database": scheme.label if scheme else row.scheme, "identifier": row.identifier}
