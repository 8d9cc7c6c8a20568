"""What only workers do: read an import, find what is in it, and leave both for the editor."""

from __future__ import annotations

import logging
import zlib
from typing import TYPE_CHECKING, cast

from django.db import DatabaseError, transaction

from articles.desk import clearance
from articles.desk.audit import log
from articles.desk.documents import document_of_article, document_of_story, with_language
from articles.desk.duplicates import find_known
from articles.desk.preview import preview_of
from articles.desk.propose import propose
from articles.desk.resolve import DatabaseGazetteer
from articles.extraction import pipeline
from articles.imports import claiming, fetching, leases, limited, tables, unpacking
from articles.imports.child_process import CancelledError, ChildDiedError, StoppedError
from articles.imports.intake import settle
from articles.imports.received import came_before
from articles.imports.teasers import filled
from articles.models import Article, ImportItem
from articles.readers import registry
from articles.readers.part import Content, Part
from articles.readers.restrictions import REVOKED, revocation
from articles.readers.story import UnreadableError
from articles.vocabulary import ArticleStatus, Door, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from articles.extraction.findings import Document, Findings
    from articles.models import Snapshot
    from articles.readers.part import KindName
    from articles.readers.story import Story

logger = logging.getLogger(__name__)


def read_item(item_id: int) -> ImportItem:
    """Read one item to the end: READ with a preview, DUPLICATE, or FAILED with a sentence; a file that holds several
    stories to UNPACKED, a table whose columns nobody named to MAPPING.

    Nothing happens when another worker holds the item, or when it is read already. Killed at any point, the item keeps
    its bytes and waits for `intake.sweep`; what it came to is written in one transaction at the end. An item that goes
    beyond the limits of the settings fails.
    """
    name = leases.new_claim()
    with leases.in_hand(name):
        item = claiming.claim(item_id, name)
        if item is not None:
            _read_within_limits(item)
    return ImportItem.objects.get(pk=item_id)


def _read_within_limits(item: ImportItem) -> None:
    while True:
        try:
            limited.run("articles.imports.reading.read_claimed", item.pk, item.claimed_by, keep_on=_renewal(item))
        except CancelledError:
            logger.info("Import %s was no longer wanted, so reading it was stopped", item.pk)
        except StoppedError as stopped:
            claiming.fail(item, f"Reading this {stopped}")
        except ChildDiedError as error:
            logger.warning("Import %s ended the process that read it: %s", item.pk, error)
            if claiming.died(item):
                continue
        return


def _renewal(item: ImportItem) -> Callable[[], bool]:
    """Renews the lease, and answers whether the item is still to be read."""

    def renew() -> bool:
        try:
            return claiming.renew(item)
        except DatabaseError:
            logger.warning("The lease of import %s could not be renewed", item.pk, exc_info=True)
            return True  # the database comes back; the next renewal is tried in time

    return renew


def read_claimed(item_id: int, claimed_by: str) -> None:
    """Read an item that this name holds, and write what came of it."""
    item = claiming.held(item_id)
    item.claimed_by = claimed_by
    try:
        _read(item)
    except UnreadableError as error:
        claiming.fail(item, str(error))
    except (DatabaseError, MemoryError):
        raise  # a database that is away is not the item's fault: it is read again; and a limit is told by who set it
    except Exception as error:
        # A reader that breaks on one page must neither lose the page nor stop the queue: the editor is told, the log too.
        logger.exception("Import %s could not be read", item_id)
        claiming.fail(item, f"This could not be read because of a fault in the reader ({type(error).__name__}).")


def find_again(article_id: int) -> None:
    """Look anew for what is in a story, after its text was edited. What was found before stays when that is stopped."""
    try:
        limited.run("articles.imports.reading.find_in_article", article_id)
    except (StoppedError, ChildDiedError) as error:
        article = Article.objects.get(pk=article_id)
        reason = str(error) if isinstance(error, StoppedError) else f"failed: {error}."
        log(
            "article.extraction_stopped", str(article), user=None, article=article, details={"reason": f"This {reason}"}
        )
        logger.warning("Looking through article %s was stopped: %s", article_id, error)


def find_in_article(article_id: int) -> None:
    """Propose what is in the text of a story as it stands."""
    article = Article.objects.get(pk=article_id)
    propose(article, find(document_of_article(article)))


def find(document: Document) -> Findings:
    return pipeline.find(document, DatabaseGazetteer())


