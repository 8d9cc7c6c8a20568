"""The functions of background tasks: claim an import and have a child process read it, and extract from an article."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import DatabaseError

from articles.desk.audit import log
from articles.imports import claim_holder, lease, run_limited
from articles.imports.child_process import CancelledError, ChildDiedError, CpuLimitError, StoppedError
from articles.imports.close import Outcome, close_item
from articles.imports.extract import extract_from_article
from articles.imports.read import read_claimed
from articles.imports.reading_order import SHORT_CPU_SECONDS
from articles.imports.requeue import count_death, defer_item
from articles.models import Article, ImportItem
from articles.vocabulary import ImportStatus

logger = logging.getLogger(__name__)


def read_item(item_id: int) -> ImportItem:
    """Read one import that waits, and return it as it is then. Nothing happens if it is no longer waiting.

    It ends as READ with a preview, DUPLICATE, REVOKED, or FAILED with a sentence; a file of several stories as SPLIT,
    a table whose columns are not mapped as MAPPING. An import whose site was asked too recently stays in the queue.
    If this process is killed, the bytes are still stored, and `requeue_stale` queues the import again.
    """
    return _read(item_id, None)


def read_if_short(item_id: int) -> ImportItem:
    """The same, unless reading takes more than SHORT_CPU_SECONDS: then the import is queued again behind shorter ones."""
    return _read(item_id, SHORT_CPU_SECONDS if SHORT_CPU_SECONDS < settings.IMPORT_CPU_LIMIT else None)


def rerun_extraction(article_id: int) -> None:
    """Re-run extraction over an article, after its text was edited. If that is stopped, earlier findings stay."""
    try:
        run_limited.run(extract_from_article, article_id)
    except (StoppedError, ChildDiedError) as error:
        article = Article.objects.get(pk=article_id)
        reason = str(error) if isinstance(error, StoppedError) else f"failed: {error}."
        details = {"reason": f"This {reason}"}
        log("article.extraction_stopped", str(article), user=None, article=article, details=details)
        logger.warning("Extraction from article %s was stopped: %s", article_id, error)


def _read(item_id: int, cpu_seconds: int | None) -> ImportItem:
    claim = claim_holder.new_claim()
    with claim_holder.working_on(claim):
        item = lease.claim_item(item_id, claim)
        if item is not None:
            _read_within_limits(item, cpu_seconds)
    # The preview of a long text has many megabytes, which the worker would keep: it does not need it.
    return ImportItem.objects.defer("preview").get(pk=item_id)


def _read_within_limits(item: ImportItem, cpu_seconds: int | None) -> None:
    """`cpu_seconds` is the limit at which the import is queued again; None if it fails at the limit of the settings."""
    while True:
        try:
            run_limited.run(
                read_claimed, item.pk, item.claimed_by, keep_on=lambda: _renew(item), cpu_seconds=cpu_seconds
            )
        except CancelledError:
            logger.info("Import %s was discarded, so reading it was stopped", item.pk)
        except StoppedError as stopped:
            if isinstance(stopped, CpuLimitError) and cpu_seconds:
                defer_item(item)
                return
            close_item(item, Outcome(ImportStatus.FAILED, f"Reading this {stopped}"))
        except ChildDiedError as error:
            logger.warning("The process that read import %s died: %s", item.pk, error)
            if count_death(item):
                continue
        return


def _renew(item: ImportItem) -> bool:
    """Renew the lease; whether the import is still to be read."""
    try:
        return lease.renew_lease(item)
    except DatabaseError:
        logger.warning("The lease of import %s could not be renewed", item.pk, exc_info=True)
        return True  # the database comes back; the next renewal is tried in time
