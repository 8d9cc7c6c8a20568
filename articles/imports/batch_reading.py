"""Read a batch in this process, one import after another, for commands: web pages leave that to the worker."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from articles.desk.transitions import IllegalTransitionError
from articles.imports import column_mapping, drafts, requeue, worker
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.contrib.auth.models import User

    from articles.models import ImportBatch, ImportItem

# How long to wait before looking again at what another worker reads, or what waits for its site.
_WAIT_SECONDS = 0.5


def read_batch(batch: ImportBatch, *, columns: Mapping[str, str], user: User | None = None) -> Iterator[ImportItem]:
    """Read everything that waits, and yield each import as it is read.

    Tables are mapped by `columns`, else by the guess of the reader. A table whose columns cannot be mapped waits for an
    editor, with the reason in `error`. Imports that another worker is reading are waited for. An import whose site asks to
    be asked later stays in the queue, for the worker of the site, and is yielded once.
    """
    refused: set[int] = set()
    while True:
        received = batch.items.filter(status=ImportStatus.RECEIVED).exclude(pk__in=refused)
        waiting = received.order_by("pk").values_list("pk", flat=True).first()
        if waiting is not None:
            item = worker.read_item(waiting)
            if item.status == ImportStatus.RECEIVED and item.retry_at:
                refused.add(item.pk)
                yield item
            elif item.status == ImportStatus.RECEIVED:
                time.sleep(_WAIT_SECONDS)  # its site must not be asked again yet
            else:
                yield item
        elif table := batch.items.filter(status=ImportStatus.MAPPING).exclude(pk__in=refused).first():
            if not _map_columns(table, columns, user):
                refused.add(table.pk)
                yield table
        elif batch.items.filter(status=ImportStatus.READING).exists():
            requeue.requeue_stale()
            time.sleep(_WAIT_SECONDS)
        else:
            return


def draft_batch(batch: ImportBatch, *, user: User | None = None) -> Iterator[ImportItem]:
    """Create drafts of all imports that were read and resemble no other story, and yield each import with a draft."""
    after = 0
    while item := batch.items.to_draft().filter(pk__gt=after).order_by("pk").first():
        after = item.pk
        if drafts.draft_if_new(item, user=user):
            item.refresh_from_db()
            yield item


def _map_columns(table: ImportItem, columns: Mapping[str, str], user: User | None) -> bool:
    """Whether the columns could be mapped; if not, the reason is in the `error` of the table."""
    try:
        column_mapping.map_columns(table, {**table.preview["guess"], **columns}, user=user)
    except IllegalTransitionError as error:
        table.error = str(error)
        table.save(update_fields=["error"])
        return False
    return True
