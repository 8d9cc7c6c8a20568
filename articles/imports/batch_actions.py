"""What an editor does with all imports of a batch at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from articles import jobs
from articles.desk.audit import RowChanges, log, snapshot
from articles.desk.transitions import IllegalTransitionError
from articles.imports.batch_counts import BatchCounts, count_batch
from articles.imports.close import Outcome, close_items
from articles.imports.item_actions import cancelled
from articles.imports.requeue import reopen_items
from articles.models import ImportBatch, ImportItem
from articles.text import clean_line
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import User
    from django.db.models import QuerySet

MAX_NAME = 200


@transaction.atomic
def request_drafts(batch: ImportBatch, *, user: User | None) -> BatchCounts:
    """Have the worker create drafts of all imports that were read and resemble no other story. Returns the counts."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    counts = count_batch(batch)
    if not counts.to_draft:
        raise IllegalTransitionError("There is nothing in this batch to make a draft of.")
    before = snapshot(batch)
    batch.drafts_wanted, batch.drafts_wanted_by = True, user
    batch.save()
    jobs.enqueue(jobs.make_drafts, batch.pk)
    details = {"drafts": counts.to_draft, "left": counts.lookalikes}
    log(
        "batch.request_drafts", str(batch), user=user, batch=batch, before=before, after=snapshot(batch),
        details=details,
    )  # fmt: skip
    return counts


@transaction.atomic
def rename(batch: ImportBatch, name: str, *, opened: str, user: User | None) -> ImportBatch:
    """Name a batch whose name is still the one that the editor saw; an empty name is the time at which it was received."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    name = clean_line(name)
    if len(name) > MAX_NAME:
        raise IllegalTransitionError(f"The name of a batch has at most {MAX_NAME} characters.")
    if batch.note != opened:
        raise IllegalTransitionError(f"Not renamed to “{name}”: someone else has named this batch “{batch}” meanwhile.")
    if name != batch.note:
        before = snapshot(batch)
        batch.note = name
        batch.save(update_fields=["note"])
        log("batch.rename", str(batch), user=user, batch=batch, before=before, after=snapshot(batch))
    return batch


@transaction.atomic
def retry_failed(batch: ImportBatch, *, user: User | None, only: Collection[int] | None = None) -> int:
    """Requeue the imports that could not be read, or those with the ids `only`. Returns their number."""
    failed = batch.items.failed().select_for_update()
    failed = failed if only is None else failed.filter(pk__in=only)
    changes = _watched(failed)
    count = reopen_items(failed, priority=jobs.LATER)
    if count:
        log("batch.read_again", str(batch), user=user, batch=batch, related=changes, details={"count": count})
    return count


@transaction.atomic
def cancel_waiting(batch: ImportBatch, *, user: User | None) -> int:
    """Cancel every import that waits or is being read. Their bytes are kept. Returns their number."""
    items = batch.items.waiting()
    changes = _watched(items)
    count = close_items(items, cancelled(user))
    if count:
        log("batch.cancel", str(batch), user=user, batch=batch, related=changes, details={"count": count})
    return count


@transaction.atomic
def discard_open(batch: ImportBatch, *, user: User | None) -> int:
    """Discard every import without a draft. Their bytes are kept. Returns their number."""
    items = batch.items.open()
    changes = _watched(items)
    count = close_items(batch.items.waiting(), cancelled(user)) + close_items(items, Outcome(ImportStatus.DISCARDED))
    if count:
        log("batch.discard_rest", str(batch), user=user, batch=batch, related=changes, details={"count": count})
    return count


def _watched(items: QuerySet[ImportItem]) -> RowChanges:
    changes = RowChanges()
    changes.watch(items.defer("preview"))
    return changes
