"""What came in before: the same bytes under the same name are read once."""

from __future__ import annotations

import hashlib

from articles.models import ImportItem
from articles.vocabulary import Door


def came_before(item: ImportItem) -> ImportItem | None:
    """The earlier import of these very bytes under this name, for addresses and for parts of a file.

    A file or a text that an editor sends twice is meant twice: only its parts are looked at.
    """
    kept = item.entry or item.snapshot
    if kept is None or (item.door != Door.ADDRESS and item.parent_id is None):
        return None
    column = "entry" if item.entry_id else "snapshot"
    same = ImportItem.objects.here().filter(**{f"{column}__sha256": kept.sha256}, name=item.name, pk__lt=item.pk)
    return same.order_by("pk").first()


def file_here(name: str, content: bytes) -> ImportItem | None:
    """The import of a file that came in well under this name with these bytes."""
    same = ImportItem.objects.here().filter(snapshot__sha256=hashlib.sha256(content).hexdigest(), name=name)
    return same.filter(door=Door.FILE, parent=None).order_by("-pk").first()
