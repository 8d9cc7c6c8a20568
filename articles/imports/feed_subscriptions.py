"""Subscriptions to feeds: added and changed by editors, and when each is polled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles import jobs
from articles.desk.audit import log, snapshot
from articles.desk.rights import require_to_add
from articles.desk.transitions import IllegalTransitionError
from articles.models import Feed
from articles.text import clean_line

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# A poll that was queued is not queued again for as long as the worker may take to come to it.
_QUEUED_FOR = timedelta(minutes=15)
MAX_DELAY = timedelta(days=1)
# The interval is doubled so often at most; it would be longer than MAX_DELAY anyway.
_MAX_DOUBLINGS = 10


@transaction.atomic
def save_feed(feed: Feed, *, user: User | None) -> Feed:
    """Save what an editor set. A new feed, and one with a new address, is polled at once."""
    old = Feed.objects.select_for_update().filter(pk=feed.pk).first() if feed.pk else None
    if old is None:
        require_to_add(Feed)
    before = snapshot(old) if old else {}
    feed.name = clean_line(feed.name)[:200]
    if old is None or old.url != feed.url:
        feed.etag = feed.last_modified = feed.sha256 = feed.error = ""
        feed.failures = 0
    feed.save()
    log(
        "feed.change" if old else "feed.add",
        str(feed),
        user=user,
        before=before,
        after=snapshot(feed),
        details={"id": feed.pk},
    )
    if old is None or old.url != feed.url:
        queue_poll(feed)
    return feed


@transaction.atomic
def pause(feed: Feed, *, user: User | None) -> Feed:
    return _set_paused(feed, is_paused=True, user=user)


@transaction.atomic
def resume(feed: Feed, *, user: User | None) -> Feed:
    """Poll it again, at once: it may have new entries."""
    feed = _set_paused(feed, is_paused=False, user=user)
    queue_poll(feed)
    return feed


@transaction.atomic
def poll_now(feed: Feed, *, user: User | None) -> Feed:
    """Poll it without waiting for its next turn. Raises IllegalTransitionError for a paused feed."""
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    if feed.is_paused:
        raise IllegalTransitionError("This feed is paused. Resume it to poll it.")
    queue_poll(feed)
    log("feed.poll", str(feed), user=user, details={"id": feed.pk})
    return feed


def queue_due() -> int:
    """Queue the polls of all feeds whose time has come; how many. Two workers that do so at once queue each once."""
    now = timezone.now()
    count = 0
    for pk, due in Feed.objects.due(now).values_list("pk", "next_poll"):
        with transaction.atomic():
            is_ours = Feed.objects.filter(pk=pk, next_poll=due).update(next_poll=now + _QUEUED_FOR)
            if is_ours:
                jobs.enqueue(jobs.poll_feed, pk, priority=jobs.LATER)
                count += 1
    return count


def queue_poll(feed: Feed) -> None:
    Feed.objects.filter(pk=feed.pk).update(next_poll=timezone.now() + _QUEUED_FOR)
    jobs.enqueue(jobs.poll_feed, feed.pk)


def delay_after(interval: timedelta, failures: int) -> timedelta:
    """How long a feed is left alone after so many failures in a row: twice as long after each, at most a day (or its own
    interval, if that is longer).
    """
    doublings = min(failures, _MAX_DOUBLINGS)
    return min(interval * (1 << doublings), max(MAX_DELAY, interval))


def _set_paused(feed: Feed, *, is_paused: bool, user: User | None) -> Feed:
    feed = Feed.objects.select_for_update().get(pk=feed.pk)
    if feed.is_paused == is_paused:
        raise IllegalTransitionError(f"This feed is {'paused' if is_paused else 'not paused'} already.")
    before = snapshot(feed)
    feed.is_paused = is_paused
    feed.save(update_fields=["is_paused"])
    key = "feed.pause" if is_paused else "feed.resume"
    log(key, str(feed), user=user, before=before, after=snapshot(feed), details={"id": feed.pk})
    return feed
