"""What an editor does with all imports of a batch at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from articles import jobs
from articles.desk.moves import IllegalMoveError, log
from articles.imports.batch_counts import BatchCounts, count_batch
from articles.imports.close import Outcome, close_items
from articles.imports.requeue import reopen_items
from articles.models import ImportBatch
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def request_drafts(batch: ImportBatch, *, user: User | None) -> BatchCounts:
    """Have the worker make drafts of all imports that were read and look like no other story; how many they are."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    counts = count_batch(batch)
    if not counts.to_draft:
        raise IllegalMoveError("There is nothing in this batch to make a draft of.")
    batch.drafts_wanted, batch.drafts_wanted_by = True, user
    batch.save()
    jobs.enqueue(jobs.make_drafts, batch.pk)
    log("asked for drafts of", str(batch), user=user, after={"drafts": counts.to_draft, "left": counts.lookalikes})
    return counts


@transaction.atomic
def retry_failed(batch: ImportBatch, *, user: User | None) -> int:
    """Read again what could not be read; how many imports."""
    count = reopen_items(batch.items.failed().select_for_update(), priority=jobs.LATER)
    if count:
        log("asked to read again", f"{count} imports of {batch}", user=user)
    return count


@transaction.atomic
def discard_open(batch: ImportBatch, *, user: User | None) -> int:
    """Discard every import without a draft; how many. Their bytes are kept."""
    count = close_items(batch.items.open(), Outcome(ImportStatus.DISCARDED))
    if count:
        log("discarded", f"{count} imports of {batch}", user=user)
    return count
