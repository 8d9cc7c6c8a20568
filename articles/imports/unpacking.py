"""A file that holds several stories is taken apart: every part becomes an import of its own, with bytes of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from articles import jobs
from articles.imports import claiming
from articles.imports.intake import settle, snapshot_of
from articles.models import ImportItem, Snapshot
from articles.text import clean_line
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.readers.part import Part

TEASER: Final = "teaser"
# Of one file, so many pages behind links are fetched unasked: a file must not send us through a whole site.
MOST_PAGES = 100
_TOO_MANY = (
    f"The file leads to more than {MOST_PAGES} pages; only the first {MOST_PAGES} were fetched. "
    "Try again fetches this one, too."
)
# So many parts are written at a time: what a killed worker wrote stays, and nobody else waits for the rest.
_AT_ONCE = 100
_CONTENT_TYPES = {"html": "text/html", "text": "text/plain", "newsml": "application/xml"}


def take_apart(item: ImportItem, parts: Sequence[Part]) -> ImportItem:
    """Make the parts imports of the same batch. Begun before and broken off, it goes on where it stopped."""
    present = set(item.parts.values_list("position", flat=True))
    late = set([n for n, part in enumerate(parts, start=1) if part.kind == TEASER and not part.problem][MOST_PAGES:])
    rows = [
        _row(item, number, part, refused=part.problem or (_TOO_MANY if number in late else ""))
        for number, part in enumerate(parts, start=1)
        if number not in present
    ]
    for start in range(0, len(rows), _AT_ONCE):
        if not _write(item, rows[start : start + _AT_ONCE]):
            return ImportItem.objects.get(pk=item.pk)
    with transaction.atomic():
        if claiming.is_ours(item):
            settle(item, ImportStatus.UNPACKED)
    return ImportItem.objects.get(pk=item.pk)


@transaction.atomic
def _write(item: ImportItem, rows: Sequence[ImportItem]) -> bool:
    """Keep some of the parts, unless the lease is lost: then another worker is at it."""
    if not claiming.is_ours(item):
        return False
    for column in ("snapshot", "entry"):
        Snapshot.objects.bulk_create(kept for row in rows if (kept := getattr(row, column)))
    for part in ImportItem.objects.bulk_create(rows):
        if part.status == ImportStatus.RECEIVED:
            jobs.enqueue(jobs.read_import, part.pk, priority=jobs.LATER)
    return True


def _row(item: ImportItem, number: int, part: Part, *, refused: str) -> ImportItem:
    content_type = _CONTENT_TYPES.get(part.kind, "application/json")
    charset = f"; charset={part.charset}" if part.charset else ""
    bytes_of = snapshot_of(part.data, content_type=f"{content_type}{charset}"[:100], url=part.url[:2000])
    return ImportItem(
        batch_id=item.batch_id, parent=item, position=number, door=item.door, kind=part.kind,
        name=clean_line(part.name or part.url or f"{item.name}, part {number}")[:1000], url=part.url[:2000],
        snapshot=None if part.kind == TEASER else bytes_of, entry=bytes_of if part.kind == TEASER else None,
        problem=part.problem, error=refused, status=ImportStatus.FAILED if refused else ImportStatus.RECEIVED,
        finished_at=timezone.now() if refused else None,
    )  # fmt: skip
