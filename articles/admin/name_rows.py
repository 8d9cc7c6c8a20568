"""The other names of a record as one value each, so that conflicting edits of them are detected.

A row of the inline form is one value: its fields as JSON, or "" if it was removed. Rows that an editor adds have no id
yet and cannot conflict.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from articles.admin.bounded import number_in
from articles.admin.opened import Difference, Values, written
from articles.models import Entity, OtherName
from articles.vocabulary import NameKind
from articles.wording.languages import language_in_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import QueryDict

PREFIX = "other_names"
FIELDS = ("name", "kind", "language", "is_weak", "case_sensitive")


class Typed(NamedTuple):
    """Submitted rows: those with an id, and new ones."""

    rows: Values
    new: list[str]


def is_row(name: str) -> bool:
    """Whether the value with this name is a row."""
    return name.startswith(f"{PREFIX}:")


def rows_saved(entity: Entity) -> Values:
    rows = OtherName.objects.filter(entity_id=entity.pk).order_by("name", "id")
    return {f"{PREFIX}:{row.pk}": _dump({name: written(getattr(row, name)) for name in FIELDS}) for row in rows}


def rows_typed(data: QueryDict) -> Typed:
    rows: Values = {}
    new: list[str] = []
    for number in range(_total(data)):
        at = f"{PREFIX}-{number}-"
        # Browsers send "on" for a ticked checkbox; any submitted value counts as ticked.
        values = {name: data.get(at + name, "").strip() for name in FIELDS}
        values |= {name: "on" if values[name] else "" for name in ("is_weak", "case_sensitive")}
        row = "" if data.get(at + "DELETE") else _dump(values)
        if data.get(at + "id"):
            rows[f"{PREFIX}:{data[at + 'id']}"] = row
        elif row and values["name"]:
            new.append(row)
    return Typed(rows, new)


def row_differences(opened: Values, saved: Values, typed: Values) -> tuple[list[Difference], bool]:
    """As `opened.differences`, by row."""
    found = []
    for name in dict.fromkeys(key for key in (*opened, *saved, *typed) if is_row(key)):
        before, now, mine = opened.get(name, ""), saved.get(name, ""), typed.get(name, opened.get(name, ""))
        if now == mine:
            continue
        label = f"Other name “{_fields_of(before or now or mine)['name']}”"
        is_mine, is_changed = before != mine, before != now
        has_choice = bool(is_mine and now)
        found.append(Difference(name, label, _shown(now), _shown(mine), is_mine, is_changed, has_choice))
    return found, any(row.is_changed for row in found)


def put_rows(data: QueryDict, entity: Entity, opened: Values, saved: Values, typed: Typed) -> None:
    """Write the merged rows into the submitted data: saved rows with this editor's changes first, then new ones.

    A row that someone else removed and this editor changed becomes a new row, so that no input is lost.
    """
    blank = {key: str(data[key]) for key in (f"{PREFIX}-MIN_NUM_FORMS", f"{PREFIX}-MAX_NUM_FORMS") if key in data}
    for key in [key for key in data if key.startswith(f"{PREFIX}-")]:
        del data[key]
    for key, value in blank.items():
        data[key] = value
    changed = {name: row for name, row in typed.rows.items() if row != opened.get(name, "")}
    new = [*typed.new, *(row for name, row in changed.items() if row and name not in saved)]
    for number, (name, now) in enumerate(saved.items()):
        mine = changed.get(name, now)
        _put_row(data, number, entity, mine or now, name.partition(":")[2], is_removed=not mine)
    for number, row in enumerate(new, len(saved)):
        _put_row(data, number, entity, row, "")
    total = len(saved) + len(new)
    _put_row(data, total, entity, _dump({"name": "", "kind": NameKind.ALIAS, "language": ""}), "")  # to add another
    data[f"{PREFIX}-INITIAL_FORMS"], data[f"{PREFIX}-TOTAL_FORMS"] = str(len(saved)), str(total + 1)


def choose_rows(data: QueryDict, entity: Entity, opened: Values, keep: Collection[str]) -> None:
    """Reset the rows for which the editor chose the saved value after a conflict."""
    typed = rows_typed(data)
    wanted = {name: opened[name] for name in keep if name in opened and name in typed.rows}
    if wanted:
        saved = {name: row for name, row in opened.items() if is_row(name)}
        put_rows(data, entity, opened, saved, Typed({**typed.rows, **wanted}, typed.new))


def _put_row(data: QueryDict, number: int, entity: Entity, row: str, pk: str, *, is_removed: bool = False) -> None:
    at = f"{PREFIX}-{number}-"
    sent = {**_fields_of(row), "id": pk, "entity": str(entity.pk), "DELETE": "on" if is_removed else ""}
    for name, value in sent.items():
        if value or name in ("id", "name", "language"):
            data[at + name] = value


def _total(data: QueryDict) -> int:
    return min(number_in(data.get(f"{PREFIX}-TOTAL_FORMS", "")) or 0, 1000)


def _dump(values: dict[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _fields_of(row: str) -> dict[str, str]:
    """The fields of a row; empty ones where a form was sent that no page had made."""
    try:
        values = json.loads(row)
    except (ValueError, RecursionError):
        values = {}
    given = values if isinstance(values, dict) else {}
    return {name: given[name] if isinstance(given.get(name), str) else "" for name in FIELDS}


def _shown(row: str) -> str:
    if not row:
        return "Removed"
    values = _fields_of(row)
    kinds: dict[str, str] = dict(NameKind.choices)
    notes = [kinds.get(values["kind"], values["kind"]).lower(), language_in_words(values["language"])]
    notes += ["needs context"] if values["is_weak"] else []
    notes += ["capitals matter"] if values["case_sensitive"] else []
    return f"{values['name']} ({', '.join(note for note in notes if note)})"
