"""Derive again what public pages show, from the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.record import projector
from articles.record.projector_lock import ProjectorLock
from articles.wording.counts import counted


class Command(BaseCommand):
    help = "Derive again what public pages show. Pages that are as they should be stay as they are."

    def handle(self, **_options: Any) -> None:
        lock = ProjectorLock()
        if not lock.acquire():
            projector.request_rebuild()
            self.stdout.write("The running indexer rebuilds the record now; its log says when it is done.")
            return
        projector.rebuild(self._report)
        lock.release()
        self.stdout.write("Record rebuilt.")

    def _report(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done} of {counted(total, 'story', 'stories')}")
