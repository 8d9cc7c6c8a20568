"""Split a file that holds several stories: each becomes an import of its own, with its own bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from articles import jobs
from articles.imports import lease
from articles.imports.close import Outcome, close_items
from articles.imports.reading_order import enqueue_reading
from articles.imports.snapshots import SUMMARY_KIND
from articles.models import ImportItem, Snapshot
from articles.text import clean_line
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from articles.readers.part import Part

    # Its place in the file, from 1; the part; a sentence if it cannot be imported.
    NumberedPart: TypeAlias = tuple[int, Part, str]

# How many linked pages of one file are fetched without an editor asking: a file must not send us through a whole site.
MAX_PAGES = 100
_TOO_MANY_PAGES = (
    f"The file leads to more than {MAX_PAGES} pages; only the first {MAX_PAGES} were fetched. "
    "Try again fetches this one, too."
)
# This many items are written in one transaction: they stay if the worker is killed, and nobody waits long for the lock.
_CHUNK = 100
_CONTENT_TYPES = {"html": "text/html", "text": "text/plain", "newsml": "application/xml"}


def split_file(item: ImportItem, parts: Sequence[Part]) -> Outcome:
    """Import each part in the same batch. If a worker was killed in the middle, the next one adds the missing parts."""
    present = set(item.parts.values_list("position", flat=True))
    missing = [one for one in numbered(parts) if one[0] not in present]
    # Where it stops early, another worker has the lease and goes on.
    while missing and _save_items(item, missing[:_CHUNK]):
        del missing[:_CHUNK]
    return Outcome(ImportStatus.SPLIT)


def numbered(parts: Sequence[Part]) -> list[NumberedPart]:
    """Each part with its place in the file, and a sentence if it cannot be imported."""
    linked = [n for n, part in enumerate(parts, start=1) if part.kind == SUMMARY_KIND and not part.problem]
    too_many = set(linked[MAX_PAGES:])
    return [
        (number, part, _TOO_MANY_PAGES if number in too_many else part.problem)
        for number, part in enumerate(parts, start=1)
    ]


@transaction.atomic
def _save_items(file: ImportItem, parts: Sequence[NumberedPart]) -> bool:
    """Save the items of some parts, unless the lease of the file is lost."""
    locked = lease.lock_claimed(file)
    if locked is None:
        return False
    add_items(locked, parts)
    return True


@transaction.atomic
def add_items(file: ImportItem, parts: Sequence[NumberedPart]) -> None:
    """Import these parts of a file. Those with an error are closed right away."""
    rows = [_new_item(file, number, part, error) for number, part, error in parts]
    for column in ("snapshot", "entry"):
        Snapshot.objects.bulk_create(snapshot for row in rows if (snapshot := getattr(row, column)))
    refused: dict[str, list[int]] = {}
    for row in ImportItem.objects.bulk_create(rows):
        if row.error:
            refused.setdefault(row.error, []).append(row.pk)
        else:
            enqueue_reading(row.pk, size=row.snapshot.size if row.snapshot else None, priority=jobs.LATER)
    for error, pks in refused.items():
        close_items(ImportItem.objects.filter(pk__in=pks), Outcome(ImportStatus.FAILED, error))


def _new_item(file: ImportItem, number: int, part: Part, error: str) -> ImportItem:
    content_type = _CONTENT_TYPES.get(part.kind, "application/json")
    charset = f"; charset={part.charset}" if part.charset else ""
    snapshot = Snapshot.objects.build(part.data, content_type=f"{content_type}{charset}"[:100], url=part.url[:2000])
    is_summary = part.kind == SUMMARY_KIND
    return ImportItem(
        batch_id=file.batch_id, parent=file, position=number, source_type=file.source_type, kind=part.kind,
        name=clean_line(part.name or part.url or f"{file.name}, part {number}")[:1000], url=part.url[:2000],
        snapshot=None if is_summary else snapshot, entry=snapshot if is_summary else None,
        problem=part.problem, error=error, set_fields=file.set_fields,
    )  # fmt: skip
