"""Import people, organizations or places from a CSV file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from articles.desk.record_import import continue_import, plan_table, start_import
from articles.desk.record_plan import ADDED, CHANGED, REFUSED, UNCHANGED
from articles.desk.record_table import read_table
from articles.desk.transitions import IllegalTransitionError
from articles.vocabulary import EntityKind
from articles.wording.counts import counted

if TYPE_CHECKING:
    from articles.models import RecordImport


class Command(BaseCommand):
    help = "Import records of a kind from a CSV file. Rows that are refused are listed, and the others are saved."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("kind", choices=EntityKind.values, help="what the records are")
        parser.add_argument("file", type=Path, metavar="FILE", help="the CSV file to read")
        parser.add_argument("--dry-run", action="store_true", help="print what would change, and save nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        kind, file = options["kind"], options["file"]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            unknown = read_table(kind, content).unknown
            if options["dry_run"]:
                rows = [plan.as_json() for plan in plan_table(kind, content)]
            else:
                started = start_import(kind, file.name, content, user=None)
                rows = started.rows
        except IllegalTransitionError as error:
            raise CommandError(str(error)) from error
        if unknown:
            self.stdout.write(f"Columns that are not known and are left out: {', '.join(unknown)}.")
        self.tell(rows)
        if not options["dry_run"]:
            self.save(started)

    def tell(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["outcome"] == UNCHANGED:
                continue
            self.stdout.write(f"Row {row['number']}, {row['name'] or 'without a name'}: {row['outcome']}")
            for column, says in row["problems"]:
                self.stdout.write(f"  {column + ': ' if column else ''}{says}")
            for column, before, after in row["changes"]:
                self.stdout.write(f"  {column}: {before!r} -> {after!r}")
        counts = Counter(row["outcome"] for row in rows)
        said = ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in (ADDED, CHANGED, UNCHANGED, REFUSED))
        self.stdout.write(f"{said}.")

    def save(self, started: RecordImport) -> None:
        counts = continue_import(started, user=None)
        for number, says in started.outcomes.items():
            if isinstance(says, str):
                self.stdout.write(f"Row {number}: {says}")
        started.delete()
        self.stdout.write(f"{counted(counts['saved'], 'row', 'rows')} saved.")
