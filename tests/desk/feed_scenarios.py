"""Scenarios for the actions on feeds."""

from __future__ import annotations

from articles.imports import feed_subscriptions
from articles.models import Feed
from tests import builders
from tests.desk.scenarios import scenario


def a_feed(**columns):
    return Feed.objects.create(url="https://news.example/feed.xml", name="Sample feed", **columns)


@scenario("feed.add")
def add_feed(editor):
    yield
    feed_subscriptions.save_feed(Feed(url="https://news.example/feed.xml"), user=editor)


@scenario("feed.change")
def change_feed(editor):
    feed = a_feed(etag="one", sha256="0" * 64, failures=2, error="The site did not answer.")
    feed.url, feed.outlet = "https://news.example/other.xml", builders.an_outlet("Coast Herald")
    yield
    feed_subscriptions.save_feed(feed, user=editor)


@scenario("feed.pause")
def pause_feed(editor):
    feed = a_feed()
    yield
    feed_subscriptions.pause(feed, user=editor)


@scenario("feed.resume")
def resume_feed(editor):
    feed = a_feed(is_paused=True)
    yield
    feed_subscriptions.resume(feed, user=editor)
