"""Who reads an import: one worker at a time, under a lease, so that what a killed worker had in hand is read again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.desk.imports.intake import LEASE, settle, worker_name
from articles.models import ImportItem
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_ATTEMPTS = 3
# A large file may take longer than the lease. Measured: a table of 5,000 rows and 10 MB is taken apart in 6 s.
_SURE_BYTES_PER_SECOND = 500_000


def claim(item_id: int) -> ImportItem | None:
    """Take the item up if nobody holds it: one UPDATE, so that of two workers one gets it."""
    now = timezone.now()
    free = Q(status=ImportStatus.RECEIVED) | Q(status=ImportStatus.READING, claimed_at__lt=now - LEASE)
    claimed = ImportItem.objects.filter(free, pk=item_id).update(
        status=ImportStatus.READING, claimed_at=now, claimed_by=worker_name(), attempts=F("attempts") + 1
    )
    if not claimed:
        return None
    item = ImportItem.objects.select_related("snapshot", "entry").get(pk=item_id)
    if item.attempts > MOST_ATTEMPTS:
        fail(item, f"Reading this stopped the worker {MOST_ATTEMPTS} times, so it is not tried again.")
        return None
    return item


def renew(item: ImportItem, *, size: int = 0) -> bool:
    """Begin the lease anew, as much later as `size` bytes take; False when the item is no longer ours."""
    later = timezone.now() + timedelta(seconds=size / _SURE_BYTES_PER_SECOND)
    if not _held(item).update(claimed_at=later):
        return False
    item.claimed_at = later
    return True


def is_ours(item: ImportItem) -> bool:
    """Whether the item is still ours; until the end of the transaction it stays so."""
    return _held(item).select_for_update().exists()


def fail(item: ImportItem, sentence: str) -> ImportItem:
    with transaction.atomic():
        if is_ours(item):
            settle(item, ImportStatus.FAILED, error=sentence)
    return ImportItem.objects.get(pk=item.pk)


def _held(item: ImportItem) -> QuerySet[ImportItem]:
    return ImportItem.objects.filter(
        pk=item.pk, status=ImportStatus.READING, claimed_by=item.claimed_by, claimed_at=item.claimed_at
    )
