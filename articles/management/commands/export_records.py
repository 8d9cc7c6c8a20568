"""Write people, organizations or places to a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.desk.record_columns import MODELS
from articles.desk.record_table import write_table
from articles.vocabulary import EntityKind


class Command(BaseCommand):
    help = "Write all records of a kind to a CSV file, which import_records reads. An existing file is replaced."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("kind", choices=EntityKind.values, help="what the records are")
        parser.add_argument("file", type=Path, metavar="FILE", help="the CSV file to write")

    def handle(self, *_args: Any, **options: Any) -> None:
        kind, file = options["kind"], options["file"]
        records = MODELS[kind]._default_manager.all()  # noqa: SLF001  # Django's public way to a model's rows
        try:
            with file.open("w", encoding="utf-8", newline="") as written:
                written.writelines(write_table(kind, records))
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{records.count():,} records written to {file}.")
