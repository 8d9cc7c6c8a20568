"""Rebuild the search index from the database next to the current one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.search.indexer import rebuild
from articles.search.storage import BusyError
from articles.wording.counts import counted


class Command(BaseCommand):
    help = "Rebuild the search index next to the current one, then swap them without downtime."

    def handle(self, **_options: Any) -> None:
        try:
            rebuild(self._tell)
        except BusyError as error:
            raise CommandError(str(error)) from None
        self.stdout.write("Search index rebuilt.")

    def _tell(self, done: int, of: int) -> None:
        self.stdout.write(f"  {done} of {counted(of, 'story', 'stories')}")
