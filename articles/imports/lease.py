"""Only one worker at a time reads an import: it claims the import and renews that lease while it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from articles.models import ImportItem
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet


def claim_item(item_id: int, claim: str) -> ImportItem | None:
    """Claim an import that is waiting, in one UPDATE: of two workers, one gets it. None before its site may be asked."""
    may_be_asked = Q(retry_at__isnull=True) | Q(retry_at__lte=timezone.now())
    claimed = ImportItem.objects.filter(may_be_asked, pk=item_id, status=ImportStatus.RECEIVED).update(
        status=ImportStatus.READING, claimed_at=timezone.now(), claimed_by=claim, retry_at=None
    )
    # Without its bytes, which only the process that reads them needs.
    return _held(item_id, claim).first() if claimed else None


def claimed_item(item_id: int, claim: str) -> ImportItem | None:
    """The import with its bytes and the feed that it is from, while this claim holds it."""
    return _held(item_id, claim).select_related("snapshot", "entry", "batch__feed__outlet").first()


def renew_lease(item: ImportItem) -> bool:
    """Renew the lease; False when the import is no longer ours, because an editor discarded it, for example."""
    return bool(_held(item.pk, item.claimed_by).update(claimed_at=timezone.now()))


def lock_claimed(item: ImportItem) -> ImportItem | None:
    """The import, locked until the end of the transaction, if its claim still holds it."""
    return _held(item.pk, item.claimed_by).select_for_update().first()


def _held(item_id: int, claim: str) -> QuerySet[ImportItem]:
    return ImportItem.objects.filter(pk=item_id, status=ImportStatus.READING, claimed_by=claim)
