"""Put a backup in place of what the site holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.backup.errors import BackupError
from newsroom.backup.facts import in_words
from newsroom.backup.restoring import restore


class Command(BaseCommand):
    help = "Restore a file that `backup` wrote. The site must be stopped; what it holds now is kept under another name."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="the file that `manage.py backup` wrote")
        parser.add_argument("--force", action="store_true", help="replace what the site holds now")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            restored = restore(options["file"], replace=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from None
        manifest = restored.manifest
        self.stdout.write(f"Restored the backup of {manifest.created} (version {manifest.app_version}).")
        self.stdout.write(f"The site holds {in_words(restored.counts)}.")
        if restored.kept:
            self.stdout.write("What was there before is kept; delete it when it is no longer needed:")
            for name in restored.kept:
                self.stdout.write(f"  {name}")
        self.stdout.write("The search index is built again when the site starts.")
