"""What importing a table of records would do, row by row. Nothing is written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from articles.batches import batches
from articles.desk.acting import acting_user
from articles.desk.record_checks import problems_of
from articles.desk.record_columns import ID, MODELS, NEW, OTHER_NAMES, RecordValues, columns_of, values_of
from articles.desk.record_matching import Matches, asks_for_new, keyed_name
from articles.desk.record_table import cells_of
from articles.desk.records import is_same_name
from articles.desk.rights import PUBLISH, lacking
from articles.models import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.desk.record_columns import Column, NameValue
    from articles.desk.record_table import TableRow

ADDED, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that differs from the record. `value` is what is saved."""

    column: Column
    before: str
    after: str
    value: Any


@dataclass(slots=True)
class RowPlan:
    """`problems` are sentences, each with the column that it is about, or "". `seen` changes with the record."""

    number: int
    name: str = ""
    record: Any = None
    changes: list[Change] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    seen: str = ""

    @property
    def outcome(self) -> str:
        if self.problems:
            return REFUSED
        return ADDED if self.record is None else CHANGED if self.changes else UNCHANGED

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "name": self.name,
            "outcome": self.outcome,
            "record": self.record.pk if self.record is not None else None,
            "changes": [[change.column.name, change.before, change.after] for change in self.changes],
            "problems": [list(problem) for problem in self.problems],
            "seen": self.seen,
        }


class Planner:
    """Plans the rows of one table. Rows that are about the same record, or that take the same identifier, are refused
    after the first.
    """

    def __init__(self, kind: str, columns: list[Column] | None = None) -> None:
        self.kind, self.model = kind, MODELS[kind]
        self.columns = columns_of(kind) if columns is None else columns
        # What earlier rows are about: (what, value) -> the number of the row.
        self._claims: dict[tuple[str, str], int] = {}

    def plan(self, rows: Sequence[TableRow]) -> Iterator[RowPlan]:
        for some in batches(rows, _CHUNK):
            matches = Matches(self.kind, self.columns, some)
            records = self.model._default_manager.filter(pk__in=matches.records)  # noqa: SLF001 (Django's public way to a model's rows)
            values = values_of(list(records.prefetch_related("other_names", "identifiers")))
            by_id = {one.record.pk: one for one in values}
            public = set(Entity.objects.filter(pk__in=by_id).public().values_list("pk", flat=True))
            for row in some:
                yield self._plan_row(row, matches, by_id, public)

    def _plan_row(self, row: TableRow, matches: Matches, by_id: dict[int, RecordValues], public: set[int]) -> RowPlan:
        plan = RowPlan(row.number, name=row.cells.get("name", ""))
        match = matches.of(row)
        plan.problems += match.problems
        current = by_id.get(match.record) if match.record is not None else None
        if match.problems:
            return plan
        if current is None:
            current, plan.seen = RecordValues(self.model()), ADDED
        else:
            plan.record = current.record
            plan.name = plan.name or current.record.name
        self._compare(row, current, plan)
        if plan.record is not None and not plan.changes:
            self._claim(plan, "record", str(plan.record.pk), "is about the same record")
            return plan
        self._check(row, current, plan, matches)
        user = acting_user()
        if plan.record is not None and plan.record.pk in public and user is not None:
            missing = lacking(user, PUBLISH)
            plan.problems += [("", f"Readers see this record. {missing}")] if missing else []
        return plan

    def _compare(self, row: TableRow, current: RecordValues, plan: RowPlan) -> None:
        """Find the cells that differ. A cell that says what the record has is not read at all."""
        cells = cells_of(self.columns, current)
        if plan.record is not None:
            plan.seen = _digest(plan.record.pk, cells)
        for column in self.columns:
            if column.name not in row.cells:
                continue
            cell, is_new = row.cells[column.name].strip(), plan.record is None
            if cell == cells[column.name] and (cell or not is_new):
                continue
            if is_new and not cell and column.name != "name":
                continue
            try:
                value = column.read(cell)
            except ValueError as error:
                plan.problems.append((column.name, str(error)))
                continue
            after = column.write(value)
            is_same = after.strip() == cells[column.name] or self._is_default_sort_name(column, value, current)
            if is_new or not is_same:
                plan.changes.append(Change(column, "" if is_new else cells[column.name], after, value))

    @staticmethod
    def _is_default_sort_name(column: Column, value: Any, current: RecordValues) -> bool:
        return column.name == "sort_name" and value == current.record.sort_name

    def _check(self, row: TableRow, current: RecordValues, plan: RowPlan, matches: Matches) -> None:
        columns = {column.field: column for column in self.columns if column.attribute}
        values = {name: getattr(current.record, column.attribute) for name, column in columns.items()}
        changed = {change.column.field: change.value for change in plan.changes if change.column.attribute}
        values |= changed
        pk = plan.record.pk if plan.record is not None else None
        if changed or plan.record is None:
            found = problems_of(self.model, values, pk=pk)
            plan.problems += [(columns[name].name, sentence) for name, sentence in found.items() if name in columns]
        for change in plan.changes:
            if change.column.name == OTHER_NAMES:
                plan.problems += [(OTHER_NAMES, says) for says in _name_problems(change.value, current, values["name"])]
            if change.column.scheme:
                taken = matches.taken(change.column.scheme, change.value, pk)
                plan.problems += [(change.column.name, says) for says in taken]
                for identifier in change.value:
                    claimed = f"{change.column.scheme} {identifier}"
                    self._claim(plan, "identifier", claimed, "has the same identifier", change.column.name)
        if plan.record is not None:
            self._claim(plan, "record", str(pk), "is about the same record")
        elif not asks_for_new(row):
            advice = f"adds a record with the same name: write yes in the column “{NEW}” if this is another one"
            self._claim(plan, "name", keyed_name(row), advice, "name")

    def _claim(self, plan: RowPlan, what: str, value: str, says: str, column: str = "") -> None:
        first = self._claims.setdefault((what, value), plan.number)
        if first != plan.number:
            plan.problems.append((column or ID, f"Row {first} {says}."))


def _name_problems(names: Sequence[NameValue], current: RecordValues, own: str) -> Iterator[str]:
    """Names that the record has already are not checked again."""
    has = {name.name for name in current.names}
    for place, name in enumerate(names):
        others = [other.name for other in names[:place]]
        if name.name in others:
            yield f"{name.name} is listed twice."
        elif name.name in has:
            continue
        elif is_same_name(name.name, own):
            yield f"{name.name} is already the name of this record."
        elif any(is_same_name(name.name, other) for other in others):
            yield f"{name.name} is listed twice."


def _digest(pk: int, cells: dict[str, str]) -> str:
    return sha256(json.dumps([pk, cells], sort_keys=True).encode()).hexdigest()[:24]
