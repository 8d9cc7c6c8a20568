"""Replace the content of the site with a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.backup.errors import BackupError
from newsroom.backup.facts import in_words
from newsroom.backup.restoring import restore


class Command(BaseCommand):
    help = "Restore a backup. The site must be stopped; its current content is kept under another name."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="a file written by `manage.py backup`")
        parser.add_argument("--force", action="store_true", help="replace existing content")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            restored = restore(options["file"], replace=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from None
        manifest = restored.manifest
        self.stdout.write(f"Restored the backup of {manifest.created} (version {manifest.app_version}).")
        self.stdout.write(f"The site now holds {in_words(restored.counts)}.")
        if restored.kept:
            self.stdout.write("The previous content is kept; delete it when it is no longer needed:")
            for name in restored.kept:
                self.stdout.write(f"  {name}")
        self.stdout.write("The search index will be rebuilt when the site starts.")
