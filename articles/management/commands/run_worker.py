"""Read imports and do other background work, until stopped."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

import articles.tasks  # noqa: F401  # what the jobs do
from articles.imports import requeue
from newsroom.site_lock import in_use

logger = logging.getLogger(__name__)
SWEEP_EVERY = 30.0
_POLL_SECONDS = 0.5


class Command(BaseCommand):
    help = "Run a background worker: it takes up what a killed worker left, then works off the queue."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--batch", action="store_true", help="work off the queue, then stop")

    def handle(self, *_args: Any, **options: Any) -> None:
        with in_use(settings.DATA_DIR):
            self.work(until_empty=options["batch"])

    def work(self, *, until_empty: bool) -> None:
        left = requeue.requeue_stale()
        if left:
            logger.info("Asked again for %s imports that a worker had left", left)
        stop = threading.Event()
        sweeper = threading.Thread(target=sweep_until, args=(stop,), daemon=True)
        sweeper.start()
        try:
            call_command(
                "db_worker",
                interval=_POLL_SECONDS,
                batch=until_empty,
                startup_delay=False,
                reload=False,
                verbosity=1,
            )
        finally:
            stop.set()


def sweep_until(stop: threading.Event, every: float = SWEEP_EVERY) -> None:
    """Sweep again and again: a worker on another machine may die while this one lives."""
    while not stop.wait(every):
        close_old_connections()
        try:
            requeue.requeue_stale()
        except DatabaseError:
            # A database that is away comes back; the items wait, and the next sweep finds them.
            logger.warning("The sweep could not reach the database", exc_info=True)
        finally:
            close_old_connections()
