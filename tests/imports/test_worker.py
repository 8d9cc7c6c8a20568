"""The worker: it works off the queue, and takes up what a killed one left."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import jobs
from articles.desk import review
from articles.imports import batch_actions, claim_holder, drafts, fetch_page, receive, requeue, worker
from articles.management.commands import run_worker
from articles.models import ImportBatch, ImportItem
from articles.vocabulary import ImportStatus, SourceType
from tests import boxes, builders
from tests.desk.stories import BODY_1, TEXT, all_found

pytestmark = pytest.mark.django_db
# The worker closes its connections between tasks, which a test inside one transaction would not survive.
at_work = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def real_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)  # the worker installs its own


def received():
    return receive.receive_source(source_type=SourceType.TEXT, content=TEXT.encode(), user=None)


def status(item):
    return ImportItem.objects.get(pk=item.pk).status


@at_work
def test_what_is_received_is_read_by_the_worker(nothing_found):
    items = [received(), received()]
    call_command("run_worker", batch=True)
    assert [status(item) for item in items] == [ImportStatus.READ] * 2


def test_receiving_and_asking_for_it_are_one_transaction(monkeypatch):
    def away(task, pk, **how):
        raise OperationalError("away")

    monkeypatch.setattr(jobs, "enqueue", away)
    with pytest.raises(OperationalError):
        received()
    assert not ImportItem.objects.exists()


@at_work
def test_a_task_that_was_killed_while_it_ran_is_asked_for_again(nothing_found):
    item = received()
    DBTaskResult.objects.update(status="RUNNING")  # what kill -9 leaves in the queue
    ImportItem.objects.update(
        status=ImportStatus.READING,
        claimed_at=timezone.now() - timedelta(seconds=1),
        claimed_by=claim_holder.new_claim().rsplit(":", 2)[0] + ":1:x",  # its number came round
    )
    call_command("run_worker", batch=True)
    assert status(item) == ImportStatus.READ


@at_work
def test_a_task_that_an_older_version_queued_is_done(nothing_found):
    item = received()
    DBTaskResult.objects.update(task_path="articles.tasks.read_import")
    assert requeue.requeue_stale() == 0
    call_command("run_worker", batch=True)
    assert status(item) == ImportStatus.READ
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_an_import_that_waits_for_its_site_is_not_queued_twice():
    item = received()
    DBTaskResult.objects.update(run_after=timezone.now() + timedelta(minutes=5))
    assert requeue.requeue_stale() == 0
    assert status(item) == ImportStatus.RECEIVED


@at_work
def test_a_pasted_story_is_read_while_a_site_must_rest(nothing_found, monkeypatch):
    boxes.install(monkeypatch)
    boxes.serve(monkeypatch)
    monkeypatch.setattr(fetch_page, "PAUSE_SECONDS", 3600)
    links = boxes.a_box(boxes.SUMMARY_ENTRY, f"link {boxes.URL} Words.")
    item = receive.receive_source(source_type=SourceType.FILE, content=links, name="links.box", user=None)
    call_command("run_worker", batch=True)
    pasted = received()
    call_command("run_worker", batch=True)
    assert sorted(part.status for part in item.parts.all()) == [ImportStatus.READ, ImportStatus.RECEIVED]
    assert status(pasted) == ImportStatus.READ


@at_work
def test_a_file_of_several_stories_is_read_part_by_part(nothing_found, monkeypatch):
    boxes.install(monkeypatch)
    item = receive.receive_source(source_type=SourceType.FILE, content=boxes.a_box_of(3), name="three.box", user=None)
    call_command("run_worker", batch=True)
    assert status(item) == ImportStatus.SPLIT
    assert [status(part) for part in item.parts.all()] == [ImportStatus.READ] * 3


@at_work
def test_what_an_editor_sends_alone_is_read_before_the_parts_of_a_large_file(nothing_found, monkeypatch):
    boxes.install(monkeypatch)
    worker.read_item(
        receive.receive_source(source_type=SourceType.FILE, content=boxes.a_box_of(3), name="three.box", user=None).pk
    )
    alone = received()
    call_command("run_worker", batch=True)
    finished = ImportItem.objects.filter(status=ImportStatus.READ).order_by("finished_at")
    assert finished.first().pk == alone.pk
    assert finished.count() == 4


@at_work
def test_the_drafts_of_a_batch_are_made_to_the_last_by_the_worker(nothing_found, monkeypatch):
    boxes.install(monkeypatch)
    monkeypatch.setattr(drafts, "MAX_DRAFTS_PER_TASK", 2)
    item = receive.receive_source(source_type=SourceType.FILE, content=boxes.a_box_of(5), name="five.box", user=None)
    call_command("run_worker", batch=True)
    batch_actions.request_drafts(item.batch, user=None)
    DBTaskResult.objects.filter(status="READY").update(status="RUNNING")  # what kill -9 leaves in the queue
    call_command("run_worker", batch=True)
    assert {status(part) for part in item.parts.all()} == {ImportStatus.DRAFTED}
    assert not ImportBatch.objects.get(pk=item.batch_id).drafts_wanted


def test_requeuing_asks_once_for_what_waits_in_the_queue():
    received()
    assert requeue.requeue_stale() == 0
    assert DBTaskResult.objects.count() == 1


def test_requeuing_goes_on_after_the_database_was_away(monkeypatch, caplog):
    stop, attempts = threading.Event(), []

    def requeue_stale():
        attempts.append(1)
        if len(attempts) > 1:
            stop.set()
        raise OperationalError("away")

    monkeypatch.setattr(run_worker.requeue, "requeue_stale", requeue_stale)
    monkeypatch.setattr(run_worker, "close_old_connections", lambda: None)
    run_worker.requeue_until(stop, every=0.01)
    assert len(attempts) == 2
    assert "Abandoned imports could not be requeued: away" in caplog.text


@at_work
def test_an_edited_story_is_looked_at_again(finds, editor):
    article = builders.an_article("Bridge", "An old text.", status="draft")
    finds(all_found(pledges=(), roles=()))
    review.edit_fields(article, user=editor, version=1, fields={"body": [{"role": "paragraph", "text": BODY_1}]})
    call_command("run_worker", batch=True)
    assert {mention.text for mention in article.mentions.proposed()} == {"Tal Orsey", "Orsey", "Brenwick"}


def test_looking_again_at_a_public_story_makes_nothing_public(finds):
    article = builders.an_article("Bridge", BODY_1)
    finds(all_found(pledges=(), roles=()))
    worker.rerun_extraction(article.pk)
    assert article.mentions.exists()
    assert not article.mentions.public().exists()
