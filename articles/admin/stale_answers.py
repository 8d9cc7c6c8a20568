"""Refuse a decision on a suggestion that changed after the page was loaded, and show its current values.

The effects of an editor's own decisions on the same page do not count as changes: each suggestion is compared with its own
values, and a name that got its record from another decision equals the result of accepting it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.admin.answers import Answer
from articles.admin.bounded import number_in
from articles.admin.opened import (
    Conflict,
    Difference,
    Values,
    conflict_of,
    differences,
    merged,
    put,
    values_typed,
)
from articles.desk.linking import LINKS
from articles.models import Entity, LoggedAction, Mention
from articles.vocabulary import FactStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from articles.admin.suggestions import Suggestion

_ANSWERED = {"accept": FactStatus.ACCEPTED, "reject": FactStatus.REJECTED}
_STATUSES: dict[str, str] = dict(FactStatus.choices)


def refuse_if_stale(row: Suggestion, answer: str, opened: Values, form: Any) -> Answer | None:
    """The refusal with both values and the editor's input; None if the suggestion is unchanged."""
    now: Values = json.loads(row.opened)
    if "status" not in opened:
        said = (
            "The form did not say which version of the suggestion it showed. Check the current values and decide again."
        )
        return Answer(row.anchor, said, is_refusal=True, status=409, form=form)
    fixed = [*_moved(opened, now), *_relinked(row, opened, now)]
    typed = values_typed(form) if form is not None else opened
    fields = {name: field for name, field in row.form.fields.items() if name in now}
    found = differences(fields, opened, now, typed)[0]
    changed = [one for one in found if one.is_changed]
    if not fixed and not changed:
        return None
    conflict = conflict_of([*fixed, *(found if form is not None else changed)], _actions(row))
    says = _says(answer, opened, now, conflict)
    if form is None:
        return Answer(row.anchor, says, is_refusal=True, status=409)
    data = form.data.copy()
    for name, value in merged(fields, opened, now, typed).items():
        put(data, name, value)
    return Answer(row.anchor, says, is_refusal=True, status=409, form=type(form)(data, **_how(form)), conflict=conflict)


def _how(form: Any) -> dict[str, Any]:
    return {"initial": form.initial, "auto_id": form.auto_id}


def _moved(opened: Values, now: Values) -> list[Difference]:
    if opened["status"] == now["status"]:
        return []
    before, after = (_STATUSES.get(values["status"], "") for values in (opened, now))
    return [Difference("status", "Status", after, before, is_typed=False, has_choice=False)]


def _relinked(row: Suggestion, opened: Values, now: Values) -> list[Difference]:
    """The names that now refer to another record than on the page. Accepting a name without a record gives it one."""
    names = ["known_as"] if row.noun == "mention" else [field for field, _, _ in LINKS[type(row.fact)]]
    moved = [name for name in names if opened.get(name) and now.get(name) and opened[name] != now[name]]
    stated = [number_in(values[name]) for name in moved for values in (opened, now)]
    records = Entity.objects.in_bulk([pk for pk in stated if pk is not None])
    rows = []
    for name in moved:
        label, after, before = (
            name.replace("_", " ").capitalize(),
            _name(records, now[name]),
            _name(records, opened[name]),
        )
        rows.append(Difference(name, label, after, before, is_typed=False, has_choice=False))
    return rows


def _name(records: dict[int, Entity], pk: str) -> str:
    entity = records.get(number_in(pk) or 0)
    return f"{entity.name} #{entity.pk}" if entity else ""


def _actions(row: Suggestion) -> QuerySet[LoggedAction]:
    """Log entries of this suggestion, newest first."""
    fact = row.fact
    actions = LoggedAction.objects.filter(article_id=fact.article_id)
    on_fact = Q(fact_kind=row.noun, fact_id=fact.pk)
    if isinstance(fact, Mention):
        on_fact |= Q(action__in=("name.accept", "name.reject"), details__name=fact.name)
    return actions.filter(on_fact)


def _says(answer: str, opened: Values, now: Values, conflict: Conflict) -> str:
    who = f" by {conflict.who}" if conflict.who else ""
    if opened["status"] != now["status"] and now["status"] == _ANSWERED.get(answer):
        return f"Already {now['status']}{who}."
    if opened["status"] != now["status"]:
        return f"Not saved: this was {now['status']}{who} after you opened the page. Check it, then decide again."
    return f"Not saved: this was changed{who} after you opened the page. Check the current values and decide again."