def _read(item: ImportItem) -> ImportItem:
    if item.problem:
        raise UnreadableError(item.problem)
    if item.snapshot is None and item.kind != unpacking.TEASER:
        fetching.fetch_for(item)
    earlier = came_before(item)
    if earlier is not None:
        return _settled(item, ImportStatus.DUPLICATE, article=earlier.article)
    if item.kind == unpacking.TEASER:
        return _look_through(item, _story_behind(item))
    return _read_bytes(item)


def _read_bytes(item: ImportItem) -> ImportItem:
    content, kind = _content_of(item), _kind_of(item)
    if item.columns is None and registry.recognised(content, kind) == tables.TABLE:
        item.preview = tables.question(content)
        return _settled(item, ImportStatus.MAPPING)
    parts = registry.parts(content, kind)
    if not parts:
        raise UnreadableError("No story was found in it.")
    if len(parts) == 1 and parts[0].data == content.data:
        return _look_through(item, registry.read_part(parts[0]))
    if item.parent_id is not None:
        raise UnreadableError("It is part of a file, and holds several stories itself: it cannot be read.")
    return unpacking.take_apart(item, parts)


def _story_behind(item: ImportItem) -> Story:
    """The story at the address of a teaser; the teaser itself, where an editor said that it has to do."""
    entry = _read_kept(item, item.entry, unpacking.TEASER)
    if item.snapshot_id == item.entry_id:
        return entry
    page = _read_kept(item, item.snapshot or fetching.fetch_for(item), "auto")
    return filled(page, entry)


def _read_kept(item: ImportItem, kept: Snapshot | None, kind: KindName) -> Story:
    assert kept is not None  # noqa: S101  # unpacking gives every teaser its entry; this tells the type checker
    data, url = zlib.decompress(bytes(kept.compressed)), kept.url or item.url
    return registry.read_part(Part(item.name, kind, data, url, _charset(kept.content_type)))


def _content_of(item: ImportItem) -> Content:
    kept = item.snapshot
    assert kept is not None  # noqa: S101  # fetched just now, if it did not come with the item
    is_file = item.door == Door.FILE and item.parent_id is None
    return Content(
        zlib.decompress(bytes(kept.compressed)),
        url=kept.url or item.url,
        file_name=item.name if is_file else "",
        charset=_charset(kept.content_type),
        columns=item.columns,
    )


def _kind_of(item: ImportItem) -> KindName:
    return cast("KindName", "text" if item.door == Door.TEXT and item.kind == "auto" else item.kind)


def _charset(content_type: str) -> str:
    return content_type.partition("charset=")[2].partition(";")[0].strip("\"' ")


def _look_through(item: ImportItem, story: Story) -> ImportItem:
    if story.source_status in REVOKED:
        return _revoked(item, story)
    if not story.body:
        raise UnreadableError("No text of a story was found in it.")
    story = with_language(story)
    return _finish(item, story, find(document_of_story(story)))


@transaction.atomic
def _finish(item: ImportItem, story: Story, findings: Findings) -> ImportItem:
    known = find_known(story)
    if known and not known.changed:
        return _settled(item, ImportStatus.DUPLICATE, article=known.article)
    item.preview = preview_of(story, findings, known)
    # What an editor discarded does not come back with a batch, unseen.
    is_discarded = known is not None and known.article.review_status == ArticleStatus.DISCARDED
    item.is_lookalike = bool(item.preview["looks_like"]) or is_discarded
    return _settled(item, ImportStatus.READ)


@transaction.atomic
def _revoked(item: ImportItem, story: Story) -> ImportItem:
    """An item that its source cancelled or withholds: it becomes no draft, and the story that it is about says so."""
    known, said = find_known(story), revocation(story.source_status)
    if not claiming.is_ours(item):
        return ImportItem.objects.get(pk=item.pk)
    if known and story.source_status:
        clearance.revoke(known.article, story.source_status, source=item.name)
    error = said if known else f"{said} No story of it is here."
    return _settled(item, ImportStatus.REVOKED, article=known.article if known else None, error=error)


@transaction.atomic
def _settled(item: ImportItem, status: ImportStatus, article: Article | None = None, *, error: str = "") -> ImportItem:
    """Write what came of it, unless the lease is lost: then another worker says."""
    if claiming.is_ours(item):
        settle(item, status, article=article, error=error)
    return ImportItem.objects.get(pk=item.pk)
