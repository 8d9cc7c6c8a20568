"""The way in: nothing is lost, nothing is doubled, and nobody's work is overwritten."""

from __future__ import annotations

import hashlib

import pytest
from django.db import OperationalError
from django.utils import timezone

from articles.desk.transitions import IllegalTransitionError
from articles.imports import drafts, extract, fetch_page, item_actions, load_story, receive, worker
from articles.models import Article, ImportBatch, ImportItem, StoryLink
from articles.readers.fetch import Fetched
from articles.readers.story import Link, UnreadableError
from articles.vocabulary import ArticleStatus, DatePrecision, ImportStatus, SourceType
from tests.desk.stories import OTHER_TEXT, TEXT, a_story, all_found, drafted, pasted

pytestmark = pytest.mark.django_db
URL = "https://news.example/bridge"


def received(**fields):
    return receive.receive_source(**{"source_type": SourceType.TEXT, "content": TEXT.encode(), "user": None, **fields})


def fetched(content=b"", url=URL, **fields):
    return Fetched(url, content or TEXT.encode(), "text/plain", "utf-8", {"etag": "1"}, timezone.now(), **fields)


def read_as(monkeypatch, story):
    monkeypatch.setattr(load_story.registry, "read_content", lambda _content, _kind: story)


def test_bytes_are_kept_before_anything_is_read():
    item = received(content=b"\xff\x00 anything")
    assert item.status == ImportStatus.RECEIVED
    assert item.snapshot.content == b"\xff\x00 anything"
    assert item.snapshot.sha256 == hashlib.sha256(b"\xff\x00 anything").hexdigest()


def test_an_item_without_a_batch_gets_one_of_its_own(editor):
    assert received(user=editor).batch.created_by == editor
    batch = ImportBatch.objects.create()
    assert received(batch=batch).batch == batch


def test_only_an_address_comes_without_content():
    with pytest.raises(ValueError, match="Only an address"):
        received(content=None)
    assert ImportItem.objects.count() == 0


def test_a_read_item_waits_with_its_preview(finds):
    finds(all_found())
    item = pasted()
    assert item.status == ImportStatus.READ
    assert item.article is None
    assert Article.objects.count() == 0
    named = {row["name"]: row["count"] for row in item.preview["named"]["person"]}
    assert named == {"Tal Orsey": 2, "Mara Linfield": 1}  # the second in the byline
    assert [row["text"] for row in item.preview["quotations"]] == ["The road is open to everybody again,"]
    assert "outlet" in item.preview["missing"]
    fields = {row["name"]: row for row in item.preview["fields"]}
    assert fields["headline"]["value"] == "Governor opens a bridge at Brenwick"
    assert fields["headline"]["source"]


def test_the_address_that_was_fetched_is_kept_with_its_headers(monkeypatch, nothing_found):
    monkeypatch.setattr(fetch_page.fetch, "fetch", lambda *_args, **_how: fetched())
    item = worker.read_item(received(source_type=SourceType.ADDRESS, content=None, url=URL).pk)
    assert item.status == ImportStatus.READ
    assert (item.snapshot.url, item.snapshot.headers) == (URL, {"etag": "1"})
    assert item.snapshot.content_type == "text/plain; charset=utf-8"


def test_an_address_that_cannot_be_fetched_fails_with_the_sentence(monkeypatch):
    def refuse(url, allow):
        raise UnreadableError("The site did not answer.")

    monkeypatch.setattr(fetch_page.fetch, "fetch", refuse)
    item = worker.read_item(received(source_type=SourceType.ADDRESS, content=None, url=URL).pk)
    assert (item.status, item.error) == (ImportStatus.FAILED, "The site did not answer.")


def test_what_a_page_gave_is_kept_when_its_reading_fails(monkeypatch):
    monkeypatch.setattr(fetch_page.fetch, "fetch", lambda *_args, **_how: fetched(b"%PDF-1.7 no story"))
    item = worker.read_item(received(source_type=SourceType.ADDRESS, content=None, url=URL).pk)
    assert item.status == ImportStatus.FAILED
    assert item.snapshot.content == b"%PDF-1.7 no story"


def test_a_broken_reader_neither_loses_the_item_nor_stops_the_worker(monkeypatch, caplog):
    monkeypatch.setattr(load_story.registry, "read_content", lambda _content, _kind: 1 / 0)
    item = worker.read_item(received().pk)
    assert item.status == ImportStatus.FAILED
    assert "ZeroDivisionError" in item.error
    assert "could not be read" in caplog.text


def test_a_database_that_is_away_is_not_the_fault_of_the_item(monkeypatch):
    def away(document, gazetteer):
        raise OperationalError("away")

    monkeypatch.setattr(extract.pipeline, "find", away)
    item = received()
    with pytest.raises(OperationalError):
        worker.read_item(item.pk)
    item.refresh_from_db()
    assert item.status == ImportStatus.READING


