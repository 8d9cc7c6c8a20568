"""Sites that ask to be asked later (Retry-After): the import waits, says until when, and gives up in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.imports import fetch_page, item_actions, receive, requeue, worker
from articles.imports.batch_reading import read_batch
from articles.models import ImportItem
from articles.readers.fetch import RetryLaterError
from articles.vocabulary import ImportStatus, SourceType

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


@pytest.fixture
def refused(monkeypatch):
    """An import whose site refuses for so many seconds each time that it is read."""

    def refuse(seconds):
        def fetch(_url, allow):
            raise RetryLaterError("The site answered with HTTP 429.", seconds)

        monkeypatch.setattr(fetch_page.fetch, "fetch", fetch)
        monkeypatch.setattr(fetch_page, "PAUSE_SECONDS", 0)

    return refuse


@pytest.fixture
def item():
    return receive.receive_source(source_type=SourceType.ADDRESS, content=None, url="https://news.example/1", user=None)


def test_it_waits_as_long_as_the_site_asks_and_says_so(item, refused):
    refused(120)
    read = worker.read_item(item.pk)
    assert (read.status, read.error, read.retries, read.claimed_by) == (
        ImportStatus.RECEIVED,
        "The site answered with HTTP 429.",
        1,
        "",
    )
    assert timedelta(seconds=110) < read.retry_at - timezone.now() <= timedelta(seconds=120)
    now = timezone.now()
    later = DBTaskResult.objects.filter(run_after__range=(now + timedelta(seconds=100), now + timedelta(seconds=200)))
    assert [task.args_kwargs["args"] for task in later] == [[item.pk]]


def test_it_is_not_queued_a_second_time_while_it_waits(item, refused):
    refused(120)
    worker.read_item(item.pk)
    before = DBTaskResult.objects.count()
    assert requeue.requeue_stale() == 0
    assert DBTaskResult.objects.count() == before


def test_nobody_reads_it_before_that(item, refused, monkeypatch):
    refused(120)
    worker.read_item(item.pk)
    monkeypatch.setattr(fetch_page.fetch, "fetch", lambda *_args, **_how: pytest.fail("asked too early"))
    assert worker.read_item(item.pk).retries == 1


def test_a_command_leaves_it_to_the_worker_of_the_site(item, refused):
    refused(120)
    assert [one.pk for one in read_batch(item.batch, columns={})] == [item.pk]


def test_it_is_not_asked_at_once_again(item, refused):
    refused(0)
    assert worker.read_item(item.pk).retry_at > timezone.now() + timedelta(seconds=requeue.MIN_RETRY_SECONDS - 2)


def test_a_site_that_asks_for_more_than_a_day_fails_with_the_sentence(item, refused):
    refused(requeue.MAX_RETRY_SECONDS + 1)
    read = worker.read_item(item.pk)
    assert (read.status, read.error, read.retry_at) == (ImportStatus.FAILED, "The site answered with HTTP 429.", None)


def test_it_gives_up_after_several_refusals(item, refused):
    refused(10)
    for _ in range(requeue.MAX_RETRIES):
        assert worker.read_item(item.pk).status == ImportStatus.RECEIVED
        ImportItem.objects.update(retry_at=timezone.now())
    read = worker.read_item(item.pk)
    assert (read.status, read.error) == (
        ImportStatus.FAILED,
        f"The site answered with HTTP 429. It was asked {requeue.MAX_RETRIES + 1} times.",
    )


def test_reading_it_again_starts_the_count_again(item, refused):
    refused(requeue.MAX_RETRY_SECONDS + 1)
    ImportItem.objects.filter(pk=item.pk).update(retries=requeue.MAX_RETRIES)
    again = item_actions.read_again(worker.read_item(item.pk), user=None)
    assert (again.retries, again.retry_at, again.error) == (0, None, "")


def test_the_editor_sees_when_it_is_asked_again(item, refused, client, django_user_model):
    refused(120)
    read = worker.read_item(item.pk)
    client.force_login(django_user_model.objects.create_superuser("desk", password="a long enough password"))
    said = client.get(reverse("admin:articles_importitem_change", args=[item.pk])).content.decode()
    assert "The site answered with HTTP 429." in said
    assert f"It is asked again on {read.retry_at.day} {read.retry_at:%B %Y, %H:%M} UTC." in said
