"""The entries of the page of corrections: the notes of published stories, and withdrawals with their public reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.batches import batches
from articles.models import Article, CorrectionEntry, CorrectionNote, ListRecord
from articles.models.article import is_public_status
from articles.pages.note_rows import notes_by_story
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from articles.models.record import CorrectionEntry as Entry

_CHUNK = 500
_COLUMNS = (
    "review_status", "headline", "hides_headline", "slug", "outlet_id", "withdrawn_at", "withdrawal_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """The stories whose entries changed, and all their entries now."""

    stories: frozenset[int] = frozenset()
    entries: tuple[Entry, ...] = ()


def ledger_change(ids: Collection[int]) -> LedgerChange:
    """What of the entries of these stories differs from what is stored. Three queries by key."""
    stored: dict[int, dict[int, Any]] = {pk: {} for pk in ids}
    for entry in CorrectionEntry.objects.filter(article__in=list(ids)):
        stored[entry.article_id][entry.pk] = _values(entry)
    derived: dict[int, dict[int, Entry]] = {pk: {} for pk in ids}
    for entry in _entries(ids):
        derived[entry.article_id][entry.pk] = entry
    changed = [pk for pk in sorted(ids) if stored[pk] != {key: _values(entry) for key, entry in derived[pk].items()}]
    return LedgerChange(frozenset(changed), tuple(entry for pk in changed for entry in derived[pk].values()))


def derive_ledger(version: int) -> None:
    """Derive the entries of all stories from the tables."""
    for change in _whole_ledger():
        with transaction.atomic():
            _write_entries(change)
    count_ledger(version)


def _whole_ledger() -> Iterator[LedgerChange]:
    """What differs of the entries of all stories that have any, or should have."""
    withdrawn = Article.objects.filter(review_status=ArticleStatus.WITHDRAWN).values_list("pk", flat=True)
    noted = CorrectionNote.objects.order_by().values_list("article_id", flat=True)
    stored = CorrectionEntry.objects.order_by().values_list("article_id", flat=True)
    for chunk in batches(sorted({*withdrawn, *noted, *stored}), _CHUNK):
        yield ledger_change(chunk)


@transaction.atomic
def write_ledger(change: LedgerChange, version: int) -> None:
    """Write what changed. The counts move by the difference; nothing is counted again, unless there are no counts yet."""
    former = list(CorrectionEntry.objects.filter(article__in=change.stories).values_list("at", "outlet_id"))
    _write_entries(change)
    counts = ListRecord.objects.filter(pk=CorrectionEntry.COUNTS).values_list("shown", flat=True).first()
    if counts is None:
        count_ledger(version)
        return
    months, outlets = _counted((entry.at, entry.outlet_id) for entry in change.entries)
    gone_months, gone_outlets = _counted(former)
    months.update(counts["month"])
    outlets.update(counts["outlet"])
    _write_counts(months - gone_months, outlets - gone_outlets, version)


def count_ledger(version: int) -> None:
    """Count all entries."""
    _write_counts(*_counted(CorrectionEntry.objects.order_by().values_list("at", "outlet_id").iterator()), version)


def _write_entries(change: LedgerChange) -> None:
    CorrectionEntry.objects.filter(article__in=change.stories).delete()
    CorrectionEntry.objects.bulk_create(change.entries)


def _counted(entries: Iterable[tuple[datetime, int | None]]) -> tuple[Counter[str], Counter[str]]:
    """The number of entries by month and by outlet."""
    months: Counter[str] = Counter()
    outlets: Counter[str] = Counter()
    for at, outlet in entries:
        months[f"{at:%Y-%m}"] += 1
        outlets.update([str(outlet)] if outlet else [])
    return months, outlets


def _write_counts(months: Counter[str], outlets: Counter[str], version: int) -> None:
    if not months:
        ListRecord.objects.filter(pk=CorrectionEntry.COUNTS).delete()
        return
    shown = {"month": dict(sorted(months.items())), "outlet": dict(sorted(outlets.items()))}
    ListRecord.objects.update_or_create(pk=CorrectionEntry.COUNTS, defaults={"version": version, "shown": shown})


def _entries(ids: Collection[int]) -> Iterator[Entry]:
    notes = notes_by_story(ids)
    for article in Article.objects.only(*_COLUMNS).filter(pk__in=list(ids)).order_by("pk"):
        if is_public_status(article.review_status):
            yield from _note_entries(article, notes.get(article.pk, ()))
        elif article.review_status == ArticleStatus.WITHDRAWN and article.withdrawn_at:
            # The address of a story says its headline, too.
            headline, slug = ("", "") if article.hides_headline else (article.headline, article.slug or "-")
            row = {"headline": headline, "slug": slug, "text": article.withdrawal_reason, "changed_at": ""}
            yield CorrectionEntry(
                pk=2 * article.pk + 1, article_id=article.pk, kind=CorrectionEntry.WITHDRAWAL,
                at=article.withdrawn_at, outlet_id=article.outlet_id, row=row,
            )  # fmt: skip


def _note_entries(article: Article, notes: Iterable[CorrectionNote]) -> Iterator[Entry]:
    for note in notes:
        row = {
            "headline": article.headline, "slug": article.slug or "-", "text": note.text,
            "changed_at": note.changed_at.isoformat() if note.changed_at else "",
        }  # fmt: skip
        yield CorrectionEntry(
            pk=2 * note.pk, article_id=article.pk, kind=note.kind, at=note.at, outlet_id=article.outlet_id, row=row
        )


def _values(entry: Entry) -> tuple[Any, ...]:
    return entry.kind, entry.at, entry.outlet_id, entry.row