def test_a_story_without_text_fails_with_a_sentence(monkeypatch):
    read_as(monkeypatch, a_story().__class__(headline="Only a headline"))
    item = worker.read_item(received().pk)
    assert (item.status, item.error) == (ImportStatus.FAILED, "No text of a story was found in it.")


@pytest.mark.parametrize(
    "status", [ImportStatus.READ, ImportStatus.DRAFTED, ImportStatus.DUPLICATE, ImportStatus.DISCARDED]
)
def test_an_item_that_is_settled_is_not_read_again(status, monkeypatch):
    monkeypatch.setattr(load_story.registry, "parts", lambda *_args: pytest.fail("read again"))
    item = received()
    ImportItem.objects.filter(pk=item.pk).update(status=status)
    assert worker.read_item(item.pk).status == status


def test_an_item_that_another_worker_holds_is_left_to_it(monkeypatch):
    monkeypatch.setattr(load_story.registry, "parts", lambda *_args: pytest.fail("read twice"))
    item = received()
    ImportItem.objects.filter(pk=item.pk).update(status=ImportStatus.READING, claimed_at=timezone.now())
    assert worker.read_item(item.pk).status == ImportStatus.READING


def test_a_worker_that_lost_its_lease_changes_nothing(monkeypatch, nothing_found):
    item = received()
    story = a_story()

    def slow(_content, _kind):
        ImportItem.objects.filter(pk=item.pk).update(claimed_by="elsewhere:1:other")
        return story

    monkeypatch.setattr(load_story.registry, "read_content", slow)
    assert worker.read_item(item.pk).status == ImportStatus.READING


def test_a_draft_has_what_the_story_states_and_no_more(nothing_found, editor):
    article = drafted(user=editor)
    assert article.review_status == ArticleStatus.DRAFT
    assert article.headline == "Governor opens a bridge at Brenwick"
    assert article.authors == ["Mara Linfield"]
    assert (article.date_published.date().isoformat(), article.date_precision) == ("2016-07-21", DatePrecision.DAY)
    assert article.outlet is None
    assert article.url is None
    assert article.versions.count() == 1


def test_making_a_draft_twice_gives_the_same_article(nothing_found, editor):
    item = pasted()
    first = drafts.make_draft(item, user=editor, fields={})
    assert drafts.make_draft(item, user=editor, fields={"headline": "Other"}) == first
    assert Article.objects.get().headline == first.headline


def test_an_item_that_failed_makes_no_draft(editor):
    item = worker.read_item(received(content=b"%PDF").pk)
    with pytest.raises(IllegalTransitionError, match="could not be read"):
        drafts.make_draft(item, user=editor, fields={})


def test_the_fields_of_the_preview_are_the_editors(nothing_found, editor):
    article = drafted(user=editor, fields={"outlet": "Valley  Post", "dateline": "Brenwick"})
    assert (article.outlet.name, article.dateline) == ("Valley Post", "Brenwick")
    assert article.touched_fields == ["dateline", "outlet"]


@pytest.mark.parametrize("spelling", ["VALLEY POST", "Valley-Post", " valley post "])
def test_one_outlet_in_any_spelling(spelling, nothing_found):
    first = drafted(fields={"outlet": "Valley Post"})
    second = drafted(OTHER_TEXT, fields={"outlet": spelling})
    assert first.outlet == second.outlet


def test_links_to_stories_find_their_target_whichever_comes_first(monkeypatch, nothing_found, editor):
    earlier = a_story("An early report of the repairs.", headline="Early", url="https://news.example/early")
    story = a_story(
        url=URL,
        related=(Link("Early", "https://news.example/early"), Link("Late", "https://news.example/late")),
        sources=(Link("A ministry"),),
    )
    later = a_story("A late report of the repairs.", headline="Late", url="https://news.example/late")
    made = []
    for one in (earlier, story, later):
        read_as(monkeypatch, one)
        made.append(drafted())
    links = StoryLink.objects.filter(article=made[1])
    assert [(link.title, link.kind, link.target) for link in links] == [
        ("Early", "related", made[0]),
        ("Late", "related", made[2]),
        ("A ministry", "source", None),
    ]


def test_text_that_cannot_stand_in_a_column_is_cut_at_a_word(monkeypatch, nothing_found, editor):
    read_as(monkeypatch, a_story(headline="word " * 200, url="https://news.example/" + "x" * 1500))
    article = drafted()
    assert len(article.headline) <= 400
    assert article.headline.endswith("word…")
    assert article.url is None


def test_a_discarded_item_keeps_its_bytes_and_can_be_read_again(nothing_found, editor):
    item = item_actions.discard(pasted(), user=editor)
    assert (item.status, bool(item.snapshot)) == (ImportStatus.DISCARDED, True)
    item_actions.read_again(item, user=editor)
    assert worker.read_item(item.pk).status == ImportStatus.READ


def test_a_drafted_item_cannot_be_discarded(nothing_found, editor):
    item = pasted()
    drafts.make_draft(item, user=editor, fields={})
    with pytest.raises(IllegalTransitionError, match="draft created"):
        item_actions.discard(item, user=editor)
