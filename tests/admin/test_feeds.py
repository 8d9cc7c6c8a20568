"""An editor subscribes to feeds, sees how they are, and pauses them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import jobs
from articles.models import Feed, ImportBatch
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/feed/add/"
URL = "https://news.example/feed.xml"


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    found = []
    monkeypatch.setattr(jobs, "enqueue", lambda job, pk, **_options: found.append((job.name, pk)))
    return found


def text_of(client, path):
    return " ".join(client.get(path).content.decode().split())


def test_a_new_feed_is_polled_at_once(desk, queued):
    desk.post(ADD, {"url": URL, "name": "Sample Post", "outlet": "", "every_minutes": "60"})
    feed = Feed.objects.get()
    assert (feed.url, feed.name, feed.every_minutes) == (URL, "Sample Post", 60)
    assert queued == [("poll_feed", feed.pk)]
    assert "Not polled yet" in text_of(desk, "/admin/articles/feed/")


@pytest.mark.parametrize(
    "url", ["ftp://news.example/feed", "http://user:word@news.example/", "http://a b.example/", "feed"]
)
def test_what_is_no_address_of_the_web_is_refused_in_a_sentence(desk, url):
    response = desk.post(ADD, {"url": url, "name": "", "outlet": "", "every_minutes": "60"})
    assert response.status_code == 200
    assert not Feed.objects.exists()


def test_a_feed_is_polled_every_hour_unless_an_editor_chooses_otherwise(desk):
    assert '<option value="60" selected>' in desk.get(ADD).content.decode()


def test_a_second_subscription_to_one_feed_is_refused(desk):
    Feed.objects.create(url=URL)
    response = desk.post(ADD, {"url": URL, "name": "", "outlet": "", "every_minutes": "60"})
    assert "already exists" in response.content.decode()


def test_an_interval_that_is_not_offered_is_kept(desk):
    feed = Feed.objects.create(url=URL, every_minutes=45)
    path = reverse("admin:articles_feed_change", args=[feed.pk])
    desk.post(path, {**form_on(desk.get(path), ""), "name": "Sample Post"})
    feed.refresh_from_db()
    assert (feed.name, feed.every_minutes) == ("Sample Post", 45)


def test_the_list_says_how_each_feed_is_and_can_be_narrowed_to_those_that_fail(desk):
    now = timezone.now()
    Feed.objects.create(
        url=URL + "1", name="Well", polled_at=now - timedelta(minutes=3), new_at=now - timedelta(hours=2)
    )
    Feed.objects.create(url=URL + "2", name="Ill", failures=3, error="The site cannot be reached from here.")
    Feed.objects.create(url=URL + "3", name="Away", is_paused=True, failures=1, error="x")
    page = text_of(desk, "/admin/articles/feed/").replace("\xa0", " ")
    assert "Polled 3 minutes ago" in page
    assert "2 hours ago" in page
    assert "Failed 3 times in a row: The site cannot be reached from here." in page
    assert "Paused" in page
    failing = text_of(desk, "/admin/articles/feed/?state=failing")
    assert "Ill" in failing
    assert "Well" not in failing
    assert "Away" not in failing


def test_a_feed_is_paused_resumed_and_polled_by_buttons(desk, queued):
    feed = Feed.objects.create(url=URL, name="Sample Post")
    page = text_of(desk, f"/admin/articles/feed/{feed.pk}/change/")
    assert "Poll now" in page
    assert "Resume" not in page
    desk.post(f"/admin/articles/feed/{feed.pk}/pause/")
    feed.refresh_from_db()
    assert feed.is_paused
    assert "Resume" in text_of(desk, f"/admin/articles/feed/{feed.pk}/change/")
    desk.post(f"/admin/articles/feed/{feed.pk}/resume/")
    desk.post(f"/admin/articles/feed/{feed.pk}/poll/")
    assert queued == [("poll_feed", feed.pk)] * 2


def test_the_imports_of_a_feed_are_one_link_away(desk):
    feed = Feed.objects.create(url=URL, name="Sample Post")
    ImportBatch.objects.create(feed=feed, note="Of the feed")
    ImportBatch.objects.create(note="Of an editor")
    assert desk.get(f"/admin/articles/importbatch/?feed__id__exact={feed.pk}").status_code == 200
