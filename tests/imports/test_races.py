"""Two workers at once, for real: on a database that lets two write at the same time."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from articles.imports import drafts, load_story, receive, worker
from articles.models import Article, ImportItem, Outlet
from articles.vocabulary import ImportStatus, SourceType
from tests.desk.stories import TEXT, pasted

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one write at a time; tests/desk/test_duplicates plays the race there",
    ),
]


def at_once(*jobs):
    """Run the jobs in threads that start together, and return what each gave or raised."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        barrier.wait()
        try:
            results[number] = job()
        except Exception as error:  # noqa: BLE001 (handed to the test, which shows it)
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize(
    "fields", [{}, {"url": "https://news.example/bridge", "outlet": "Valley Post"}], ids=["text", "address"]
)
def test_two_drafts_of_one_story_at_once_are_one_article(fields, nothing_found):
    items = [pasted() for _ in range(4)]
    made = at_once(*[lambda item=item: drafts.make_draft(item, user=None, fields=fields).pk for item in items])
    assert made == [Article.objects.get().pk] * 4
    assert Outlet.objects.count() == len(fields) // 2
    assert sorted(ImportItem.objects.values_list("status", flat=True)) == ["drafted"] + ["duplicate"] * 3


def test_one_item_asked_for_twice_at_once_is_read_once(monkeypatch, nothing_found):
    readings = []
    read_content = load_story.registry.read_content
    monkeypatch.setattr(load_story.registry, "read_content", lambda *read: readings.append(1) or read_content(*read))
    item = receive.receive_source(source_type=SourceType.TEXT, content=TEXT.encode(), user=None)
    at_once(*[lambda: worker.read_item(item.pk).status] * 4)
    assert len(readings) == 1
    item.refresh_from_db()
    assert item.status == ImportStatus.READ
