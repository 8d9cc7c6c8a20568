"""Background work by name, with its priorities.

Whoever asks for work needs its name alone: web processes must not import the code that only workers load. That code is
registered in articles.tasks, which workers import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tasks import task

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_tasks.base import Task

# A file of thousands of stories must not keep the one that an editor pasted waiting.
SOON, LATER = 0, -10
_implementations: dict[str, Callable[[int], object]] = {}


@task()
def read_import(item_id: int) -> None:
    """Read an import item and extract what is in it."""
    _implementations["read_import"](item_id)


@task()
def find_again(article_id: int) -> None:
    """Run extraction again over an article."""
    _implementations["find_again"](article_id)


@task()
def make_drafts(batch_id: int) -> None:
    """Make some of the drafts that were asked for of a batch."""
    _implementations["make_drafts"](batch_id)


def implement(**functions: Callable[[int], object]) -> None:
    """Register the functions that do the work, by the names of the tasks."""
    _implementations.update(functions)


def enqueue(job: Task[[int], None], pk: int, *, priority: int = SOON) -> None:
    job.using(priority=priority).enqueue(pk)
