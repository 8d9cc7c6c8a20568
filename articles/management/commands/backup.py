"""Back up everything that cannot be rebuilt into one file, while the site runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.backup.archive import SECRET_KEY
from newsroom.backup.errors import BackupError, megabytes
from newsroom.backup.facts import in_words
from newsroom.backup.taking import back_up


class Command(BaseCommand):
    help = "Back up the database, the secret key and the media files to one file. The site can keep running."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="the file to write, for example backup.zip")
        parser.add_argument("--force", action="store_true", help="overwrite the file if it exists")

    def handle(self, *_args: Any, **options: Any) -> None:
        target: Path = options["file"]
        try:
            manifest = back_up(target, replace=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Wrote and checked {target} ({megabytes(target.stat().st_size)}).")
        self.stdout.write(f"It holds {in_words(manifest.counts)}.")
        if SECRET_KEY not in manifest.files or os.environ.get("SECRET_KEY"):
            self.stdout.write("SECRET_KEY comes from the environment and is not in the file: keep a copy elsewhere.")
