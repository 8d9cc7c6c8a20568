"""Who reads an import: one worker at a time, under a lease, so that what a killed worker had in hand is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.imports.intake import count_death, settle
from articles.models import ImportItem
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet


def claim(item_id: int, name: str) -> ImportItem | None:
    """Take the item up under this name if it waits: one UPDATE, so that of two workers one gets it."""
    claimed = ImportItem.objects.filter(pk=item_id, status=ImportStatus.RECEIVED).update(
        status=ImportStatus.READING, claimed_at=timezone.now(), claimed_by=name
    )
    return held(item_id) if claimed else None


def held(item_id: int) -> ImportItem:
    """The item with all that reading needs."""
    return ImportItem.objects.select_related("snapshot", "entry").get(pk=item_id)


def renew(item: ImportItem) -> bool:
    """Begin the lease anew; False when the item is no longer ours: an editor discarded it, for example."""
    return bool(_held(item).update(claimed_at=timezone.now()))


def is_ours(item: ImportItem) -> bool:
    """Whether the item is still ours; until the end of the transaction it stays so."""
    return _held(item).select_for_update().exists()


def fail(item: ImportItem, sentence: str) -> ImportItem:
    with transaction.atomic():
        if is_ours(item):
            settle(item, ImportStatus.FAILED, error=sentence)
    return ImportItem.objects.get(pk=item.pk)


def died(item: ImportItem) -> bool:
    """Count that reading the item ended a process; whether it is still ours to try again."""
    with transaction.atomic():
        current = _held(item).select_for_update().first()
        return current is not None and count_death(current)


def _held(item: ImportItem) -> QuerySet[ImportItem]:
    return ImportItem.objects.filter(pk=item.pk, status=ImportStatus.READING, claimed_by=item.claimed_by)
