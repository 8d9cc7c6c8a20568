"""Poll a feed: ask whether it changed, and import the entries that are new.

An entry is known if the same bytes came from a feed before, or if the story that it holds or leads to is here and the
entry says nothing newer. A feed of known entries makes no batch.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.desk.duplicates import find_known
from articles.desk.extraction_input import with_language
from articles.desk.incoming import incoming_story
from articles.desk.takedown_keys import takedown_of
from articles.imports import run_limited
from articles.imports.child_process import ChildDiedError, StoppedError
from articles.imports.close import Outcome, close_item
from articles.imports.feed_subscriptions import delay_after
from articles.imports.fetch_page import SiteBusyError, take_turn
from articles.imports.snapshots import SUMMARY_KIND
from articles.imports.split import add_items, numbered
from articles.models import Feed, ImportBatch, ImportItem, Snapshot, Takedown
from articles.readers import fetch, registry
from articles.readers.part import Content
from articles.readers.story import UnreadableError
from articles.vocabulary import ImportStatus, SourceType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.imports.split import NumberedPart
    from articles.models import Article
    from articles.readers.fetch import Fetched
    from articles.readers.part import Part
    from articles.readers.story import Story

logger = logging.getLogger(__name__)
FEED_KIND = "feed"
_ACCEPT = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"
_MAX_FAULT_LENGTH = 300


def poll(feed_id: int) -> None:
    """Poll a feed within the limits for imports. Nothing happens if it was paused or deleted meanwhile."""
    if not Feed.objects.filter(pk=feed_id, is_paused=False).exists():
        return
    try:
        run_limited.run(poll_within_limits, feed_id)
    except StoppedError as stopped:
        _fail(feed_id, f"Reading this feed {stopped}")
    except ChildDiedError as error:
        logger.warning("The process that polled feed %s died: %s", feed_id, error)
        _fail(feed_id, "The process that read this feed died.")


def poll_within_limits(feed_id: int) -> None:
    """In the child process: fetch, compare, import what is new, and note the outcome at the feed."""
    feed = Feed.objects.get(pk=feed_id)
    try:
        take_turn(feed.url, is_urgent=True)
        page = fetch.fetch(feed.url, allow=settings.FETCH_ALLOW, headers=_conditions(feed))
        new = _new_parts(feed, page)
    except SiteBusyError as busy:
        _note(feed, next_poll=timezone.now() + timedelta(seconds=busy.seconds))
    except fetch.NotModifiedError:
        _succeed(feed, None, ())
    except fetch.RetryLaterError as refused:
        _fail(feed_id, str(refused), at_least=timedelta(seconds=min(refused.seconds, 30 * 24 * 3600)))
    except UnreadableError as error:
        _fail(feed_id, str(error))
    else:
        _succeed(feed, page, new)


def _conditions(feed: Feed) -> dict[str, str]:
    stated = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    return {"Accept": _ACCEPT, **{name: value for name, value in stated.items() if value}}


def _new_parts(feed: Feed, page: Fetched) -> list[NumberedPart]:
    if hashlib.sha256(page.content).hexdigest() == feed.sha256:
        return []
    content = Content(page.content, url=page.url, charset=page.charset)
    kind = registry.identify(content)
    if kind.name != FEED_KIND:
        raise UnreadableError("There is no feed at this address.")
    parts = registry.unpack(content, kind)
    known = _known_bytes(parts)
    return [one for one in numbered(parts) if (one[1].name, _sha256(one[1])) not in known and not _is_here(one[1])]


def _known_bytes(parts: Sequence[Part]) -> set[tuple[str, str]]:
    """Name and hash of the entries that were imported before, whatever became of them."""
    hashes = [_sha256(part) for part in parts]
    known: set[tuple[str, str]] = set()
    for column in ("entry__sha256", "snapshot__sha256"):
        rows = ImportItem.objects.filter(**{f"{column}__in": hashes}, parent__isnull=False)
        known.update(rows.values_list("name", column))
    return known


def _is_here(part: Part) -> bool:
    """Whether the story of an entry is here, and the entry says nothing newer, or was removed for good. What cannot be
    read is for an editor.
    """
    if part.problem:
        return False
    try:
        story = registry.read_part(part)
    except UnreadableError:
        return False
    if part.kind != SUMMARY_KIND:
        incoming = incoming_story(with_language(story))
        known = find_known(incoming)
        return takedown_of(incoming) is not None or (known is not None and not known.changed)
    incoming = incoming_story(story)
    if takedown_of(incoming) is not None:
        return True
    known = find_known(incoming) if story.url else None
    return known is not None and known.by in ("address", "alias") and not _is_newer(story, known.article)


def _has_removed_entry(page: Fetched) -> bool:
    if not Takedown.objects.exists():
        return False
    content = Content(page.content, url=page.url, charset=page.charset)
    return any(_is_removed(part) for part in registry.unpack(content, registry.identify(content)) if not part.problem)


def _is_removed(part: Part) -> bool:
    try:
        story = registry.read_part(part)
    except UnreadableError:
        return False
    return takedown_of(incoming_story(story)) is not None


def _is_newer(story: Story, article: Article) -> bool:
    """Whether a beginning says that its page changed after it was last read here."""
    retrieved = article.versions.order_by("-number").values_list("retrieved_at", flat=True).first()
    changed = story.date_modified
    if changed is None or retrieved is None:
        return False
    return changed > (retrieved if changed.tzinfo else retrieved.replace(tzinfo=None))


@transaction.atomic
def _succeed(feed: Feed, page: Fetched | None, new: Sequence[NumberedPart]) -> None:
    """Import the new entries and note what the server said. Nothing is written if another poll came first."""
    now = timezone.now()
    current = Feed.objects.select_for_update().filter(pk=feed.pk, url=feed.url, sha256=feed.sha256).first()
    if current is None:
        return
    columns = {"polled_at": now, "failures": 0, "error": "", "next_poll": now + current.interval}
    if page is not None:
        columns |= {
            "etag": page.headers.get("etag", "")[:200],
            "last_modified": page.headers.get("last-modified", "")[:100],
            "sha256": hashlib.sha256(page.content).hexdigest(),
        }
        if new:
            columns["new_at"] = now
            _import(current, page, new)
    _note(feed, **columns)


def _import(feed: Feed, page: Fetched, new: Sequence[NumberedPart]) -> None:
    batch = ImportBatch.objects.create(note=f"{feed}, {timezone.now():%Y-%m-%d %H:%M}"[:200], feed=feed)
    content_type = f"{page.content_type}; charset={page.charset}" if page.charset else page.content_type
    # The bytes of the feed hold all its entries, also one of a story that was removed for good.
    snapshot = None
    if not _has_removed_entry(page):
        snapshot = Snapshot.objects.store(
            page.content, content_type=content_type[:100], url=page.url[:2000], headers=page.headers
        )
    item = ImportItem.objects.create(
        batch=batch,
        source_type=SourceType.ADDRESS,
        kind=FEED_KIND,
        name=str(feed)[:1000],
        url=feed.url,
        snapshot=snapshot,
    )
    add_items(item, new)
    close_item(item, Outcome(ImportStatus.SPLIT))


def _fail(feed_id: int, sentence: str, *, at_least: timedelta = timedelta(0)) -> None:
    with transaction.atomic():
        feed = Feed.objects.select_for_update().filter(pk=feed_id).first()
        if feed is None:
            return
        now, failures = timezone.now(), feed.failures + 1
        delay = max(delay_after(feed.interval, failures), at_least)
        error = sentence[:_MAX_FAULT_LENGTH]
        _note(feed, polled_at=now, failures=failures, error=error, next_poll=now + delay)


def _note(feed: Feed, **columns: object) -> None:
    """An update: polls change no column that a form shows."""
    Feed.objects.filter(pk=feed.pk).update(**columns)


def _sha256(part: Part) -> str:
    return hashlib.sha256(part.data).hexdigest()
