"""Roles that rest on a source outside the stories: reference data, or what an editor states with a title and an address.

Roles that a story states are findings; see `articles.desk.review`. A role is never deleted: one that is removed is rejected.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import transaction

from articles.desk.audit import log, snapshot
from articles.desk.rights import PUBLISH, require
from articles.desk.transitions import IllegalTransitionError, decide
from articles.models import Entity, Membership
from articles.search import outbox
from articles.text import clean_name
from articles.vocabulary import EntityKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import User

    from articles.models import Person

EDITOR = "editor"
# The columns of such a role that an editor may change.
CHANGEABLE = frozenset({"organization", "role", "start_date", "end_date", "as_of", "source", "source_url"})
NO_REASON = "State the reason for which the role is removed."
_DATES = ("start_date", "end_date", "as_of")
_PARTIAL = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


def date_problem(text: str) -> str:
    """A sentence about a partial date that is none; empty for a year, a month or a day that exists."""
    if not text:
        return ""
    try:
        is_date = _PARTIAL.fullmatch(text) is not None and bool(date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        is_date = False
    return "" if is_date else "Write a year, a month or a day that exists: 2016, 2016-07 or 2016-07-20."


def order_problem(first: str, last: str) -> str:
    """A sentence about two partial dates of which the second is before the first; compared as far as both are known."""
    length = min(len(first), len(last))
    return "A role cannot end before it begins." if last[:length] < first[:length] else ""


def address_problem(address: str) -> str:
    """A sentence about the address of a source that is none on the web; empty if it is one."""
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and address.isprintable()
    except ValueError:
        is_address = False
    return "" if is_address and " " not in address else "Enter the address of the source, beginning with https://."


@transaction.atomic
def add_role(person: Person, values: Mapping[str, Any], *, user: User | None) -> Membership:
    """Add a role with its source. Raises IllegalTransitionError with the reason why it cannot be added."""
    person = type(person).objects.select_for_update().get(pk=person.pk)
    row = Membership(person=person, person_name=person.name, method=EDITOR)
    _set(row, values)
    _check(row)
    _require_to_show({person.pk, row.organization_id})
    decide(row, FactStatus.ACCEPTED, user)
    row.save()
    _log("role.add", row, user, before={})
    return row


@transaction.atomic
def change_role(
    role_id: int,
    values: Mapping[str, Any],
    *,
    user: User | None,
    action: str = "role.change",
    details: Mapping[str, Any] | None = None,
) -> Membership:
    """Correct or end a role. Raises IllegalTransitionError, also if the role would rest on no source."""
    row = _locked(role_id)
    if row.status != FactStatus.ACCEPTED:
        raise IllegalTransitionError("This role was removed. Restore it before you change it.")
    before = snapshot(row)
    _set(row, values)
    _check(row)
    _require_to_show({row.person_id, row.organization_id, before["organization"]})
    if snapshot(row) == before:
        raise IllegalTransitionError("Nothing was changed.")
    row.save()
    _log(action, row, user, before=before, details=details)
    if before["organization"] and before["organization"] != row.organization_id:
        outbox.changed_entity(before["organization"])
    return row


@transaction.atomic
def remove_role(role_id: int, *, user: User | None, reason: str) -> Membership:
    if not reason:
        raise IllegalTransitionError(NO_REASON)
    return _decide(role_id, FactStatus.REJECTED, "role.remove", user, reason)


@transaction.atomic
def restore_role(role_id: int, *, user: User | None, reason: str = "") -> Membership:
    return _decide(role_id, FactStatus.ACCEPTED, "role.restore", user, reason)


def _decide(role_id: int, status: FactStatus, action: str, user: User | None, reason: str) -> Membership:
    row = _locked(role_id)
    _require_to_show({row.person_id, row.organization_id})
    before = snapshot(row)
    decide(row, status, user)
    if status == FactStatus.ACCEPTED:
        _refuse_twin(row)
    row.save()
    _log(action, row, user, before=before, reason=reason)
    return row


def _locked(role_id: int) -> Membership:
    # The person may be null, and PostgreSQL locks no row of an outer join: the role alone is locked.
    row = Membership.objects.select_for_update().filter(pk=role_id, article=None).first()
    if row is None:
        raise IllegalTransitionError("This role no longer exists, or it is stated by a story.")
    return row


def _set(row: Membership, values: Mapping[str, Any]) -> None:
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise IllegalTransitionError(f"These fields cannot be changed: {', '.join(sorted(unknown))}.")
    for name, value in values.items():
        setattr(row, name, clean_name(value) if name in ("role", "source") else value)
    if "organization" in values:
        row.organization_name = row.organization.name if row.organization else ""


def _check(row: Membership) -> None:
    problems = [
        "" if row.role else "Enter the role.",
        "" if row.source else "Enter the title of the source: a role without evidence is not recorded.",
        address_problem(row.source_url),
        *(date_problem(getattr(row, name)) for name in _DATES),
        ""
        if row.end_date or row.as_of
        else "Enter when the role ended, or the last date on which the source lists it.",
        order_problem(row.start_date, row.end_date or row.as_of) if row.start_date else "",
        "" if _is_body(row.organization) else "A role is held in an organization or a country.",
    ]
    for problem in filter(None, problems):
        raise IllegalTransitionError(problem)
    _refuse_twin(row)


def _is_body(entity: Entity | None) -> bool:
    return entity is None or entity.kind in (EntityKind.ORGANIZATION, EntityKind.PLACE)


def _refuse_twin(row: Membership) -> None:
    """The same role of the same time and source is recorded once."""
    others = Membership.objects.filter(person=row.person_id, article=None).exclude(pk=row.pk)
    names = ("organization_id", "role", *_DATES, "source", "source_url")
    if any(
        other.status == FactStatus.ACCEPTED and all(getattr(other, name) == getattr(row, name) for name in names)
        for other in others
    ):
        raise IllegalTransitionError("This role is on record already, with the same dates and source.")


def _require_to_show(entities: Collection[int | None]) -> None:
    """The pages of the person and of the organization show the role."""
    if Entity.objects.filter(pk__in=[pk for pk in entities if pk]).public().exists():
        require(PUBLISH)


def _log(
    action: str,
    row: Membership,
    user: User | None,
    *,
    before: Mapping[str, Any],
    details: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    person = Entity.objects.get(pk=row.person_id or 0)
    log(
        action, person.name, user=user, entity=person, fact=row, before=before, after=snapshot(row), source=reason,
        details={"role": ", ".join(filter(None, [row.role, row.organization_name])), **(details or {})},
    )  # fmt: skip
    for pk in (row.person_id, row.organization_id):
        if pk:
            outbox.changed_entity(pk)
