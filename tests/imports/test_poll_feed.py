"""A feed is asked on a schedule; what is new in it is imported, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import jobs
from articles.desk.transitions import IllegalTransitionError
from articles.imports import feed_subscriptions, fetch_page, poll_feed, robots, worker
from articles.imports.site_turns import SiteTurns
from articles.models import Feed, ImportBatch, ImportItem, LoggedAction
from articles.readers import fetch
from articles.vocabulary import ImportStatus
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]
ADDRESS = "https://news.example/feed.xml"
TEXT = "The ferry between the two towns sails again after a winter in the dock, its captain told passengers on Monday. "


def an_entry(number, *, text=TEXT, changed=""):
    """With the whole text, or without one only the beginning of a story whose page stands at the address."""
    body = f"<content type='html'>&lt;p&gt;Ferry {number}. {text * 3}&lt;/p&gt;</content>" if text else ""
    summary = "" if text else "<summary>The ferry sails.</summary>"
    return (
        f"<entry><id>urn:{number}</id><title>Ferry {number} sails again</title>"
        f"<link href='https://news.example/{number}'/><published>2026-03-0{number % 9 + 1}T10:00:00Z</published>"
        f"{f'<updated>{changed}</updated>' if changed else ''}{summary}{body}</entry>"
    )


def a_feed(*entries):
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title><id>urn:feed</id>" + "".join(entries) + "</feed>"
    ).encode()


class Site:
    """What its addresses answer: bytes, or an error to raise. `asked` has each address with the headers of the request."""

    def __init__(self):
        self.answers, self.asked, self.sent = {}, [], {}

    def fetch(self, url, *, headers=None, **_options):
        self.asked.append((url, dict(headers or {})))
        answer = self.answers.get(url, fetch.StatusError("The site answered with HTTP 404 instead of the page.", 404))
        if isinstance(answer, Exception):
            raise answer
        return fetch.Fetched(url, answer, "application/atom+xml", "utf-8", self.sent, datetime.now(UTC))


@pytest.fixture
def site(monkeypatch):
    made = Site()
    monkeypatch.setattr(fetch, "fetch", made.fetch)
    monkeypatch.setattr(robots, "fetch", made.fetch)
    monkeypatch.setattr(robots, "_known", {})
    monkeypatch.setattr(fetch_page, "PAUSE_SECONDS", 0)
    return made


@pytest.fixture
def queued(monkeypatch):
    """The feeds whose polls were queued."""
    found = []
    enqueue = jobs.enqueue

    def note(job, pk, **options):
        if job is jobs.poll_feed:
            found.append(pk)
        else:
            enqueue(job, pk, **options)

    monkeypatch.setattr(jobs, "enqueue", note)
    return found


@pytest.fixture
def feed(site, editor):
    editor.is_superuser = True
    editor.save()
    return feed_subscriptions.save_feed(Feed(url=ADDRESS), user=editor)


def polled(feed):
    poll_feed.poll(feed.pk)
    feed.refresh_from_db()
    return feed


def titles():
    return list(ImportItem.objects.filter(parent__isnull=False).order_by("pk").values_list("name", flat=True))


def read_all():
    for item in ImportItem.objects.waiting().order_by("pk"):
        worker.read_item(item.pk)


def test_the_entries_of_a_new_feed_are_one_batch(feed, site):
    site.answers[ADDRESS] = a_feed(an_entry(1), an_entry(2))
    polled(feed)
    batch = ImportBatch.objects.get()
    assert (batch.feed, batch.items.filter(parent=None).get().status) == (feed, ImportStatus.SPLIT)
    assert len(titles()) == 2
    assert feed.new_at is not None
    assert feed.next_poll > timezone.now() + timedelta(minutes=50)


def test_a_feed_that_repeats_what_is_here_makes_no_batch(feed, site):
    site.answers[ADDRESS] = a_feed(an_entry(1), an_entry(2))
    polled(feed)
    site.answers[ADDRESS] = a_feed(an_entry(2), an_entry(1)) + b"\n"
    new_at = polled(feed).new_at
    assert ImportBatch.objects.count() == 1
    assert polled(feed).new_at == new_at


def test_only_the_new_entries_of_a_changed_feed_are_imported(feed, site):
    site.answers[ADDRESS] = a_feed(an_entry(1))
    polled(feed)
    site.answers[ADDRESS] = a_feed(an_entry(2), an_entry(1))
    polled(feed)
    assert ImportBatch.objects.count() == 2
    assert [name[:7] for name in titles()] == ["Ferry 1", "Ferry 2"]


def test_a_failed_page_is_not_fetched_again_by_the_next_poll(feed, site):
    site.answers[ADDRESS] = a_feed(an_entry(1, text=""))
    polled(feed)
    read_all()
    assert ImportItem.objects.get(parent__isnull=False).status == ImportStatus.FAILED
    site.answers[ADDRESS] = a_feed(an_entry(1, text=""), an_entry(2, text=""))
    polled(feed)
    assert len(titles()) == 2


def test_a_story_that_was_imported_by_its_address_is_no_new_entry(feed, site):
    builders.an_article("Ferry 1 sails again", TEXT, url="https://news.example/1")
    site.answers[ADDRESS] = a_feed(an_entry(1, text=""))
    polled(feed)
    assert titles() == []


def test_a_story_that_the_feed_says_has_changed_is_imported_again(feed, site):
    story = builders.an_article("Ferry 1 sails again", TEXT, url="https://news.example/1")
    story.versions.create(number=1, headline=story.headline, sha256="0", retrieved_at=datetime(2026, 3, 1, tzinfo=UTC))
    site.answers[ADDRESS] = a_feed(an_entry(1, text="", changed="2026-02-27T10:00:00Z"))
    polled(feed)
    assert titles() == []
    site.answers[ADDRESS] = a_feed(an_entry(1, text="", changed="2026-03-05T10:00:00Z"))
    polled(feed)
    assert len(titles()) == 1


def test_the_tags_of_the_last_answer_are_sent_and_an_unchanged_feed_is_not_read(feed, site):
    site.sent = {"etag": '"one"', "last-modified": "Mon, 02 Mar 2026 10:00:00 GMT"}
    site.answers[ADDRESS] = a_feed(an_entry(1))
    polled(feed)
    site.answers[ADDRESS] = fetch.NotModifiedError()
    assert (polled(feed).failures, feed.error) == (0, "")
    sent = site.asked[-1][1]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"one"', "Mon, 02 Mar 2026 10:00:00 GMT")
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html><body><p>Moved</p></body></html>", "There is no feed at this address."),
        (b"", "There is nothing in it."),
        (fetch.FetchError("The site cannot be reached from here."), "The site cannot be reached from here."),
    ],
)
def test_a_poll_that_fails_says_why_and_comes_back_later(feed, site, answer, said):
    site.answers[ADDRESS] = answer
    polled(feed)
    assert feed.failures == 1
    assert feed.error.startswith(said)
    assert feed.next_poll > timezone.now() + feed.interval * 1.9
    site.answers[ADDRESS] = a_feed(an_entry(1))
    assert (polled(feed).failures, feed.error) == (0, "")


def test_a_site_that_asks_for_patience_gets_it(feed, site):
    site.answers[ADDRESS] = fetch.RetryLaterError("The site answered with HTTP 429.", 6 * 3600)
    assert polled(feed).next_poll > timezone.now() + timedelta(hours=5.9)


@given(minutes=st.integers(5, 10_000), failures=st.integers(0, 10_000))
def test_delays_grow_with_failures_and_are_never_longer_than_a_day_or_the_interval(minutes, failures):
    interval = timedelta(minutes=minutes)
    delay = feed_subscriptions.delay_after(interval, failures)
    assert interval <= delay <= max(feed_subscriptions.MAX_DELAY, interval)
    assert delay <= feed_subscriptions.delay_after(interval, failures + 1)


def test_another_poll_that_came_first_wins(feed, site, monkeypatch):
    site.answers[ADDRESS] = a_feed(an_entry(1))
    new_parts = poll_feed._new_parts

    def while_another_polls(asked, page):
        found = new_parts(asked, page)
        monkeypatch.setattr(poll_feed, "_new_parts", new_parts)
        poll_feed.poll(feed.pk)
        return found

    monkeypatch.setattr(poll_feed, "_new_parts", while_another_polls)
    polled(feed)
    assert ImportBatch.objects.count() == 1


def test_a_site_that_was_just_asked_is_left_alone_for_a_moment(feed, site, monkeypatch):
    monkeypatch.setattr(fetch_page, "PAUSE_SECONDS", 60)
    monkeypatch.setattr(fetch_page, "_turns", SiteTurns())
    fetch_page.take_turn(ADDRESS, is_urgent=True)
    assert (polled(feed).failures, feed.polled_at) == (0, None)
    assert site.asked == []


def test_a_feed_is_queued_when_its_time_has_come_and_by_one_worker_alone(feed, queued):
    Feed.objects.create(url="https://news.example/later", next_poll=timezone.now() + timedelta(minutes=5))
    Feed.objects.create(url="https://news.example/paused", next_poll=timezone.now(), is_paused=True)
    Feed.objects.filter(pk=feed.pk).update(next_poll=timezone.now() - timedelta(seconds=1))
    assert (feed_subscriptions.queue_due(), feed_subscriptions.queue_due()) == (1, 0)
    assert queued == [feed.pk]


def test_a_paused_feed_is_not_polled_until_it_is_resumed(feed, site, editor, queued):
    feed_subscriptions.pause(feed, user=editor)
    poll_feed.poll(feed.pk)
    with pytest.raises(IllegalTransitionError, match="paused"):
        feed_subscriptions.poll_now(feed, user=editor)
    assert site.asked == []
    feed_subscriptions.resume(feed, user=editor)
    assert queued == [feed.pk]
    keys = LoggedAction.objects.filter(action__startswith="feed.").order_by("pk").values_list("action", flat=True)
    assert list(keys) == ["feed.add", "feed.pause", "feed.resume"]


def test_a_new_address_forgets_what_the_old_one_answered(feed, site, editor):
    site.sent = {"etag": '"one"'}
    site.answers[ADDRESS] = a_feed(an_entry(1))
    polled(feed)
    feed.url = "https://news.example/other.xml"
    feed_subscriptions.save_feed(feed, user=editor)
    feed.refresh_from_db()
    assert (feed.etag, feed.sha256) == ("", "")


def test_the_outlet_that_an_editor_set_for_the_feed_is_that_of_its_stories(feed, site):
    Feed.objects.filter(pk=feed.pk).update(outlet=builders.an_outlet("Sample Post"))
    site.answers[ADDRESS] = a_feed(an_entry(1))
    polled(feed)
    read_all()
    story = ImportItem.objects.get(parent__isnull=False).preview["story"]
    assert (story["outlet"], story["field_sources"]["outlet"]["source"]) == ("Sample Post", "the feed")


RULES = b"User-agent: NewsroomReader\nDisallow: /1\n\nUser-agent: *\nDisallow: /2\n"


@pytest.mark.parametrize(
    ("rules", "number", "is_fetched"),
    [
        (RULES, 1, False),
        (RULES, 2, True),  # the rules for this program hold, not those for all others
        (b"User-agent: *\nDisallow: /*1$\n", 1, False),
        (b"User-agent: *\nDisallow: /\nAllow: /1\n", 1, True),
        (b"\xff\xfe nonsense", 1, True),
        (fetch.StatusError("404", 404), 1, True),
        (fetch.StatusError("503", 503), 1, False),
        (fetch.FetchError("The site cannot be reached from here."), 1, False),
    ],
)
def test_a_page_that_a_feed_leads_to_is_fetched_if_robots_txt_allows(feed, site, rules, number, is_fetched):
    page = f"https://news.example/{number}"
    site.answers = {
        ADDRESS: a_feed(an_entry(number, text="")), "https://news.example/robots.txt": rules,
        page: f"<html><body><article><h1>Ferry</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>".encode(),
    }  # fmt: skip
    polled(feed)
    read_all()
    item = ImportItem.objects.get(parent__isnull=False)
    assert (page in [url for url, _ in site.asked]) is is_fetched
    assert (item.status == ImportStatus.READ) is is_fetched
    assert ("robots.txt" in item.error) is not is_fetched


def test_robots_txt_is_read_once_for_many_pages(feed, site):
    site.answers = {
        ADDRESS: a_feed(*(an_entry(number, text="") for number in range(1, 5))),
        "https://news.example/robots.txt": b"",
    }
    polled(feed)
    read_all()
    assert [url for url, _ in site.asked].count("https://news.example/robots.txt") == 1


def test_a_page_that_an_editor_chose_is_fetched_without_asking_robots_txt(site):
    item = ImportItem(url="https://news.example/1", source_type="address", batch=ImportBatch.objects.create())
    item.save()
    site.answers["https://news.example/1"] = b"<p>x</p>"
    fetch_page.fetch_page(item)
    assert [url for url, _ in site.asked] == ["https://news.example/1"]
