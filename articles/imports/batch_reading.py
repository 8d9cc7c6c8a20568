"""A batch read in this process, one import after another, for commands: web pages leave that to the worker."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from articles.desk.moves import IllegalMoveError
from articles.imports import batches, intake, reading, tables
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.contrib.auth.models import User

    from articles.models import ImportBatch, ImportItem

# How long to wait before looking again at what another worker reads.
_WAIT = 0.5


def read_batch(batch: ImportBatch, *, columns: Mapping[str, str], user: User | None = None) -> Iterator[ImportItem]:
    """Read all that waits, and give each import as it is read. Tables are read by `columns`, else by the guess.

    A table whose columns cannot be named waits for an editor, with the reason in `error`. What a worker beside us has in
    hand is waited for.
    """
    refused: set[int] = set()
    while True:
        waiting = batch.items.filter(status=ImportStatus.RECEIVED).order_by("pk").values_list("pk", flat=True).first()
        if waiting is not None:
            yield reading.read_item(waiting)
        elif table := batch.items.filter(status=ImportStatus.MAPPING).exclude(pk__in=refused).first():
            if not _name_columns(table, columns, user):
                refused.add(table.pk)
                yield table
        elif batch.items.filter(status=ImportStatus.READING).exists():
            intake.sweep()
            time.sleep(_WAIT)
        else:
            return


def draft_batch(batch: ImportBatch, *, user: User | None = None) -> Iterator[ImportItem]:
    """Make drafts of all that were read and look like no other story, and give each import that became one."""
    after = 0
    while item := batch.items.to_draft().filter(pk__gt=after).order_by("pk").first():
        after = item.pk
        if batches.draft_if_new(item, user=user):
            yield item


def _name_columns(table: ImportItem, columns: Mapping[str, str], user: User | None) -> bool:
    """Whether the table could be told which column is what; why not stands in its `error`."""
    try:
        tables.name_columns(table, {**table.preview["guess"], **columns}, user=user)
    except IllegalMoveError as error:
        table.error = str(error)
        table.save(update_fields=["error"])
        return False
    return True
