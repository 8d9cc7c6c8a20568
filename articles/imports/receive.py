"""Every import starts here: its bytes are stored and a task to read it is queued, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles import jobs
from articles.desk.takedown_keys import takedown_at
from articles.imports.close import close_item
from articles.imports.erasing import refuse
from articles.imports.reading_order import enqueue_reading
from articles.models import ImportBatch, ImportItem, Snapshot
from articles.readers.hosts import shown_address
from articles.text import clean_line
from articles.vocabulary import SourceType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import User

    from articles.readers.part import KindName


@transaction.atomic
def receive_source(
    *,
    source_type: str,
    content: bytes | None,
    url: str = "",
    name: str = "",
    user: User | None,
    batch: ImportBatch | None = None,
    kind: KindName = "auto",
) -> ImportItem:
    """Store one import and queue it. A web address has no content yet: the worker fetches it.

    The address of a story that was removed for good is refused at once, and not fetched.
    """
    if content is None and source_type != SourceType.ADDRESS:
        raise ValueError("Only an address comes without content.")
    item = ImportItem.objects.create(
        batch=batch or open_batch(user=user),
        source_type=source_type,
        kind=kind,
        name=clean_line(name or shown_address(url))[:1000],
        url=url.strip()[:2000],
        snapshot=Snapshot.objects.store_upload(content) if content is not None else None,
    )
    takedown = takedown_at(item.url) if content is None else None
    if takedown is not None:
        close_item(item, refuse(item, takedown))
        return item
    enqueue_reading(item.pk, size=len(content or b""), priority=jobs.SOON)
    return item


@transaction.atomic
def receive_batch(sources: Iterable[Mapping[str, Any]], *, user: User | None, note: str = "") -> ImportBatch:
    """Store several imports as one batch; each source holds the arguments of `receive_source`."""
    batch = open_batch(user=user, note=note)
    for source in sources:
        receive_source(**source, user=user, batch=batch)
    return batch


def open_batch(*, user: User | None, note: str = "") -> ImportBatch:
    return ImportBatch.objects.create(created_by=user, note=clean_line(note)[:200])
