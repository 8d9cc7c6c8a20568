"""Background work by name, with its priorities.

Whoever queues work needs only its name: web processes must not import the code that workers load. The functions that
do the work are registered in articles.tasks, which workers import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tasks import task

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django_tasks.base import Task

# A file of thousands of stories must not delay the one that an editor pasted.
SOON, LATER = 0, -10
# What takes long is done after what has the same priority otherwise.
LONG_AFTER = 5
# The queue stores the path of a task. These are paths of older versions, under which tasks may still be queued.
_FORMER_MODULE = "articles.tasks"
_FORMER_NAMES = {"rerun_extraction": "find_again"}
_implementations: dict[str, Callable[[int], object]] = {}


@task()
def read_import(item_id: int) -> None:
    """Read an import item and extract what is in it; one that takes long is queued again."""
    _implementations["read_import"](item_id)


@task()
def read_long_import(item_id: int) -> None:
    """Read an import item that takes long, or may."""
    _implementations["read_long_import"](item_id)


@task()
def rerun_extraction(article_id: int) -> None:
    """Re-run extraction over an article."""
    _implementations["rerun_extraction"](article_id)


find_again = rerun_extraction  # its former name


@task()
def make_drafts(batch_id: int) -> None:
    """Make the next drafts that were asked for of a batch."""
    _implementations["make_drafts"](batch_id)


@task()
def poll_feed(feed_id: int) -> None:
    """Ask a feed for new entries."""
    _implementations["poll_feed"](feed_id)


@task()
def find_duplicates(kind: int) -> None:
    """Search the records of a kind, by its number, for duplicates."""
    _implementations["find_duplicates"](kind)


@task()
def read_picture(article_id: int) -> None:
    """Fetch and decode the picture of a story, or decode the one that was uploaded."""
    _implementations["read_picture"](article_id)


def implement(**functions: Callable[[int], object]) -> None:
    """Register the functions that do the work, by the names of the tasks."""
    _implementations.update(functions)


def enqueue(job: Task[[int], None], pk: int, *, priority: int = SOON, run_after: datetime | None = None) -> None:
    job.using(priority=priority, run_after=run_after).enqueue(pk)


def paths_of(job: Task[[int], None]) -> list[str]:
    """The paths under which the queue may hold this job."""
    names = [job.name, *([_FORMER_NAMES[job.name]] if job.name in _FORMER_NAMES else [])]
    return [f"{module}.{name}" for module in (job.func.__module__, _FORMER_MODULE) for name in names]
