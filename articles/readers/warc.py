"""Web archives (WARC): each page that was answered with 200 becomes a part. Nothing in one unpacks beyond bounds."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from typing import TYPE_CHECKING, Any

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from articles.readers.addresses import absolute_address
from articles.readers.part import Part
from articles.readers.story import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.readers.part import Content

_MB = 1024 * 1024
_MAX_BYTES = 100 * _MB
_MAX_PAGE_SIZE = 10 * _MB
# An archive may contain many pictures and films, which are skipped; pages are kept in memory.
_MAX_UNPACKED_SIZE = 1000 * _MB
_MAX_PAGES_SIZE = 200 * _MB
_MAX_PAGES = 20_000
_GZIP = b"\x1f\x8b"
_FOUND = "200"
_HTML = re.compile(r"^\s*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*+(?><!--.*?-->\s*+)*+<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_CUT_OFF = "This page is cut off in the archive and was not read."
_BROKEN_CODE = "This page is compressed in a way that could not be undone."
_TOO_LARGE = f"This page is larger than {_MAX_PAGE_SIZE // _MB} MB."

_Record = Any  # warcio has no types


class _BrokenPageError(Exception):
    """The message says what is wrong with one page."""


class _Archive:
    """The unpacked bytes of an archive. Where they end too early, or go on too long, they end, and `ended` says why."""

    def __init__(self, data: bytes) -> None:
        self._source = gzip.GzipFile(fileobj=io.BytesIO(data)) if data.startswith(_GZIP) else io.BytesIO(data)
        self._position = 0
        self.ended = ""

    def tell(self) -> int:
        return self._position

    def read(self, size: int) -> bytes:
        if self.ended:
            return b""
        try:
            # What could be unpacked before the break comes first; a plain read would lose it.
            data = self._source.read1(size)
        except (EOFError, OSError, zlib.error):
            self.ended = "The archive is cut off or broken here: what follows could not be read."
            return b""
        self._position += len(data)
        if self._position > _MAX_UNPACKED_SIZE:
            self.ended = f"The archive unpacks to more than {_MAX_UNPACKED_SIZE // _MB} MB: what follows was not read."
            return b""
        return data


def is_warc(data: bytes) -> bool:
    return _Archive(data[: 64 * 1024]).read(5) == b"WARC/"


def unpack_warc(content: Content) -> list[Part]:
    """The pages of an archive, and a part that says so where it could not be read to its end. Raises UnreadableError."""
    if len(content.data) > _MAX_BYTES:
        raise UnreadableError(f"This web archive is larger than {_MAX_BYTES // _MB} MB.")
    archive = _Archive(content.data)
    parts: list[Part] = []
    kept = 0
    try:
        for part in _pages(archive):
            kept += len(part.data)
            if kept > _MAX_PAGES_SIZE or len(parts) >= _MAX_PAGES:
                archive.ended = (
                    "The archive holds too many pages to be read at once: split it. What follows was not read."
                )
                break
            parts.append(part)
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        ChunkedDataException,
        EOFError,
        ValueError,
        TypeError,
        AttributeError,
    ):
        # Each of these warcio raises on one broken record or another.
        archive.ended = archive.ended or "The archive is broken here: what follows could not be read."
    if archive.ended:
        parts.append(Part(f"after {len(parts)} pages", "html", b"", problem=archive.ended))
    if not parts:
        raise UnreadableError("This web archive holds no page (HTML, answered with 200) that could be read.")
    return parts


def _pages(archive: _Archive) -> Iterator[Part]:
    for record in ArchiveIterator(archive, block_size=_MB):  # a line without end costs the square of the blocks in it
        address = absolute_address(str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>"))
        headers = record.http_headers
        if record.rec_type != "response" or headers is None or not address or headers.get_statuscode() != _FOUND:
            continue
        kind = str(headers.get_header("Content-Type") or "")
        if kind and not _HTML.match(kind):
            continue
        try:
            data = _payload(record)
        except _BrokenPageError as error:
            yield Part(address, "html", b"", address, problem=str(error))
            continue
        if kind or _LOOKS_LIKE_HTML.match(data[:2000]):
            charset = _CHARSET.search(kind)
            yield Part(address, "html", data, address, charset[1] if charset else "")


def _payload(record: _Record) -> bytes:
    """The page of a response, out of its chunks and its compression. Raises _BrokenPageError."""
    headers = record.http_headers
    is_chunked = str(headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
    data = stream.read(_MAX_PAGE_SIZE + 1) or b""
    if len(data) > _MAX_PAGE_SIZE:
        raise _BrokenPageError(_TOO_LARGE)
    # Past its end, the reader knows how many bytes the record still owes.
    if not is_chunked and getattr(record.raw_stream, "limit", 0) > 0:
        raise _BrokenPageError(_CUT_OFF)
    for code in reversed(str(headers.get_header("Content-Encoding") or "").lower().split(",")):
        data = _decoded(data, code.strip())
    return data


def _decoded(data: bytes, code: str) -> bytes:
    """The data without one compression, never more than a page of it. Raises _BrokenPageError."""
    if code in ("", "identity", "none", "utf-8"):
        return data
    try:
        if code == "br":
            page = _unbrotlied(data)
        elif code in ("gzip", "x-gzip", "deflate"):
            page = _inflated(data)
        else:
            raise _BrokenPageError(_BROKEN_CODE)
    except (zlib.error, brotli.error) as error:
        raise _BrokenPageError(_BROKEN_CODE) from error
    if len(page) > _MAX_PAGE_SIZE:
        raise _BrokenPageError(_TOO_LARGE)
    return page


def _inflated(data: bytes) -> bytes:
    """Decompress gzip or deflate, with or without a header: servers mislabel it, and archives may store it decompressed."""
    if data.startswith(_GZIP):
        window = 16 + zlib.MAX_WBITS
    elif data[:1] == b"x":
        window = zlib.MAX_WBITS
    else:
        if _LOOKS_LIKE_HTML.match(data[:2000]):
            return data
        window = -zlib.MAX_WBITS
    inflater = zlib.decompressobj(window)
    page = inflater.decompress(data, _MAX_PAGE_SIZE + 1)
    if not inflater.eof and len(page) <= _MAX_PAGE_SIZE:
        raise _BrokenPageError(_CUT_OFF)
    return page


def _unbrotlied(data: bytes) -> bytes:
    inflater = brotli.Decompressor()
    page = inflater.process(data, output_buffer_limit=_MAX_PAGE_SIZE + 1)
    while not inflater.is_finished() and len(page) <= _MAX_PAGE_SIZE:
        more = inflater.process(b"", output_buffer_limit=_MAX_PAGE_SIZE + 1)
        if not more:
            raise _BrokenPageError(_CUT_OFF)
        page += more
    return bytes(page)
