"""Read imports and do other background work, until stopped."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

import articles.tasks  # noqa: F401  # registers the jobs
from articles.desk import duplicate_search, scheduling
from articles.imports import claim_holder, feed_subscriptions, lost_tasks, requeue, story_pictures
from articles.models import Heartbeat
from articles.models.heartbeat import BEAT_SECONDS
from newsroom.site_lock import in_use
from newsroom.storage_errors import storage_problem

logger = logging.getLogger(__name__)
REQUEUE_SECONDS = BEAT_SECONDS
WORKER = "worker"
_POLL_SECONDS = 0.5


class Command(BaseCommand):
    help = "Run a background worker: requeue abandoned imports, then process the queue."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--batch", action="store_true", help="process the queue, then stop")

    def handle(self, *_args: Any, **options: Any) -> None:
        with in_use(settings.DATA_DIR):
            self.work(until_empty=options["batch"])

    def work(self, *, until_empty: bool) -> None:
        Heartbeat.objects.beat(WORKER)
        left = requeue.requeue_stale()
        if left:
            logger.info("Requeued %s imports abandoned by a worker", left)
        lost_tasks.requeue_lost_tasks()
        story_pictures.remove_orphans()
        stop = threading.Event()
        requeuing = threading.Thread(target=requeue_until, args=(stop,), daemon=True)
        requeuing.start()
        try:
            call_command(
                "db_worker",
                interval=_POLL_SECONDS,
                batch=until_empty,
                startup_delay=False,
                reload=False,
                worker_id=claim_holder.new_worker_name(),
                verbosity=1,
            )
        finally:
            stop.set()


def requeue_until(stop: threading.Event, every: float = REQUEUE_SECONDS) -> None:
    """Requeue, queue feeds and searches for duplicates and publish stories whose time has come, and say that this worker
    runs, periodically: a worker on another host may die while this one runs.
    """
    while not stop.wait(every):
        close_old_connections()
        try:
            Heartbeat.objects.beat(WORKER)
            requeue.requeue_stale()
            lost_tasks.requeue_lost_tasks()
            lost_tasks.prune_finished()
            story_pictures.requeue_waiting()
            feed_subscriptions.queue_due()
            scheduling.publish_due()
            duplicate_search.queue_due()
        except DatabaseError as error:
            # The items wait until the database is available again; the next round requeues them.
            logger.warning("Abandoned imports could not be requeued: %s", storage_problem(error) or error)
        finally:
            close_old_connections()
