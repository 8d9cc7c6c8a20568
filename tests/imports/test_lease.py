"""Who reads an import: a process that died is replaced and counted, a process that works is left alone."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from articles import jobs
from articles.imports import claim_holder, extract, item_actions, lease, load_story, receive, requeue, worker
from articles.imports.child_process import (
    CancelledError,
    ChildDiedError,
    CpuLimitError,
    MemoryLimitError,
    TimeLimitError,
)
from articles.imports.reading_order import SHORT_CPU_SECONDS
from articles.models import ImportItem, Snapshot
from articles.vocabulary import ImportStatus, SourceType
from tests.desk.stories import TEXT

pytestmark = pytest.mark.django_db


def received():
    return receive.receive_source(source_type=SourceType.TEXT, content=TEXT.encode(), user=None)


class Killed(BaseException):
    """What a killed process leaves behind: nothing after this point happens."""


@pytest.fixture
def queue(monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "enqueue", lambda task, pk, **_how: asked.append((task, pk)))
    return asked


@pytest.mark.parametrize(
    "step", ["load_story.registry.read_content", "extract.pipeline.find", "preview_story.preview_of"]
)
def test_an_item_whose_worker_was_killed_is_read_after_it_is_requeued(step, monkeypatch, queue, nothing_found):
    def die(*args, **how):
        raise Killed

    item = received()
    with monkeypatch.context() as patch:
        patch.setattr(f"articles.imports.{step}", die)
        with pytest.raises(Killed):
            worker.read_item(item.pk)
    ImportItem.objects.filter(pk=item.pk).update(claimed_at=timezone.now() - timedelta(minutes=2))
    queue.clear()
    assert requeue.requeue_stale() == 1
    assert queue == [(jobs.read_import, item.pk)]
    assert worker.read_item(item.pk).status == ImportStatus.READ
    assert ImportItem.objects.count() == 1
    assert Snapshot.objects.count() == 1


@pytest.fixture
def other_process():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.stdin.close()


def claim_of(pid, started=None, host=None):
    parts = claim_holder.new_claim().rsplit(":", 3)
    return ":".join([host or parts[0], str(pid), started or claim_holder._start_of(pid) or "1", "x"])


LONG_AGO = timedelta(days=2)


@pytest.mark.parametrize(
    ("claimed_by", "age", "requeued"),
    [
        (lambda _pid: claim_of(999999999), timedelta(0), 1),
        (lambda pid: claim_of(pid, started="12"), timedelta(0), 1),
        (claim_of, timedelta(0), 0),
        (claim_of, LONG_AGO, 0),
        (lambda _pid: claim_of(999999999, host="another-machine"), timedelta(seconds=50), 0),
        (lambda _pid: claim_of(999999999, host="another-machine"), timedelta(seconds=70), 1),
        (lambda _pid: "of an earlier release", timedelta(seconds=70), 1),
    ],
    ids=[
        "process gone", "number of the process came round", "process alive", "process alive and slow",
        "another machine", "another machine, silent", "earlier release",
    ],
)  # fmt: skip
def test_an_item_is_taken_from_a_process_only_when_that_is_gone(claimed_by, age, requeued, queue, other_process):
    item = received()
    queue.clear()
    ImportItem.objects.filter(pk=item.pk).update(
        status=ImportStatus.READING, claimed_at=timezone.now() - age, claimed_by=claimed_by(other_process.pid)
    )
    assert requeue.requeue_stale() == requeued
    assert len(queue) == requeued
    item.refresh_from_db()
    assert (item.status, item.attempts) == (ImportStatus.RECEIVED if requeued else ImportStatus.READING, requeued)


def test_what_this_process_reads_now_is_not_requeued_however_long_it_takes(queue):
    item, name = received(), claim_holder.new_claim()
    queue.clear()
    with claim_holder.working_on(name):
        lease.claim_item(item.pk, name)
        ImportItem.objects.update(claimed_at=timezone.now() - LONG_AGO)
        assert requeue.requeue_stale() == 0
    assert requeue.requeue_stale() == 1


def test_giving_up_an_item_because_the_database_was_away_counts_against_nobody(queue, monkeypatch):
    item = received()
    with monkeypatch.context() as patch:
        patch.setattr(extract.pipeline, "find", lambda *_args: (_ for _ in ()).throw(OperationalError("away")))
        with pytest.raises(OperationalError):
            worker.read_item(item.pk)
    requeue.requeue_stale()
    item.refresh_from_db()
    assert (item.status, item.attempts) == (ImportStatus.RECEIVED, 0)


def test_an_item_that_nobody_was_asked_to_read_is_requeued(queue):
    item = received()
    queue.clear()
    assert requeue.requeue_stale() == 1
    assert queue == [(jobs.read_import, item.pk)]


def left_by_a_dead_process(item):
    ImportItem.objects.filter(pk=item.pk).update(status=ImportStatus.READING, claimed_by=claim_of(999999999))


def test_an_item_over_which_three_processes_died_fails(queue):
    item = received()
    for deaths in (1, 2, 3):
        left_by_a_dead_process(item)
        requeue.requeue_stale()
        item.refresh_from_db()
        assert item.attempts == deaths
    assert item.status == ImportStatus.FAILED
    assert item.error == "Reading this stopped the worker 3 times, so it is not tried again."


def test_an_item_over_which_two_processes_died_is_read(nothing_found, queue):
    item = received()
    for _ in range(2):
        left_by_a_dead_process(item)
        requeue.requeue_stale()
    assert worker.read_item(item.pk).status == ImportStatus.READ


def test_reading_an_item_to_the_end_counts_as_no_death(nothing_found):
    assert worker.read_item(received().pk).attempts == 0


@pytest.mark.parametrize(
    "error", [TimeLimitError("took longer than 9 seconds, so it was stopped."), MemoryLimitError("needed more.")]
)
def test_an_item_beyond_a_limit_fails_with_the_sentence_and_keeps_its_bytes(error, monkeypatch):
    monkeypatch.setattr(worker.run_limited, "run", lambda *_args, **_how: (_ for _ in ()).throw(error))
    item = worker.read_item(received().pk)
    assert (item.status, item.error) == (ImportStatus.FAILED, f"Reading this {error}")
    assert item.attempts == 0
    assert item.snapshot.size


def test_an_item_that_ends_its_process_each_time_fails_after_the_third(monkeypatch):
    runs = []

    def die(*_args, **_how):
        runs.append(1)
        raise ChildDiedError("it was ended by SIGSEGV")

    monkeypatch.setattr(worker.run_limited, "run", die)
    item = worker.read_item(received().pk)
    assert len(runs) == 3
    assert (item.status, item.attempts) == (ImportStatus.FAILED, 3)
    assert "stopped the worker 3 times" in item.error


def test_what_takes_long_is_queued_again_behind_shorter_items_and_then_read(monkeypatch, queue, nothing_found):
    item, limits = received(), []
    queue.clear()

    def stop(*_args, cpu_seconds, **_how):
        limits.append(cpu_seconds)
        raise CpuLimitError("needed more than 5 seconds of processor time, so it was stopped.")

    with monkeypatch.context() as patch:
        patch.setattr(worker.run_limited, "run", stop)
        found = worker.read_if_short(item.pk)
    assert limits == [SHORT_CPU_SECONDS]
    assert (found.status, found.attempts) == (ImportStatus.RECEIVED, 0)
    assert "shorter ones are read first" in found.error
    assert queue == [(jobs.read_long_import, item.pk)]
    found = worker.read_item(item.pk)
    assert (found.status, found.error) == (ImportStatus.READ, "")


@pytest.mark.parametrize("limit", [SHORT_CPU_SECONDS, 1])
def test_an_item_is_tried_once_where_the_limit_of_the_settings_is_no_higher(limit, settings, monkeypatch, queue):
    settings.IMPORT_CPU_LIMIT = limit
    error = CpuLimitError("needed more than 5 seconds of processor time, so it was stopped.")
    monkeypatch.setattr(worker.run_limited, "run", lambda *_args, **_how: (_ for _ in ()).throw(error))
    assert worker.read_if_short(received().pk).status == ImportStatus.FAILED


def test_an_item_beyond_the_time_by_the_clock_fails_at_once(monkeypatch, queue):
    error = TimeLimitError("took longer than 300 seconds, so it was stopped.")
    monkeypatch.setattr(worker.run_limited, "run", lambda *_args, **_how: (_ for _ in ()).throw(error))
    assert worker.read_if_short(received().pk).status == ImportStatus.FAILED


def test_an_item_can_be_discarded_while_it_is_read(monkeypatch, editor):
    item, still_wanted = received(), []

    def discard_meanwhile(_call, *_args, keep_on, **_how):
        still_wanted.append(keep_on())
        item_actions.discard(item, user=editor)
        still_wanted.append(keep_on())
        raise CancelledError("was cancelled.")

    monkeypatch.setattr(worker.run_limited, "run", discard_meanwhile)
    assert worker.read_item(item.pk).status == ImportStatus.DISCARDED
    assert still_wanted == [True, False]


def test_what_was_read_of_a_discarded_item_is_dropped(monkeypatch, nothing_found, editor):
    item = received()
    read_content = load_story.registry.read_content
    monkeypatch.setattr(
        load_story.registry,
        "read_content",
        lambda *read: item_actions.discard(item, user=editor) and read_content(*read),
    )
    item = worker.read_item(item.pk)
    assert (item.status, item.preview) == (ImportStatus.DISCARDED, {})


def test_the_lease_is_renewed_while_the_item_is_read(monkeypatch):
    item, moments = received(), []

    def look(_call, *_args, keep_on, **_how):
        ImportItem.objects.update(claimed_at=timezone.now() - LONG_AGO)
        keep_on()
        moments.append(ImportItem.objects.get().claimed_at)

    monkeypatch.setattr(worker.run_limited, "run", look)
    worker.read_item(item.pk)
    assert moments[0] > timezone.now() - timedelta(minutes=1)


def test_a_database_that_is_away_at_a_renewal_stops_nothing(monkeypatch, caplog):
    monkeypatch.setattr(lease, "renew_lease", lambda _item: (_ for _ in ()).throw(OperationalError("away")))
    monkeypatch.setattr(worker.run_limited, "run", lambda *_args, keep_on, **_how: keep_on() or pytest.fail("given up"))
    worker.read_item(received().pk)
    assert "could not be renewed" in caplog.text
