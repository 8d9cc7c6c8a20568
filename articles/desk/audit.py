"""Writing the audit log: which action, on which records, and every column that it changed, before and after."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import DecimalField, Field, Model

from articles.desk.actions import action_of
from articles.desk.serialization import to_json
from articles.models import LoggedAction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import User

    from articles.models import (
        Article,
        Entity,
        ImportBatch,
        ImportItem,
        Membership,
        Mention,
        Outlet,
        Pledge,
        Quotation,
    )

Columns = dict[str, Any]
# Set by every save, derived from another column or from the bytes of an import, or part of a worker's lease: an undo
# does not restore them.
_NOT_KEPT = frozenset({"created", "modified", "slug", "key", "preview", "claimed_at", "claimed_by"})


def snapshot(record: Model) -> Columns:
    """All columns of a record as JSON, including its parent table's; a foreign key is the id it points to."""
    fields = [field for field in record._meta.concrete_fields if not _is_left_out(field)]  # noqa: SLF001 (Django's public description of a model)
    return {field.name: _as_json(field, field.value_from_object(record)) for field in fields}


def kind_of(record: Model | type[Model]) -> str:
    """The name of its table in the log, for example "mention"."""
    return str(record._meta.model_name)  # noqa: SLF001 (Django's public description of a model)


class RowChanges:
    """Collects the rows that an action changes in addition to its own record.

    Call `watch` before the change; the log reads the rows again when it writes the action.
    """

    def __init__(self) -> None:
        self._before: dict[tuple[type[Model], int], Columns | None] = {}

    def watch(self, rows: Iterable[Model]) -> None:
        """Store the current values of these rows, unless they are watched already."""
        for row in rows:
            if (type(row), row.pk) not in self._before:
                self._before[type(row), row.pk] = snapshot(row)

    def created(self, row: Model) -> None:
        self._before[type(row), row.pk] = None

    def as_json(self) -> list[dict[str, Any]]:
        """The rows that differ from their stored values, with both values."""
        ids: dict[type[Model], list[int]] = defaultdict(list)
        for model, pk in self._before:
            ids[model].append(pk)
        now: dict[tuple[type[Model], int], Columns] = {}
        for model, pks in ids.items():
            now.update({(model, pk): snapshot(row) for pk, row in _rows(model, pks).items()})
        changes = []
        for (model, pk), before in self._before.items():
            after = now.get((model, pk))
            was, became = (before, after) if before is None or after is None else differing(before, after)
            if was or became:
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
    fact: Mention | Quotation | Pledge | Membership | None = None,
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

    `before` and `after` may be complete snapshots: columns equal in both are left out. Raises ValueError for an
    unregistered key, and for references other than the action declares.
    """
    about = {
        "article": article, "entity": entity, "fact": fact, "outlet": outlet, "item": item, "batch": batch,
        "account": account,
    }  # fmt: skip
    action_of(key).check_references({name for name, record in about.items() if record is not None})
    ids = {f"{name}_id": record.pk if record is not None else None for name, record in about.items()}
    was, became = differing(before or {}, after or {})
    return LoggedAction.objects.create(
        action=key, what=what[:300], by=user if user and user.pk else None, **ids,
        fact_kind=kind_of(fact) if fact is not None else "",
        before=to_json(was), after=to_json(became), related=related.as_json() if related else [],
        details=to_json(dict(details or {})), source=source[:200],
    )  # fmt: skip


def _rows(model: type[Model], pks: list[int]) -> dict[int, Model]:
    names = _NOT_KEPT.intersection(field.name for field in model._meta.concrete_fields)  # noqa: SLF001 (Django's public description of a model)
    return model._default_manager.defer(*names).in_bulk(pks)  # noqa: SLF001 (Django's public way to a model's rows)


def _is_left_out(field: Field[Any, Any]) -> bool:
    is_parent_link = field.remote_field is not None and getattr(field.remote_field, "parent_link", False)
    return field.primary_key or is_parent_link or field.name in _NOT_KEPT


def _as_json(field: Field[Any, Any], value: object) -> Any:
    if isinstance(field, DecimalField) and isinstance(value, Decimal | int | float | str):
        return f"{Decimal(value):.{field.decimal_places}f}"  # as the database returns it
    return to_json(value)
