"""Imports go back into the queue: to be read again, to wait for a site, or because their worker died."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import jobs
from articles.imports import claim_holder, lease
from articles.imports.close import Outcome, close_item
from articles.imports.reading_order import enqueue_reading
from articles.models import ImportBatch, ImportItem
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_tasks.base import Task

    from articles.readers.fetch import RetryLaterError

# An import is given up after this many processes have died while reading it.
MAX_DEATHS = 3
# A site that asks to be asked later is asked so often, not before so many seconds, and not after more than a day.
MAX_RETRIES = 5
MIN_RETRY_SECONDS = 5.0
MAX_RETRY_SECONDS = 24 * 3600.0
# Everything that reading an import writes, with the values from before.
_UNREAD: dict[str, Any] = {
    "error": "", "attempts": 0, "preview": {}, "is_lookalike": False, "columns": None, "finished_at": None,
    "retry_at": None, "retries": 0,
}  # fmt: skip
_TAKES_LONG = "This takes longer than most stories, so shorter ones are read first."
_UNCLAIMED: dict[str, Any] = {"status": ImportStatus.RECEIVED, "claimed_at": None, "claimed_by": ""}


def reopen_items(items: QuerySet[ImportItem], *, priority: int = jobs.SOON, **columns: Any) -> int:
    """Queue imports to be read from the start, with `columns` set to these values. Returns their number.

    Those of which nothing is stored stay as they are: their story was taken down.
    """
    # Two queries, because `items` may lock its rows, which PostgreSQL does not do with rows that are joined.
    found = ImportItem.objects.filter(pk__in=list(items.values_list("pk", flat=True))).readable()
    sizes = dict(found.order_by("pk").values_list("pk", "snapshot__size"))
    ImportItem.objects.filter(pk__in=sizes).update(**{**_UNCLAIMED, **_UNREAD, **columns})
    for pk, size in sizes.items():
        enqueue_reading(pk, size=size, priority=priority)
    return len(sizes)


@transaction.atomic
def postpone_item(item: ImportItem, seconds: float) -> bool:
    """Let other imports go first: this one is read after so many seconds. False if the claim was lost."""
    if lease.lock_claimed(item) is None:
        return False
    ImportItem.objects.filter(pk=item.pk).update(**_UNCLAIMED)
    run_after = timezone.now() + timedelta(seconds=seconds)
    enqueue_reading(item.pk, size=None, priority=priority_of(item), run_after=run_after)
    return True


@transaction.atomic
def defer_item(item: ImportItem) -> bool:
    """Let shorter imports go first, because reading this one takes long. False if the claim was lost."""
    if lease.lock_claimed(item) is None:
        return False
    ImportItem.objects.filter(pk=item.pk).update(**_UNCLAIMED, error=_TAKES_LONG)
    enqueue_reading(item.pk, size=None, priority=priority_of(item), is_long=True)
    return True


@transaction.atomic
def retry_item(item: ImportItem, refused: RetryLaterError) -> bool:
    """Read the import again when its site allows it, but not for ever; the item says when. False if the claim was lost."""
    current = lease.lock_claimed(item)
    if current is None:
        return False
    if refused.seconds > MAX_RETRY_SECONDS or current.retries >= MAX_RETRIES:
        tries = f" It was asked {current.retries + 1} times." if current.retries else ""
        close_item(current, Outcome(ImportStatus.FAILED, f"{refused}{tries}"))
        return False
    run_after = timezone.now() + timedelta(seconds=max(refused.seconds, MIN_RETRY_SECONDS))
    columns = {**_UNCLAIMED, "error": str(refused), "retry_at": run_after, "retries": current.retries + 1}
    ImportItem.objects.filter(pk=item.pk).update(**columns)
    jobs.enqueue(jobs.read_import, item.pk, priority=priority_of(item), run_after=run_after)
    return True


def priority_of(item: ImportItem) -> int:
    """A file of thousands of stories must not delay the one that an editor pasted."""
    return jobs.SOON if item.parent_id is None else jobs.LATER


@transaction.atomic
def count_death(item: ImportItem) -> bool:
    """Count that a process died while reading the import, and fail it at the last; whether it may be tried again."""
    current = lease.lock_claimed(item)
    if current is None:
        return False
    current.attempts += 1
    current.save(update_fields=["attempts"])
    if current.attempts < MAX_DEATHS:
        return True
    sentence = f"Reading this stopped the worker {MAX_DEATHS} times, so it is not tried again."
    close_item(current, Outcome(ImportStatus.FAILED, sentence))
    return False


@transaction.atomic
def requeue_stale() -> int:
    """Queue the imports and drafts that nobody works on and no task is queued for; how many imports."""
    for item in ImportItem.objects.select_for_update().filter(status=ImportStatus.READING):
        if claim_holder.is_abandoned(item) and (not claim_holder.holder_died(item) or count_death(item)):
            ImportItem.objects.filter(pk=item.pk).update(**_UNCLAIMED)
    queued = _queued(jobs.read_import) | _queued(jobs.read_long_import)
    received = ImportItem.objects.filter(status=ImportStatus.RECEIVED).select_related("snapshot")
    received = received.only("pk", "parent_id", "snapshot__size")
    # A task that starts right now does not count as queued: its import is queued twice, and read once.
    stale = [item for item in received if item.pk not in queued]
    for item in stale:
        enqueue_reading(item.pk, size=item.snapshot.size if item.snapshot else None, priority=priority_of(item))
    for batch in ImportBatch.objects.to_draft().exclude(pk__in=_queued(jobs.make_drafts)):
        jobs.enqueue(jobs.make_drafts, batch.pk)
    return len(stale)


def _queued(job: Task[[int], None]) -> set[int]:
    """The ids that tasks of this job are queued for, those that start later included."""
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path__in=jobs.paths_of(job))
    return {arguments["args"][0] for arguments in tasks.values_list("args_kwargs", flat=True)}
