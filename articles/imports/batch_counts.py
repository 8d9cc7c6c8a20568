"""How far a batch got: its imports, counted by status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from articles.models import ImportItem
from articles.vocabulary import OPEN_IMPORT_STATUSES, WAITING_IMPORT_STATUSES, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from articles.models import ImportBatch


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How many imports of a batch have each status; a file that was split is counted as its items alone."""

    by_status: Mapping[str, int]
    lookalikes: int = 0

    def of(self, *statuses: ImportStatus) -> int:
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def total(self) -> int:
        return sum(self.by_status.values()) - self.of(ImportStatus.SPLIT)

    @property
    def waiting(self) -> int:
        return self.of(*WAITING_IMPORT_STATUSES)

    @property
    def failed(self) -> int:
        return self.of(ImportStatus.FAILED)

    @property
    def read(self) -> int:
        """Everything that was read, whatever was done with it since."""
        return self.total - self.waiting - self.failed - self.of(ImportStatus.MAPPING)

    @property
    def drafted(self) -> int:
        return self.of(ImportStatus.DRAFTED)

    @property
    def to_draft(self) -> int:
        return self.of(ImportStatus.READ) - self.lookalikes

    @property
    def open(self) -> int:
        return self.of(*OPEN_IMPORT_STATUSES)


def count_batch(batch: ImportBatch) -> BatchCounts:
    return count_batches([batch.pk]).get(batch.pk, BatchCounts({}))


def count_batches(batch_ids: Iterable[int]) -> dict[int, BatchCounts]:
    """The counts of several batches, in one query."""
    lookalike = Count("is_lookalike", filter=Q(is_lookalike=True, status=ImportStatus.READ))
    rows = ImportItem.objects.filter(batch__in=batch_ids).order_by().values_list("batch", "status")
    found: dict[int, BatchCounts] = {}
    for batch, status, count, alike in rows.annotate(count=Count("pk"), alike=lookalike):
        before = found.get(batch, BatchCounts({}))
        found[batch] = BatchCounts({**before.by_status, status: count}, before.lookalikes + alike)
    return found
