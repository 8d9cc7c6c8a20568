"""What came in before: the same bytes under the same name are read once."""

from __future__ import annotations

import hashlib

from django.template.defaultfilters import filesizeformat

from articles.models import ImportItem
from articles.vocabulary import Door

# As much as the readers take of a file. Archives of web pages hold pictures, too.
MAX_BYTES = 20 * 1024 * 1024
MAX_ARCHIVE_BYTES = 100 * 1024 * 1024
# Of all files that are sent at once.
MAX_UPLOAD_BYTES = 250 * 1024 * 1024
_ARCHIVES = (".warc", ".warc.gz")


def too_large(name: str, size: int) -> str:
    """The sentence that refuses a file of this size, or nothing."""
    largest = MAX_ARCHIVE_BYTES if name.lower().endswith(_ARCHIVES) else MAX_BYTES
    return f"{name} has {filesizeformat(size)}; up to {filesizeformat(largest)} can be read." if size > largest else ""


def came_before(item: ImportItem) -> ImportItem | None:
    """The earlier import of these very bytes under this name, for addresses and for parts of a file.

    A file or a text that an editor sends twice is meant twice: only its parts are looked at.
    """
    kept = item.entry or item.snapshot
    if kept is None or (item.door != Door.ADDRESS and item.parent_id is None):
        return None
    column = "entry" if item.entry_id else "snapshot"
    same = ImportItem.objects.here().filter(**{f"{column}__sha256": kept.sha256}, name=item.name, pk__lt=item.pk)
    earlier = same.select_related("article").order_by("-pk").first()
    return None if earlier and _was_followed(earlier) else earlier


def _was_followed(earlier: ImportItem) -> bool:
    """Whether its story has a later version: then the same bytes say that the source went back to this one."""
    if earlier.article is None or earlier.finished_at is None:
        return False
    return earlier.article.versions.filter(retrieved_at__gt=earlier.finished_at).exists()


def file_here(name: str, content: bytes) -> ImportItem | None:
    """The import of a file that came in well under this name with these bytes."""
    same = ImportItem.objects.here().filter(snapshot__sha256=hashlib.sha256(content).hexdigest(), name=name)
    return same.filter(door=Door.FILE, parent=None).order_by("-pk").first()
