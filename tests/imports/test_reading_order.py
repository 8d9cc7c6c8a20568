"""Short imports are read before long ones, and the parts of files after what editors send alone."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from articles import jobs
from articles.imports import receive, requeue
from articles.imports.reading_order import LARGE_BYTES, enqueue_reading
from articles.models import ImportItem
from articles.vocabulary import SourceType

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def received(size):
    return receive.receive_source(source_type=SourceType.FILE, content=b"x" * size, name="a.txt", user=None).pk


def order():
    """The ids of the queued imports, in the order in which they are read."""
    return [task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready()]


def test_small_content_goes_first_and_parts_of_files_last():
    enqueue_reading(1, size=LARGE_BYTES + 1, priority=jobs.LATER)
    enqueue_reading(2, size=10, priority=jobs.LATER)
    enqueue_reading(3, size=LARGE_BYTES + 1, priority=jobs.SOON)
    enqueue_reading(4, size=10, priority=jobs.SOON, is_long=True)
    enqueue_reading(5, size=LARGE_BYTES, priority=jobs.SOON)
    enqueue_reading(6, size=None, priority=jobs.SOON)
    assert order() == [5, 6, 3, 4, 2, 1]


def test_what_is_received_later_but_smaller_is_read_first():
    large, small = received(LARGE_BYTES + 1), received(LARGE_BYTES)
    assert order() == [small, large]


def test_what_is_queued_again_keeps_its_order():
    large, small = received(LARGE_BYTES + 1), received(1)
    DBTaskResult.objects.all().delete()
    assert requeue.requeue_stale() == 2
    assert order() == [small, large]
    assert requeue.requeue_stale() == 0
    DBTaskResult.objects.all().delete()
    requeue.reopen_items(ImportItem.objects.filter(pk__in=[large, small]))
    assert order() == [small, large]
