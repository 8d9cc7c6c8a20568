"""Builds the search index anew from the database, beside the one in use."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.search.indexer import rebuild
from articles.search.storage import BusyError


class Command(BaseCommand):
    help = "Build the search index anew beside the one in use, then swap them. Readers notice nothing."

    def handle(self, **_options: Any) -> None:
        try:
            rebuild(self._tell)
        except BusyError as error:
            raise CommandError(str(error)) from None
        self.stdout.write("The search index is built.")

    def _tell(self, done: int, of: int) -> None:
        self.stdout.write(f"  {done} of {of} stories")
