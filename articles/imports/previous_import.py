"""Find the earlier import of the same bytes, so that they are read only once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db.models import F

from articles.models import ArticleVersion, ImportItem
from articles.vocabulary import ImportStatus, SourceType

if TYPE_CHECKING:
    from django.db.models import QuerySet


def find_previous_import(item: ImportItem) -> ImportItem | None:
    """The earlier successful import of the same bytes: of an address or an item of a file under the same name, of a
    file under any name, if the same address was given with it.

    A text that an editor pastes twice is read twice on purpose. None for bytes that have to be read again, see
    `_must_be_read_again`.
    """
    snapshot = item.entry or item.snapshot
    is_file = item.source_type == SourceType.FILE and item.parent_id is None
    if snapshot is None or (item.source_type == SourceType.TEXT and item.parent_id is None):
        return None
    if is_file:
        same = _files(snapshot.sha256, url=item.url, kind=item.kind)
    else:
        column = "entry" if item.entry_id else "snapshot"
        same = ImportItem.objects.successful().filter(**{f"{column}__sha256": snapshot.sha256}, name=item.name)
    earlier = same.filter(pk__lt=item.pk).select_related("article").order_by("-pk").first()
    return None if earlier is None or _must_be_read_again(earlier) else earlier


def find_previous_file(content: bytes, *, url: str = "", kind: str = "auto") -> ImportItem | None:
    """The successful import of a file with these bytes."""
    earlier = _files(hashlib.sha256(content).hexdigest(), url=url, kind=kind).order_by("-pk").first()
    return None if earlier is None or _must_be_read_again(earlier) else earlier


def find_failed_import(
    source_type: str, content: bytes | None, *, url: str = "", kind: str = "auto"
) -> ImportItem | None:
    """The latest import of the same file or address, if it failed: reading it again needs no new import."""
    same = ImportItem.objects.filter(source_type=source_type, url=url, kind=kind, parent=None)
    if content is not None:
        same = same.filter(snapshot__sha256=hashlib.sha256(content).hexdigest())
    latest = same.select_related("batch").defer("preview").order_by("-pk").first()
    return latest if latest is not None and latest.status == ImportStatus.FAILED else None


def _files(sha256: str, *, url: str, kind: str) -> QuerySet[ImportItem]:
    """The address given with a file and its kind decide how it is read, and so what it is."""
    same = ImportItem.objects.successful().filter(snapshot__sha256=sha256, url=url, kind=kind)
    return same.filter(source_type=SourceType.FILE, parent=None)


def _must_be_read_again(earlier: ImportItem) -> bool:
    """Whether a story of it has changed since, so that the source went back to the earlier text, or an item of it failed
    or was discarded.
    """
    if earlier.status == ImportStatus.SPLIT:
        ends = earlier.parts.filter(problem="").values_list("status", flat=True)
        if {ImportStatus.FAILED, ImportStatus.DISCARDED}.intersection(ends):
            return True
        later = ArticleVersion.objects.filter(article__imports__parent=earlier)
        return later.filter(retrieved_at__gt=F("article__imports__finished_at")).exists()
    if earlier.article is None or earlier.finished_at is None:
        return False
    return earlier.article.versions.filter(retrieved_at__gt=earlier.finished_at).exists()
