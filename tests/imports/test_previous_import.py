"""Files that were sent before are known by their bytes before they are read."""

from __future__ import annotations

import json

import pytest

from articles.imports import drafts, item_actions, load_story, receive, worker
from articles.imports.previous_import import find_previous_file
from articles.models import Article, ImportItem, Snapshot
from articles.vocabulary import ImportStatus, SourceType
from tests.desk.stories import OTHER_TEXT, TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_found(nothing_found):
    """No language model."""


def sent(content=TEXT, name="bridge.txt", **fields):
    item = receive.receive_source(source_type=SourceType.FILE, content=content.encode(), name=name, user=None, **fields)
    return worker.read_item(item.pk)


def table(*texts):
    rows = [{"headline": text.splitlines()[0], "text": text} for text in texts]
    return json.dumps(rows)


def test_a_file_sent_twice_is_a_duplicate_and_is_not_read(monkeypatch):
    first = sent()
    drafts.make_draft(first, user=None, fields={})
    monkeypatch.setattr(load_story.registry, "identify", lambda *_args: pytest.fail("read again"))
    second = sent(name="the same under another name.txt")
    assert second.status == ImportStatus.DUPLICATE
    assert second.article == Article.objects.get()


def test_its_bytes_are_stored_once():
    first, second = sent(), sent()
    assert first.snapshot_id == second.snapshot_id
    assert Snapshot.objects.count() == 1


def test_a_fetched_page_keeps_a_snapshot_of_its_own():
    sent()
    item = ImportItem.objects.get()
    Snapshot.objects.update(url="https://news.example/1")
    assert (
        receive.receive_source(source_type=SourceType.FILE, content=TEXT.encode(), user=None).snapshot_id
        != item.snapshot_id
    )


@pytest.mark.parametrize("change", [{"content": OTHER_TEXT}, {"url": "https://news.example/1"}, {"kind": "text"}])
def test_other_bytes_another_address_or_another_kind_is_read(change):
    sent()
    assert sent(**change).status == ImportStatus.READ


@pytest.mark.parametrize("end", [ImportStatus.FAILED, ImportStatus.DISCARDED, ImportStatus.REVOKED])
def test_a_file_that_was_not_imported_is_read(end):
    ImportItem.objects.filter(pk=sent().pk).update(status=end, error="why")
    assert sent().status == ImportStatus.READ


def test_a_pasted_text_is_read_again():
    paste = {"source_type": SourceType.TEXT, "content": TEXT.encode(), "user": None}
    for _ in range(2):
        assert worker.read_item(receive.receive_source(**paste).pk).status == ImportStatus.READ


def test_a_file_of_several_stories_is_known_as_a_whole():
    first = sent(table(TEXT, OTHER_TEXT), name="stories.json")
    assert first.status in (ImportStatus.SPLIT, ImportStatus.MAPPING)
    assert sent(table(TEXT, OTHER_TEXT), name="stories.json").status == ImportStatus.DUPLICATE


def test_a_file_with_an_item_that_failed_is_split_again():
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Desk"}
    items = [
        {"id": str(n), "title": text.splitlines()[0], "content_text": text * 3}
        for n, text in enumerate((TEXT, OTHER_TEXT))
    ]
    content = json.dumps(feed | {"items": items})
    first = sent(content, name="feed.json")
    assert first.status == ImportStatus.SPLIT
    item_actions.discard(first.parts.first(), user=None)
    assert find_previous_file(content.encode()) is None
    assert sent(content, name="feed.json").status == ImportStatus.SPLIT


def test_the_earlier_text_of_a_story_that_changed_since_is_read():
    article = drafts.make_draft(sent(url="https://news.example/1"), user=None, fields={})
    changed = TEXT.replace("again", "once more")
    drafts.make_draft(sent(changed, url="https://news.example/1"), user=None, fields={})
    assert article.versions.count() == 2
    assert sent(url="https://news.example/1").status == ImportStatus.READ
