"""What only workers do: read an import, find what is in it, and leave both for the editor."""

from __future__ import annotations

import logging
import zlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.desk.documents import document_of_article, document_of_story, with_language
from articles.desk.duplicates import find_known
from articles.desk.intake import LEASE, keep, settle, worker_name
from articles.desk.preview import preview_of
from articles.desk.propose import propose
from articles.desk.resolve import DatabaseGazetteer
from articles.extraction import pipeline
from articles.models import Article, ImportItem
from articles.readers import fetch, registry
from articles.readers.story import UnreadableError
from articles.vocabulary import Door, ImportStatus

if TYPE_CHECKING:
    from articles.extraction.findings import Document, Findings
    from articles.readers.story import Story

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 3


def read_item(item_id: int) -> ImportItem:
    """Read one item to the end: READ with a preview, DUPLICATE, or FAILED with a sentence.

    Nothing happens when another worker holds the item, or when it is read already. Killed at any point, the item keeps
    its bytes and waits for `intake.sweep`; what it came to is written in one transaction at the end.
    """
    item = _claim(item_id)
    if item is None:
        return ImportItem.objects.get(pk=item_id)
    try:
        found = [(story, find(document_of_story(story))) for story in _stories(item)]
    except UnreadableError as error:
        return _fail(item, str(error))
    except DatabaseError:
        raise  # not the item's fault: its lease runs out and it is read again
    except Exception as error:
        # A reader that breaks on one page must neither lose the page nor stop the queue: the editor is told, the log too.
        logger.exception("Import %s could not be read", item_id)
        return _fail(item, f"This could not be read because of a fault in the reader ({type(error).__name__}).")
    return _finish(item, found)


def find_again(article_id: int) -> None:
    """Look anew for what is in a story, after its text was edited."""
    article = Article.objects.get(pk=article_id)
    propose(article, find(document_of_article(article)))


def find(document: Document) -> Findings:
    return pipeline.find(document, DatabaseGazetteer())


def _claim(item_id: int) -> ImportItem | None:
    """Take the item up if nobody holds it: one UPDATE, so that of two workers one gets it."""
    now = timezone.now()
    free = Q(status=ImportStatus.RECEIVED) | Q(status=ImportStatus.READING, claimed_at__lt=now - LEASE)
    claimed = ImportItem.objects.filter(free, pk=item_id).update(
        status=ImportStatus.READING, claimed_at=now, claimed_by=worker_name(), attempts=F("attempts") + 1
    )
    if not claimed:
        return None
    item = ImportItem.objects.select_related("snapshot").get(pk=item_id)
    if item.attempts > MOST_ATTEMPTS:
        _fail(item, f"Reading this stopped the worker {MOST_ATTEMPTS} times, so it is not tried again.")
        return None
    return item


def _stories(item: ImportItem) -> list[Story]:
    if item.snapshot is None:
        got = fetch.fetch(item.url, allow=settings.FETCH_ALLOW)
        # Kept before anything is read: whatever the reader makes of it, the bytes are here.
        kind = f"{got.content_type}; charset={got.charset}" if got.charset else got.content_type
        item.snapshot = keep(got.content, content_type=kind[:100], url=got.url[:2000], headers=got.headers)
        ImportItem.objects.filter(pk=item.pk).update(snapshot=item.snapshot)
    content = zlib.decompress(bytes(item.snapshot.compressed))
    stories = registry.read(
        content,
        kind="text" if item.door == Door.TEXT else "auto",
        url=item.snapshot.url or item.url,
        file_name=item.name if item.door == Door.FILE else "",
        charset=_charset(item.snapshot.content_type),
    )
    stories = [story for story in stories if story.body]
    if not stories:
        raise UnreadableError("No text of a story was found in it.")
    return [with_language(story) for story in stories]


def _charset(content_type: str) -> str:
    return content_type.partition("charset=")[2].partition(";")[0].strip("\"' ")


def _fail(item: ImportItem, sentence: str) -> ImportItem:
    with transaction.atomic():
        if _still_ours(item):
            settle(item, ImportStatus.FAILED, error=sentence)
    return ImportItem.objects.get(pk=item.pk)


@transaction.atomic
def _finish(item: ImportItem, found: list[tuple[Story, Findings]]) -> ImportItem:
    """Write what came of it. Each further story of one file becomes an item of its own in the same batch."""
    if not _still_ours(item):
        return ImportItem.objects.get(pk=item.pk)
    for number, (story, findings) in enumerate(found, start=1):
        target = item if number == 1 else _sibling(item, number)
        known = find_known(story)
        if known and known.same_text:
            settle(target, ImportStatus.DUPLICATE, article=known.article)
        else:
            target.preview = preview_of(story, findings, known.article if known else None)
            settle(target, ImportStatus.READ)
    return item


def _sibling(item: ImportItem, number: int) -> ImportItem:
    return ImportItem(
        batch=item.batch, door=item.door, name=f"{item.name[:980]} ({number})", url=item.url, snapshot=item.snapshot,
        claimed_at=item.claimed_at, claimed_by=item.claimed_by,
    )  # fmt: skip


def _still_ours(item: ImportItem) -> bool:
    held = ImportItem.objects.select_for_update().filter(
        pk=item.pk, status=ImportStatus.READING, claimed_by=item.claimed_by, claimed_at=item.claimed_at
    )
    return held.exists()
