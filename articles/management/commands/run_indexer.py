"""Keep the search index and the record in sync with the database until stopped."""

from __future__ import annotations

import signal
import threading
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.record import projector
from articles.record.projector_lock import ProjectorLock
from articles.search.indexer import Indexer
from articles.search.storage import BusyError
from newsroom.site_lock import in_use


class Command(BaseCommand):
    help = (
        "Keep the search index in sync with the database (one process per index folder), and the record of public pages "
        "(one of these processes per site)."
    )

    def handle(self, **_options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            with in_use(settings.DATA_DIR), Indexer.exclusive():
                indexer = Indexer()
                indexer.run(stop, then=partial(keep_record, ProjectorLock()))
                indexer.close()
        except BusyError as error:
            raise CommandError(str(error)) from None


def keep_record(lock: ProjectorLock) -> None:
    """Bring the record up to date, unless the indexer of another machine does."""
    if lock.acquire():
        projector.drain()
