"""Optimistic locking: a form carries the values that it was opened with, and saving never overwrites later changes.

The form carries values, not a version number: this makes it possible to compare both editors' changes field by field, and
to notice changes by any writer, including imports. The caller holds a lock on the record (`select_for_update`) from the
comparison until it is saved.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet
    from django.http import QueryDict

    from articles.models import LoggedAction

# The hidden field with the opened values, and the choice between two values of a field after a conflict.
OPENED = "opened"
KEEP, WAS = "keep-", "was-"
SAVED, TYPED = "saved", "typed"
Values = dict[str, str]
_ACTIONS_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose saved value differs from this editor's value.

    `is_typed`: this editor set it; `is_changed`: someone else did since, `who` as in "anna at 12:31" if the log has it.
    `has_choice` is False for values that no form field can set, such as the status of a story.
    """

    name: str
    label: str
    saved: str
    typed: str
    is_typed: bool = True
    is_changed: bool = True
    has_choice: bool = True
    who: str = ""
    # The opened value, as a form sends it, of a field that this editor did not touch: the form now shows the saved value.
    was: str = ""

    @property
    def keep(self) -> str:
        return f"{KEEP}{self.name}"

    @property
    def was_name(self) -> str:
        return f"{WAS}{self.name}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Someone else saved the record after this editor opened it; `who` is empty if the log does not have it."""

    who: str
    differences: list[Difference]

    @property
    def says(self) -> str:
        return f"Saved by {self.who}" if self.who else "Changed by someone else"


def written(value: Any) -> str:
    """A value as a form submits it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")  # without trailing zeros added by the database column
    return str(value.pk if isinstance(value, Model) else value)


def values_of(form: forms.BaseForm) -> Values:
    """The values that an unbound form shows."""
    return {name: written(form[name].value()) for name in form.fields if name != OPENED}


def values_typed(form: forms.BaseForm) -> Values:
    """The values submitted with a bound form."""
    return {
        name: written(field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name)))
        for name, field in form.fields.items()
        if name != OPENED
    }


def dump(values: Values) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def values_opened(data: Mapping[str, Any]) -> Values:
    """The opened values submitted with the form. Missing ones count as unknown."""
    try:
        values = json.loads(data.get(OPENED, ""))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(values, dict):
        return {}
    return {_storable(name): _storable(value) for name, value in values.items() if isinstance(value, str)}


def _storable(text: str) -> str:
    """Without what escapes of JSON can state and neither pages nor databases take: NUL and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def is_same(one: str, other: str, field: forms.Field | None = None) -> bool:
    return bool(_normal(one, field) == _normal(other, field))


def _normal(text: str, field: forms.Field | None) -> Any:
    text = text.replace("\r\n", "\n").strip()
    if field is None or isinstance(field, forms.ModelChoiceField):
        return text
    try:
        value = field.to_python(text)
    except ValidationError:
        return text
    return "" if value is None else value


def differences(
    fields: Mapping[str, forms.Field], opened: Values, saved: Values, typed: Values
) -> tuple[list[Difference], bool]:
    """The fields whose saved value differs from this editor's, and whether someone else changed any of them.

    A field without an opened value counts as changed.
    """
    rows = []
    for name, field in fields.items():
        now, mine = saved.get(name, ""), typed.get(name, "")
        if is_same(now, mine, field):
            continue
        is_known = name in opened
        is_changed = not (is_known and is_same(opened[name], now, field))
        is_mine = not (is_known and is_same(opened[name], mine, field))
        label = str(field.label or name.replace("_", " ").capitalize())
        shown = Difference(name, label, displayed(field, now), displayed(field, mine), is_mine, is_changed)
        rows.append(shown if is_mine else replace(shown, was=mine))
    return rows, any(row.is_changed for row in rows)


def merged(fields: Mapping[str, forms.Field], opened: Values, saved: Values, typed: Values) -> Values:
    """Merge this editor's input over the saved values."""
    return {
        name: saved.get(name, "")
        if name in opened and is_same(opened[name], typed.get(name, ""), field)
        else typed[name]
        for name, field in fields.items()
        if name in typed
    }


def chosen(data: QueryDict, form: forms.BaseForm) -> QueryDict:
    """The submitted data, with the values that the editor chose after a conflict."""
    opened, result = values_opened(data), data.copy()
    for name in form.fields:
        choice = data.get(f"{KEEP}{name}")
        if choice == SAVED and name in opened:
            put(result, form.add_prefix(name), opened[name])
        elif choice == TYPED and f"{WAS}{name}" in data:
            put(result, form.add_prefix(name), str(data[f"{WAS}{name}"]))
    return result


def put(data: QueryDict, name: str, value: str) -> None:
    """Set a value as a browser would submit it: unticked checkboxes are not submitted."""
    if value:
        data[name] = value
    elif name in data:
        data[name] = ""


def displayed(field: forms.Field, value: str) -> str:
    """A value in words: the label of a choice, yes or no for a checkbox."""
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, forms.ModelChoiceField) and value:
        try:
            return str(field.clean(value))
        except ValidationError:
            return value
    if isinstance(field, forms.ChoiceField):
        labels: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]  # ours are pairs
        return str(labels.get(value, value))
    return value


def conflict_of(rows: Iterable[Difference], actions: QuerySet[LoggedAction]) -> Conflict:
    """The conflict, with who changed what; `actions` are newest first."""
    recent = list(actions.select_related("by")[:_ACTIONS_LOOKED_AT])
    named = [replace(row, who=_who_set(row, recent) if row.is_changed else "") for row in rows]
    return Conflict(who_and_when(recent[0]) if recent else "", named)


def _who_set(row: Difference, actions: Iterable[LoggedAction]) -> str:
    return next((who_and_when(one) for one in actions if row.name in one.after), "")


def who_and_when(action: LoggedAction) -> str:
    """As in "anna at 12:31"; with the date if that was more than twelve hours ago."""
    is_recent = timezone.now() - action.at < timedelta(hours=12)
    moment = f"at {action.at:%H:%M}" if is_recent else f"on {action.at.day} {action.at:%B %Y} at {action.at:%H:%M}"
    return f"{action.by or 'The site'} {moment}"
