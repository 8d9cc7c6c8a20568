"""Tasks that a worker began and did not finish: those that nothing else queues again are queued again here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import jobs
from articles.imports import claim_holder

if TYPE_CHECKING:
    from datetime import datetime

# How long finished tasks are kept, for a look at what went wrong.
KEEP_FINISHED = timedelta(days=3)
# A task that failed with one of these failed because the database was away.
_AWAY = ("OperationalError", "InterfaceError")


@transaction.atomic
def requeue_lost_tasks() -> int:
    """Queue again the extractions whose worker died, or whose database was away. Returns their number.

    Imports and drafts are queued again by `requeue.requeue_stale`, which knows what is left to do from their rows; of
    their lost tasks only the rows are removed.
    """
    lost = [task for task in DBTaskResult.objects.select_for_update().running() if _is_lost(task)]
    lost += [
        task
        for task in DBTaskResult.objects.select_for_update().failed().filter(task_path__in=_extractions())
        if any(f"{name}:" in task.traceback for name in _AWAY)
    ]
    again = {task.args_kwargs["args"][0] for task in lost if task.task_path in _extractions()}
    for article_id in again:
        jobs.enqueue(jobs.rerun_extraction, article_id, priority=jobs.LATER)
    DBTaskResult.objects.filter(pk__in=[task.pk for task in lost]).delete()
    return len(again)


def prune_finished(now: datetime | None = None) -> int:
    """Remove the rows of tasks that ended long ago. Returns their number."""
    before = (now or timezone.now()) - KEEP_FINISHED
    return DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()[0]


def _is_lost(task: DBTaskResult[Any, Any]) -> bool:
    """Whether the worker of a running task is gone. Three processes may die over one import, each at its time limit."""
    max_age = timedelta(seconds=4 * settings.IMPORT_TIME_LIMIT) + claim_holder.MAX_LEASE_AGE
    return not task.worker_ids or claim_holder.worker_died(task.worker_ids[-1], task.started_at, max_age)


def _extractions() -> list[str]:
    return jobs.paths_of(jobs.rerun_extraction)
