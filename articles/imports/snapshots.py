"""Stored bytes: written once when they arrive, loaded again as the content that a reader takes."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from articles.models import Snapshot
from articles.readers.part import Content
from articles.vocabulary import SourceType

if TYPE_CHECKING:
    from articles.models import ImportItem
    from articles.readers.part import KindName

# The kind of an item that holds only the beginning of a story; its page is fetched.
SUMMARY_KIND: Final = "summary"


def store_snapshot(content: bytes, **columns: Any) -> Snapshot:
    """Store raw bytes. `columns` are those of Snapshot that say where the bytes are from."""
    snapshot = new_snapshot(content, **columns)
    snapshot.save()
    return snapshot


def uploaded_snapshot(content: bytes) -> Snapshot:
    """The stored bytes of an upload: of the same upload before, if there is one. A page that is fetched is always stored,
    with its time and headers.
    """
    same = Snapshot.objects.filter(sha256=hashlib.sha256(content).hexdigest()).defer("compressed").order_by("pk")
    known = next((one for one in same if not one.url and not one.content_type and not one.headers), None)
    return known or store_snapshot(content)


def new_snapshot(content: bytes, **columns: Any) -> Snapshot:
    """The same, not saved yet."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Snapshot(sha256=sha256, compressed=zlib.compress(content), size=len(content), **columns)


@dataclass(frozen=True, slots=True)
class StoredImport:
    """The stored bytes of an import and the kind they are said to be.

    `entry` is the beginning of the story in a feed, if `content` is the page that the entry links to.
    """

    content: Content
    kind: KindName
    entry: Content | None = None


def stored_import(item: ImportItem) -> StoredImport:
    if item.kind != SUMMARY_KIND or item.entry is None:
        return StoredImport(_content(item, item.snapshot), _stated_kind(item))
    entry = _content(item, item.entry)
    if item.snapshot_id == item.entry_id:  # an editor chose the entry alone
        return StoredImport(entry, SUMMARY_KIND)
    return StoredImport(_content(item, item.snapshot), "auto", entry)


def _content(item: ImportItem, snapshot: Snapshot | None) -> Content:
    assert snapshot is not None  # noqa: S101  # for the type checker: bytes are fetched before they are loaded
    is_file = item.source_type == SourceType.FILE and item.parent_id is None
    return Content(
        zlib.decompress(bytes(snapshot.compressed)),
        url=snapshot.url or item.url,
        file_name=item.name if is_file else "",
        charset=_charset(snapshot.content_type),
        columns=item.columns,
    )


def _stated_kind(item: ImportItem) -> KindName:
    is_pasted = item.source_type == SourceType.TEXT and item.kind == "auto"
    return "text" if is_pasted else item.kind


def _charset(content_type: str) -> str:
    return content_type.partition("charset=")[2].partition(";")[0].strip("\"' ")
