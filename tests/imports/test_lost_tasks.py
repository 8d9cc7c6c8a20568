"""Tasks whose worker died are done by another one; finished tasks do not fill the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import jobs
from articles.imports import claim_holder, lost_tasks

pytestmark = pytest.mark.django_db
NOW = timezone.now()
GONE = ":".join([*claim_holder.new_worker_name().rsplit(":", 3)[:1], "999999999", "1", "x"])


@pytest.fixture(autouse=True)
def _real_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def running(job, worker, *, since=timedelta(seconds=1)):
    jobs.enqueue(job, 7)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - since, worker_ids=[worker])


def queued():
    return [(task.task_name, task.args_kwargs["args"]) for task in DBTaskResult.objects.ready()]


def test_the_extraction_of_a_worker_that_died_is_queued_again():
    running(jobs.rerun_extraction, GONE)
    assert lost_tasks.requeue_lost_tasks() == 1
    assert queued() == [("rerun_extraction", [7])]
    assert lost_tasks.requeue_lost_tasks() == 0


def test_a_task_that_this_process_runs_is_left_alone():
    running(jobs.rerun_extraction, claim_holder.new_worker_name(), since=timedelta(days=1))
    assert lost_tasks.requeue_lost_tasks() == 0
    assert DBTaskResult.objects.running().count() == 1


@pytest.mark.parametrize(("since", "count"), [(timedelta(minutes=5), 0), (timedelta(hours=1), 1)])
def test_a_task_of_another_machine_is_taken_over_when_it_cannot_run_any_more(since, count):
    running(jobs.rerun_extraction, "elsewhere:7:5:x", since=since)
    assert lost_tasks.requeue_lost_tasks() == count


def test_of_a_lost_import_only_the_row_of_the_task_is_removed():
    running(jobs.read_import, GONE)
    assert lost_tasks.requeue_lost_tasks() == 0
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    ("error", "count"),
    [(OperationalError("away"), 1), (RuntimeError("OperationalError: away"), 1), (ValueError("A bad story"), 0)],
)
def test_an_extraction_that_failed_because_the_database_was_away_is_queued_again(error, count):
    jobs.enqueue(jobs.rerun_extraction, 7)
    DBTaskResult.objects.get().set_failed(error)
    assert lost_tasks.requeue_lost_tasks() == count
    assert len(queued()) == count


def test_a_name_of_a_worker_fits_into_the_queue(monkeypatch):
    monkeypatch.setattr(claim_holder.platform, "node", lambda: "a-very-long-name." * 9)
    name = claim_holder.new_worker_name()
    assert len(name) <= 64
    assert not claim_holder.worker_died(name, NOW, timedelta(hours=1))


def test_rows_of_finished_tasks_are_removed_after_some_days():
    for ended in (lost_tasks.KEEP_FINISHED * 2, lost_tasks.KEEP_FINISHED / 2):
        jobs.enqueue(jobs.read_import, 7)
        DBTaskResult.objects.ready().update(status="SUCCESSFUL", finished_at=timezone.now() - ended)
    jobs.enqueue(jobs.read_import, 8)
    assert lost_tasks.prune_finished() == 1
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]
