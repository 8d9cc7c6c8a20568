"""Stored bytes: written once when they arrive, loaded again as the content that a reader takes."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, Any

from articles.models import Snapshot
from articles.readers.part import Content, Part
from articles.vocabulary import SourceType

if TYPE_CHECKING:
    from articles.models import ImportItem
    from articles.readers.part import KindName


def store_snapshot(content: bytes, **columns: Any) -> Snapshot:
    """Store raw bytes. `columns` are those of Snapshot that say where the bytes are from."""
    snapshot = new_snapshot(content, **columns)
    snapshot.save()
    return snapshot


def new_snapshot(content: bytes, **columns: Any) -> Snapshot:
    """The same, not saved yet."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Snapshot(sha256=sha256, compressed=zlib.compress(content), size=len(content), **columns)


def content_of(item: ImportItem) -> Content:
    """The stored bytes of an import, with what is known about them."""
    snapshot = _present(item.snapshot)
    is_file = item.source_type == SourceType.FILE and item.parent_id is None
    return Content(
        zlib.decompress(bytes(snapshot.compressed)),
        url=snapshot.url or item.url,
        file_name=item.name if is_file else "",
        charset=_charset(snapshot.content_type),
        columns=item.columns,
    )


def part_of(item: ImportItem, snapshot: Snapshot | None, kind: KindName) -> Part:
    """One snapshot of an import as a single story to read: the entry of a feed, or the page behind its link."""
    snapshot = _present(snapshot)
    data, url = zlib.decompress(bytes(snapshot.compressed)), snapshot.url or item.url
    return Part(item.name, kind, data, url, _charset(snapshot.content_type))


def kind_of(item: ImportItem) -> KindName:
    is_pasted = item.source_type == SourceType.TEXT and item.kind == "auto"
    return "text" if is_pasted else item.kind


def _present(snapshot: Snapshot | None) -> Snapshot:
    assert snapshot is not None  # noqa: S101  # for the type checker: bytes are fetched before they are loaded
    return snapshot


def _charset(content_type: str) -> str:
    return content_type.partition("charset=")[2].partition(";")[0].strip("\"' ")
