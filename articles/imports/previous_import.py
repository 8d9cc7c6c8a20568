"""Find the earlier import of the same bytes under the same name, so that they are read only once."""

from __future__ import annotations

import hashlib

from articles.models import ImportItem
from articles.vocabulary import SourceType


def find_previous_import(item: ImportItem) -> ImportItem | None:
    """For addresses and items of a file: the earlier successful import of the same bytes under the same name.

    A file or a text that an editor sends twice is read twice on purpose: only its items are looked up.
    """
    snapshot = item.entry or item.snapshot
    if snapshot is None or (item.source_type != SourceType.ADDRESS and item.parent_id is None):
        return None
    column = "entry" if item.entry_id else "snapshot"
    same = ImportItem.objects.successful().filter(
        **{f"{column}__sha256": snapshot.sha256}, name=item.name, pk__lt=item.pk
    )
    earlier = same.select_related("article").order_by("-pk").first()
    return None if earlier and _has_later_version(earlier) else earlier


def find_previous_file(name: str, content: bytes) -> ImportItem | None:
    """The successful import of a file with this name and these bytes."""
    same = ImportItem.objects.successful().filter(snapshot__sha256=hashlib.sha256(content).hexdigest(), name=name)
    return same.filter(source_type=SourceType.FILE, parent=None).order_by("-pk").first()


def _has_later_version(earlier: ImportItem) -> bool:
    """Whether its story has changed since: then the same bytes mean that the source went back to the earlier text."""
    if earlier.article is None or earlier.finished_at is None:
        return False
    return earlier.article.versions.filter(retrieved_at__gt=earlier.finished_at).exists()
