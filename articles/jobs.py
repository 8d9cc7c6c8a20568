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
# The queue of an older version names the tasks by this module, which still has them.
_OLD_MODULE = "articles.tasks"
_implementations: dict[str, Callable[[int], object]] = {}


@task()
def read_import(item_id: int) -> None:
    """Read an import item and extract what is in it."""
    _implementations["read_import"](item_id)


@task()
def find_again(article_id: int) -> None:
    """Re-run extraction over an article."""
    _implementations["find_again"](article_id)


@task()
def make_drafts(batch_id: int) -> None:
    """Make the next drafts that were asked for of a batch."""
    _implementations["make_drafts"](batch_id)


def implement(**functions: Callable[[int], object]) -> None:
    """Register the functions that do the work, by the names of the tasks."""
    _implementations.update(functions)


def enqueue(job: Task[[int], None], pk: int, *, priority: int = SOON, run_after: datetime | None = None) -> None:
    job.using(priority=priority, run_after=run_after).enqueue(pk)


def paths_of(job: Task[[int], None]) -> list[str]:
    """The paths under which the queue may hold this job."""
    return [job.module_path, f"{_OLD_MODULE}.{job.name}"]
