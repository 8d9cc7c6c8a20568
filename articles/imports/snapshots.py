"""The stored bytes of an import as the content that a reader takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from articles.readers.part import Content
from articles.readers.story import OtherAddress
from articles.vocabulary import AddressKind, SourceType

if TYPE_CHECKING:
    from articles.models import ImportItem, Snapshot
    from articles.readers.part import KindName

# The kind of an item that holds only the beginning of a story; its page is fetched.
SUMMARY_KIND: Final = "summary"


@dataclass(frozen=True, slots=True)
class StoredImport:
    """The stored bytes of an import and the kind they are said to be.

    `addresses` are those that it was imported from: the one that was given, and where it redirected to. `outlet` is that
    of the feed to which the site is subscribed, "" if there is none. `entry` is the
    beginning of the story in a feed, if `content` is the page that the entry links to.
    """

    content: Content
    kind: KindName
    addresses: tuple[OtherAddress, ...]
    outlet: str
    entry: Content | None = None


def stored_import(item: ImportItem) -> StoredImport:
    fetched = item.snapshot.url if item.snapshot else ""
    asked = tuple(OtherAddress(url, AddressKind.ASKED) for url in dict.fromkeys((item.url, fetched)) if url)
    outlet = item.batch.feed.outlet if item.batch.feed else None
    known = (asked, outlet.name if outlet else "")
    if item.kind != SUMMARY_KIND or item.entry is None:
        return StoredImport(_content(item, item.snapshot), _stated_kind(item), *known)
    entry = _content(item, item.entry)
    if item.snapshot_id == item.entry_id:  # an editor chose the entry alone
        return StoredImport(entry, SUMMARY_KIND, *known)
    return StoredImport(_content(item, item.snapshot), "auto", *known, entry)


def _content(item: ImportItem, snapshot: Snapshot | None) -> Content:
    assert snapshot is not None  # noqa: S101  # for the type checker: bytes are fetched before they are loaded
    is_file = item.source_type == SourceType.FILE and item.parent_id is None
    return Content(
        snapshot.content,
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
