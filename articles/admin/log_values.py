"""The columns of a log entry in words: labels of fields and choices, names of records, times of one format."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField, DecimalField
from django.utils.dateparse import parse_datetime

from articles.admin.listing import moment_in_words
from articles.desk.actions import registered
from articles.desk.statements import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import Field, Model

    from articles.models import LoggedAction

    _Names = Mapping[tuple[type[Model], Any], str]

# Columns that follow from others, or are of use to the site only.
_TECHNICAL = frozenset(
    {"version", "word_count", "address_key", "sha256", "source_key", "source_version", "retrieved_at", "touched_fields"}
)
_NOUNS = {"membership": "role", "othername": "other name", "importitem": "import", "importbatch": "batch"}
_MAX_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class ValueChange:
    """`record` says whose field it is, and is empty for the record that the entry is about. `name` is that of the column."""

    record: str
    label: str
    before: str
    after: str
    name: str


def value_changes(entry: LoggedAction) -> list[ValueChange]:
    """Every field that an action changed, before and after; fields that are empty in both are left out."""
    tables = [_table(entry), *(_related(row) for row in entry.related)]
    names = _names(tables)
    return [change for table in tables for change in _of_table(table, names)]


def value_in_words(model: type[Model], name: str, value: Any) -> str:
    """One value of a column, as the log shows it."""
    table = _Table("", model, {name: value}, {})
    return _in_words(value, _field(model, name), _names([table]))


def details_in_words(entry: LoggedAction) -> str:
    return "; ".join(f"{_label(name, None)}: {_cut(_text(value))}" for name, value in entry.details.items())


@dataclass(frozen=True, slots=True)
class _Table:
    record: str
    model: type[Model] | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def fields(self) -> Iterator[tuple[str, Field[Any, Any] | None]]:
        for name in dict.fromkeys((*self.before, *self.after)):
            if name not in _TECHNICAL:
                yield name, _field(self.model, name)


def _table(entry: LoggedAction) -> _Table:
    action = registered().get(entry.action)
    subject = action.subject if action else ""
    kinds = {
        "fact": entry.fact_kind,
        "entity": entry.entity.kind if entry.entity else "",
        "item": "importitem",
        "batch": "importbatch",
        "account": "user",
    }
    return _Table("", _model(kinds.get(subject, subject)), entry.before, entry.after)


def _related(row: Mapping[str, Any]) -> _Table:
    before, after = row["before"] or {}, row["after"] or {}
    name = after.get("name") or before.get("name") or after.get("text") or before.get("text") or row["id"]
    noun = _NOUNS.get(row["kind"], row["kind"]).capitalize()
    state = " (added)" if row["before"] is None else " (removed)" if row["after"] is None else ""
    return _Table(f"{noun} {str(name)[:60]}{state}", _model(row["kind"]), before, after)


def _model(kind: str) -> type[Model] | None:
    for app in ("articles", "auth"):
        if kind in apps.all_models[app]:
            return apps.all_models[app][kind]
    return None


def _field(model: type[Model] | None, name: str) -> Field[Any, Any] | None:
    """None for a column that a later version removed."""
    try:
        return cast("Field[Any, Any]", model._meta.get_field(name)) if model else None  # noqa: SLF001 (Django's public description of a model)
    except FieldDoesNotExist:
        return None


def _names(tables: Iterable[_Table]) -> _Names:
    """The names of all records that the values refer to, with one query per table."""
    ids: dict[type[Model], set[Any]] = defaultdict(set)
    for table in tables:
        for name, field in table.fields():
            if field is not None and field.related_model is not None:
                for value in (table.before.get(name), table.after.get(name)):
                    ids[_target(field)].update(value if isinstance(value, list) else [value])
    return {
        (model, pk): str(record)
        for model, pks in ids.items()
        for pk, record in model._default_manager.in_bulk([pk for pk in pks if pk is not None]).items()  # noqa: SLF001 (Django's public way to a model's rows)
    }


def _target(field: Field[Any, Any]) -> type[Model]:
    return cast("type[Model]", field.related_model)


def _of_table(table: _Table, names: _Names) -> Iterator[ValueChange]:
    for name, field in table.fields():
        before, after = (_in_words(values.get(name), field, names) for values in (table.before, table.after))
        if before or after:
            yield ValueChange(table.record, _label(name, field), before, after, name)


def _label(name: str, field: Field[Any, Any] | None) -> str:
    label = LABELS.get(name) or (str(field.verbose_name) if field is not None else name.replace("_", " "))
    return label[:1].upper() + label[1:]


def _in_words(value: Any, field: Field[Any, Any] | None, names: _Names) -> str:
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field is not None and field.related_model is not None:
        ids = value if isinstance(value, list) else [value]
        return ", ".join(names.get((_target(field), pk), f"number {pk}, removed since") for pk in ids)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, DecimalField):
        return str(value).rstrip("0").rstrip(".") if "." in str(value) else str(value)
    moment = parse_datetime(value) if isinstance(field, DateTimeField) else None
    return _cut(f"{moment_in_words(moment)} UTC" if moment else _text(value))


def _text(value: Any) -> str:
    """The text of a story paragraph by paragraph, lists and tables as lists of words."""
    if isinstance(value, dict):
        return value["text"] if "text" in value else "; ".join(f"{key}: {_text(one)}" for key, one in value.items())
    if isinstance(value, list):
        separator = "\n\n" if any(isinstance(one, dict) for one in value) else ", "
        return separator.join(_text(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
