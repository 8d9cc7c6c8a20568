"""How an import ends: the only place that writes an end status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.models import ImportItem
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from articles.desk.other_addresses import KnownAddress
    from articles.models import Article
    from articles.vocabulary import SourceStatus

# With these, what the preview held lives on in the article and its versions.
_WITHOUT_PREVIEW = (ImportStatus.DRAFTED, ImportStatus.VERSION, ImportStatus.DUPLICATE, ImportStatus.REVOKED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an import, before it is written. A field that is None is not changed.

    `error` is the sentence for the editor. `source_status` is set when the source cancelled or withholds its item. `addresses`
    are those under which the story of a duplicate was found.
    """

    status: ImportStatus
    error: str = ""
    article: Article | None = None
    preview: dict[str, Any] | None = None
    is_lookalike: bool | None = None
    source_status: SourceStatus | None = None
    addresses: tuple[KnownAddress, ...] = ()

    def columns(self) -> dict[str, Any]:
        preview = {} if self.preview is None and self.status in _WITHOUT_PREVIEW else self.preview
        optional = {"article": self.article, "preview": preview, "is_lookalike": self.is_lookalike}
        stated = {name: value for name, value in optional.items() if value is not None}
        return {"status": self.status, "error": self.error, "finished_at": timezone.now(), **stated}


def close_item(item: ImportItem, outcome: Outcome) -> bool:
    """Write the outcome, if the import still has the status and the claim that `item` has. Otherwise nothing changes.

    One conditional UPDATE: a worker that lost its lease, or whose import an editor discarded, writes nothing.
    """
    unchanged = ImportItem.objects.filter(pk=item.pk, status=item.status, claimed_by=item.claimed_by)
    if not close_items(unchanged, outcome):
        return False
    item.refresh_from_db()
    return True


def close_items(items: QuerySet[ImportItem], outcome: Outcome) -> int:
    """Close all of these imports with one outcome. Returns their number."""
    return items.update(**outcome.columns())
