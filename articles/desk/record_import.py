"""Importing a table of records: the preview is stored, and what an editor confirms is saved row by row.

A row is saved only if its record is still as the preview showed it.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.batches import batches
from articles.desk.audit import log
from articles.desk.identifiers import save_identifiers
from articles.desk.record_columns import OTHER_NAMES
from articles.desk.record_plan import ADDED, CHANGED, Planner
from articles.desk.record_table import read_table
from articles.desk.records import save_entity, save_names
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError
from articles.geography.place_kinds import place_kinds
from articles.models import Entity, OtherName, RecordImport

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.contrib.auth.models import User

    from articles.desk.record_columns import NameValue
    from articles.desk.record_plan import RowPlan
    from articles.desk.record_table import TableRow

# Rows in a transaction: longer ones would keep other editors from saving.
_ROWS_AT_ONCE = 50
_KEPT_FOR = timedelta(days=7)
_STALE = "Not saved: someone changed this record after the preview. Import the row again."


def plan_table(kind: str, content: bytes) -> list[RowPlan]:
    """Raises IllegalTransitionError for a file that is no such table."""
    return list(Planner(kind).plan(read_table(kind, content).rows))


def start_import(kind: str, name: str, content: bytes, *, user: User | None) -> RecordImport:
    """Store a table and its preview. Raises IllegalTransitionError for a file that is no such table."""
    plans = plan_table(kind, content)
    RecordImport.objects.filter(created__lt=timezone.now() - _KEPT_FOR).delete()
    started = RecordImport(kind=kind, name=name[:200], created_by=user if user and user.pk else None)
    started.store(content, [plan.as_json() for plan in plans])
    started.save()
    return started


def waiting_rows(started: RecordImport) -> list[int]:
    """The numbers of the rows that are to be saved and were not handled yet."""
    return [
        row["number"]
        for row in started.rows
        if row["outcome"] in (ADDED, CHANGED) and str(row["number"]) not in started.outcomes
    ]


def continue_import(started: RecordImport, *, user: User | None, seconds: float | None = None) -> Counter[str]:
    """Save the rows that wait, for about `seconds` at most. Returns how many were saved and how many refused."""
    table = {row.number: row for row in read_table(started.kind, started.file).rows}
    shown = {row["number"]: row for row in started.rows}
    counts: Counter[str] = Counter()
    end = monotonic() + seconds if seconds is not None else None
    for numbers in batches(waiting_rows(started), _ROWS_AT_ONCE):
        with transaction.atomic():
            locked = RecordImport.objects.select_for_update().get(pk=started.pk)
            rows = [table[number] for number in numbers if str(number) not in locked.outcomes]
            for row, outcome in _save_rows(Planner(locked.kind), rows, shown, user):
                locked.outcomes[str(row.number)] = outcome
                counts["saved" if isinstance(outcome, int) else "refused"] += 1
            locked.save(update_fields=["outcomes"])
        started.outcomes = locked.outcomes
        if end is not None and monotonic() > end:
            break
    if not waiting_rows(started) and counts:
        _log_end(started, user)
    return counts


def _log_end(started: RecordImport, user: User | None) -> None:
    saved = sum(isinstance(outcome, int) for outcome in started.outcomes.values())
    details = {"saved": saved, "refused": len(started.rows) - saved - _unchanged(started)}
    log("record.import", started.name or "a table", user=user, details={"kind": started.kind, **details})


def _unchanged(started: RecordImport) -> int:
    return sum(row["outcome"] == "unchanged" for row in started.rows)


def _save_rows(
    planner: Planner, rows: Sequence[TableRow], shown: dict[int, dict[str, Any]], user: User | None
) -> Iterator[tuple[TableRow, int | str]]:
    """Each row with the id of its record, or with the sentence that refused it."""
    for row in rows:
        outcome: int | str
        try:
            with transaction.atomic():
                outcome = _save_row(Planner(planner.kind, planner.columns), row, shown[row.number], user)
        except (IllegalTransitionError, MissingRightError) as error:
            outcome = str(error)
        except IntegrityError:
            outcome = "Not saved: another record has the same values as this row."
        yield row, outcome


def _save_row(planner: Planner, row: TableRow, shown: dict[str, Any], user: User | None) -> int:
    """Planned again just before it is saved: an editor, or a row before it, may have changed what it refers to."""
    if shown["record"] is not None:
        Entity.objects.select_for_update().filter(pk=shown["record"]).first()
    (plan,) = planner.plan([row])
    if plan.problems:
        raise IllegalTransitionError(" ".join(sentence for _, sentence in plan.problems))
    if plan.seen != shown["seen"]:
        raise IllegalTransitionError(_STALE)
    return save_plan(plan, planner.model, user=user)


def save_plan(plan: RowPlan, model: type[Entity], *, user: User | None) -> int:
    """Save a row without problems; call in a transaction, with the record locked."""
    record: Any = plan.record if plan.record is not None else model()
    changed = [change for change in plan.changes if change.column.attribute]
    for change in changed:
        setattr(record, change.column.attribute, change.value)
        kind_of_place = place_kinds().get(change.value) if change.column.attribute == "feature_code" else None
        if kind_of_place is not None:
            record.feature_class = kind_of_place.feature_class
    listed = set(OtherName.objects.filter(entity=record.pk).values_list("pk", flat=True)) if record.pk else set()
    if changed or plan.record is None:
        save_entity(record, user=user, changed=[change.column.field for change in changed])
    for change in plan.changes:
        if change.column.name == OTHER_NAMES:
            _save_names(record, change.value, listed, user)
    wanted = {change.column.scheme: change.value for change in plan.changes if change.column.scheme}
    if wanted:
        save_identifiers(record, wanted, user=user)
    return int(record.pk)


def _save_names(record: Any, wanted: Sequence[NameValue], listed: set[int], user: User | None) -> None:
    """`listed` are the names that the preview showed: the former name of a renamed record, kept just now, stays."""
    existing = {row.name: row for row in OtherName.objects.filter(entity=record.pk)}
    keep = {name.name for name in wanted}
    saved = []
    for name in wanted:
        row = existing.get(name.name) or OtherName(name=name.name)
        values = {"kind": name.kind, "language": name.language, "is_weak": name.is_weak}
        values["case_sensitive"] = name.case_sensitive
        if row.pk is None or any(getattr(row, column) != value for column, value in values.items()):
            for column, value in values.items():
                setattr(row, column, value)
            saved.append(row)
    deleted = [row for name, row in existing.items() if name not in keep and row.pk in listed]
    save_names(record, saved=saved, deleted=deleted, user=user)
