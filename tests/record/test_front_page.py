"""The front page is rendered after each change, and never shows what the record no longer has."""

from __future__ import annotations

import pytest

from articles.models import Article, FrontPage, ListRecord, RecordState, StoryRecord
from articles.pages import whole_lists
from articles.record import front_page as stored
from articles.record import projector
from articles.search.outbox import changed_article
from articles.vocabulary import ArticleStatus
from tests.builders import a_person, an_article, appear

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(keep_up):
    article = appear(an_article("Troops enter Mosul", "Troops entered Mosul."), a_person())
    changed_article(article.pk)
    keep_up()
    return article


def page(client):
    return client.get("/").content.decode()


def test_the_front_page_is_read_and_not_made_for_a_request(story, client, monkeypatch):
    monkeypatch.setattr(stored, "home_page", lambda: pytest.fail("it was made for the request"))
    assert "Troops enter Mosul" in page(client)


def test_a_change_is_on_the_page_once_it_is_in_the_record(story, client, keep_up):
    later = appear(an_article("Talks begin in Geneva", "Talks began."), a_person("Ann Lee"))
    changed_article(later.pk)
    assert "Talks begin" not in page(client)
    keep_up()
    assert "Talks begin" in page(client)


def test_a_withdrawn_story_is_gone_before_the_record_knows_it(story, client):
    Article.objects.filter(pk=story.pk).update(review_status=ArticleStatus.WITHDRAWN)
    assert FrontPage.objects.exists()
    assert "Troops enter Mosul" not in page(client)


@pytest.mark.parametrize("other", [{"version": 0}, {"format": "another"}])
def test_a_page_of_another_record_or_software_is_not_used(story, client, other):
    FrontPage.objects.update(page=b"", **other)
    assert "Troops enter Mosul" in page(client)


def test_the_page_is_rendered_once_for_each_version_of_the_record(story, keep_up):
    assert not stored.store_front_page()
    RecordState.objects.update(version=1_000)
    assert stored.store_front_page()


def test_a_front_page_that_cannot_be_rendered_stops_nothing_else(story, keep_up, client, monkeypatch, caplog):
    later = appear(an_article("Talks begin in Geneva", "Talks began."), a_person("Ann Lee"))
    changed_article(later.pk)
    with monkeypatch.context() as patch:
        patch.setattr(stored, "home_page", lambda: 1 / 0)
        keep_up()
    assert "could not be rendered" in caplog.text
    assert "Talks begin" in page(client)


def test_stories_are_counted_by_a_facet_that_is_new(story, keep_up, monkeypatch):
    record, counts = StoryRecord.objects.get(), ListRecord.objects.get(key="stories")
    person = record.counted["values"].pop("person")
    record.save()
    del counts.shown["person"]
    counts.save()
    monkeypatch.setattr(projector, "index_format", lambda: "v9.other")
    keep_up()
    assert list(ListRecord.objects.get(key="stories").shown["person"]) == [str(pk) for pk in person]


def test_no_list_shows_stored_counts_while_stories_are_counted_by_other_facets(story, keep_up, monkeypatch):
    monkeypatch.setattr(projector, "index_format", lambda: "v9.other")
    monkeypatch.setattr(projector, "_derive_some", lambda _number: None)
    keep_up()
    assert whole_lists.list_counts("stories") is None
