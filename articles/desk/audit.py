"""Writing the audit log: which action, on which records, and every column that it changed, before and after."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.db.models import DecimalField, Field, ManyToManyField, Model

from articles.batches import batches
from articles.desk.actions import action_of
from articles.desk.serialization import to_json
from articles.models import LoggedAction
from articles.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.contrib.auth.models import User

    from articles.models import (
        Article,
        Entity,
        Figure,
        ImportBatch,
        ImportItem,
        Membership,
        Mention,
        Outlet,
        Pledge,
        Quotation,
    )

Columns = dict[str, Any]
_Row = tuple[type[Model], int]
# Columns that the log omits, with the reason why an undo does not need them. A foreign key is never omitted.
OMITTED: Mapping[str, str] = {
    "created": "set by the first save",
    "modified": "set by every save",
    "slug": "derived from the headline or the name by every save",
    "key": "derived from the name by every save",
    "quotation_count": "derived from the accepted facts",
    "pledge_count": "derived from the accepted facts",
    "preview": "read again from the bytes of the import",
    "received": "the bytes of an upload, until they are decoded",
    "claimed_at": "part of the lease of a worker",
    "claimed_by": "part of the lease of a worker",
    "next_poll": "set by every poll",
    "password": "a secret, even as a hash",
    "last_login": "each login is an entry of its own",
}
# More ids in one condition than any database refuses.
_MAX_IDS = 500


def snapshot(record: Model) -> Columns:
    """All columns of a record as JSON, including its parent table's; a foreign key is the id it points to, a
    many-to-many field the sorted ids.
    """
    return _snapshots([record])[type(record), record.pk]


def kind_of(record: Model | type[Model]) -> str:
    """The name of its table in the log, for example "mention"."""
    return str(record._meta.model_name)  # noqa: SLF001 (Django's public description of a model)


class RowChanges:
    """Collects the rows that an action changes in addition to its own record.

    Call `watch` before the change; the log reads the rows again when it writes the action.
    """

    def __init__(self) -> None:
        self._before: dict[_Row, Columns | None] = {}
        self._set: dict[_Row, tuple[Columns, Columns]] = {}

    def watch(self, rows: Iterable[Model]) -> None:
        """Store the current values of these rows, unless they are watched already."""
        new = [row for row in rows if (type(row), row.pk) not in self._before]
        for key, columns in _snapshots(new).items():
            was, _ = self._set.pop(key, ({}, {}))
            self._before[key] = {**columns, **was}

    def set_column(self, model: type[Model], pks: Iterable[int], column: str, was: Any, became: Any) -> None:
        """State a change of many rows that are not read for it: each had this value and has that one."""
        for pk in pks:
            if (model, pk) in self._before:
                continue
            before, after = self._set.setdefault((model, pk), ({}, {}))
            before.setdefault(column, was)
            after[column] = became

    def created(self, row: Model) -> None:
        self._before[type(row), row.pk] = None

    def as_json(self) -> list[dict[str, Any]]:
        """The rows that differ from their stored values, with both values."""
        ids: dict[type[Model], list[int]] = defaultdict(list)
        for model, pk in self._before:
            ids[model].append(pk)
        now: dict[_Row, Columns] = {}
        for model, pks in ids.items():
            now.update(_snapshots(_rows(model, pks)))
        changes = []
        for (model, pk), before in self._before.items():
            after = now.get((model, pk))
            was, became = (before, after) if before is None or after is None else differing(before, after)
            if was or became:
                changes.append({"kind": kind_of(model), "id": pk, "before": was, "after": became})
        for (model, pk), (was, became) in self._set.items():
            changes.append({"kind": kind_of(model), "id": pk, "before": was, "after": became})
        return changes


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Columns, Columns]:
    """Both snapshots without the columns that are equal."""
    same = {name for name, value in before.items() if name in after and after[name] == value}
    return (
        {name: value for name, value in before.items() if name not in same},
        {name: value for name, value in after.items() if name not in same},
    )


def log(
    key: str,
    what: str,
    *,
    user: User | None,
    article: Article | None = None,
    entity: Entity | None = None,
    fact: Mention | Quotation | Pledge | Membership | Figure | None = None,
    outlet: Outlet | None = None,
    item: ImportItem | None = None,
    batch: ImportBatch | None = None,
    account: User | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    related: RowChanges | None = None,
    details: Mapping[str, Any] | None = None,
    source: str = "",
) -> LoggedAction:
    """Write one action.

    `before` and `after` may be complete snapshots: columns equal in both are left out. Empty `before` means that the
    record is new, empty `after` that it was deleted. Raises ValueError for an unregistered key, and for references or
    columns other than the action declares.
    """
    about = {
        "article": article, "entity": entity, "fact": fact, "outlet": outlet, "item": item, "batch": batch,
        "account": account,
    }  # fmt: skip
    ids = {f"{name}_id": record.pk if record is not None else None for name, record in about.items()}
    was, became = differing(before or {}, after or {})
    given = {name for name, record in about.items() if record is not None}
    action_of(key).check(given, has_columns=bool(was or became))
    return LoggedAction.objects.create(
        action=key, what=what[:300], by=user if user and user.pk else None, **ids,
        fact_kind=kind_of(fact) if fact is not None else "",
        before=to_json(was), after=to_json(became), related=related.as_json() if related else [],
        details=to_json(dict(details or {})), source=clean_line(source)[:200],
    )  # fmt: skip


def whole_row(row: Model) -> Columns:
    """All columns of a row by attribute, with those that the log omits, as JSON."""
    return {
        field.attname: _as_json(field, field.value_from_object(row))
        for field in row._meta.concrete_fields  # noqa: SLF001 (Django's public description of a model)
    }


def _snapshots(records: Sequence[Model]) -> dict[_Row, Columns]:
    """The snapshots of several records; those of one table share a query per many-to-many field."""
    found: dict[_Row, Columns] = {}
    of_model: dict[type[Model], list[int]] = defaultdict(list)
    for record in records:
        fields = [field for field in record._meta.concrete_fields if not _is_left_out(field)]  # noqa: SLF001 (Django's public description of a model)
        columns = {field.name: _as_json(field, field.value_from_object(record)) for field in fields}
        found[type(record), record.pk] = columns
        if record.pk is not None:
            of_model[type(record)].append(record.pk)
    for model, pks in of_model.items():
        for field in model._meta.many_to_many:  # noqa: SLF001 (Django's public description of a model)
            ids = _related_ids(field, pks)
            for pk in pks:
                found[model, pk][field.name] = sorted(ids[pk])
    return found


def _related_ids(field: ManyToManyField[Any, Any], pks: Sequence[int]) -> dict[int, list[int]]:
    """The ids that a many-to-many field of these records points to."""
    found: dict[int, list[int]] = defaultdict(list)
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    through = cast("type[Model]", field.remote_field.through)
    rows = through._default_manager  # noqa: SLF001 (Django's public way to a model's rows)
    for batch in batches(pks, _MAX_IDS):
        some = rows.filter(**{f"{source}__in": batch})
        for pk, related in some.values_list(source, target):
            found[pk].append(related)
    return found


def _rows(model: type[Model], pks: list[int]) -> list[Model]:
    names = OMITTED.keys() & {field.name for field in model._meta.concrete_fields if not field.is_relation}  # noqa: SLF001 (Django's public description of a model)
    return list(model._default_manager.defer(*names).in_bulk(pks).values())  # noqa: SLF001 (Django's public way to a model's rows)


def _is_left_out(field: Field[Any, Any]) -> bool:
    is_parent_link = field.remote_field is not None and getattr(field.remote_field, "parent_link", False)
    return field.primary_key or is_parent_link or (field.name in OMITTED and not field.is_relation)


def _as_json(field: Field[Any, Any], value: object) -> Any:
    if isinstance(field, DecimalField) and isinstance(value, Decimal | int | float | str):
        return f"{Decimal(value):.{field.decimal_places}f}"  # as the database returns it
    return to_json(value)
