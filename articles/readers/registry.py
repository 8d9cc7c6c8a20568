"""The kinds of content that can be read, and the one function that reads any of them.

A new kind is a module with a function from Content to a story (or to the parts of a file that holds several), and a line
in KINDS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.readers.charsets import REPLACED, decode
from articles.readers.feed.reader import is_feed, unpack_feed
from articles.readers.newsml.reader import is_newsml, read_newsml, unpack_newsml
from articles.readers.ninjs import is_ninjs, read_ninjs, unpack_ninjs
from articles.readers.page.html import read_html
from articles.readers.part import Content, Part
from articles.readers.plain import read_text
from articles.readers.record import read_record
from articles.readers.restrictions import with_printed_embargo
from articles.readers.story import UnreadableError
from articles.readers.table import is_table, is_workbook
from articles.readers.table import unpack as unpack_table
from articles.readers.warc import is_warc, unpack_warc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from articles.readers.part import KindName
    from articles.readers.story import Story

ACCEPTED = (
    "Accepted are web pages (HTML), plain text, feeds (RSS, Atom, RDF, JSON Feed), tables of stories (CSV, XLSX, JSON), "
    "IPTC ninjs, NewsML-G2 and web archives (WARC)."
)
_LARGEST = 20 * 1024 * 1024
_HEAD = 4096
_TAGS = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|meta|title|div|p|h1|section)\b", re.IGNORECASE)
_OTHER_MARKUP = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE\s+(?!html)\w+|<(?!html|!)[a-zA-Z])", re.DOTALL
)
_JSON = re.compile(r"\{|\[\s*(?:[{\[\]]|-?\d+\s*,)")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_NOT_TEXT = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image, sound or video file"),
    (b"\x00\x00\x01\x00", "an image"),
    (b"BM\x00", "an image"),
    (b"II*\x00", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"SQLite format 3", "a database"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27}) + b"\x7f"
# Text may hold a stray NUL or two; a tenth of controls is no text.
_MOST_CONTROLS = 0.1


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of content: how it is recognised, and how it is read or taken apart.

    `has_signature` knows a binary kind by its bytes, before anything else is looked at; `recognises` is asked about text.
    `unpack` answers with the parts of a file that holds several stories, or with none where it is itself one story.
    """

    name: KindName
    recognises: Callable[[Content], bool] | None = None
    read: Callable[[Content], Story] | None = None
    unpack: Callable[[Content], Sequence[Part]] | None = None
    has_signature: Callable[[bytes], bool] | None = None


def recognised(content: Content, kind: KindName = "auto") -> KindName:
    """The kind that `content` is read as. Raises UnreadableError when it is of none."""
    return _kind_of(content, kind).name


def parts(content: Content, kind: KindName = "auto") -> Sequence[Part]:
    """What is to be read of `content`: its parts, or the one part that it is as a whole. Raises UnreadableError."""
    entry = _kind_of(content, kind)
    found = entry.unpack(content) if entry.unpack else ()
    if found or entry.read is None:
        return found
    return (Part(content.file_name or content.url, entry.name, content.data, content.url, content.charset),)


def read_part(part: Part) -> Story:
    """The story that a part holds. Raises UnreadableError, with a sentence for the editor, when it cannot be read."""
    if part.problem:
        raise UnreadableError(part.problem)
    content = Content(part.data, part.url, part.name, part.charset)
    reader = _kind_of(content, part.kind).read
    if reader is None:
        raise UnreadableError("This holds several stories inside a file that holds several: it cannot be read.")
    return with_printed_embargo(reader(content))


def read(
    content: bytes, *, kind: KindName = "auto", url: str = "", file_name: str = "", charset: str = ""
) -> list[Story]:
    """Read all stories in `content`; raises UnreadableError, with a sentence for the editor, when one cannot be read."""
    return [read_part(part) for part in parts(Content(content, url, file_name, charset), kind)]


def _kind_of(content: Content, kind: KindName) -> Kind:
    """The kind that recognises the content; the one that was asked for is not asked whether it does."""
    wanted = [entry for entry in KINDS if kind in ("auto", entry.name)]
    for entry in wanted:
        if entry.has_signature and entry.has_signature(content.data):
            return entry
    _refuse_what_is_no_text(content)
    for entry in wanted:
        if entry.recognises and entry.recognises(content):
            return entry
    if kind == "auto" or not wanted:
        raise UnreadableError(f"This is of a kind that cannot be read. {ACCEPTED}")
    return wanted[-1]


def _head(content: Content) -> str:
    """The beginning, readable enough to tell kinds apart."""
    return decode(content.data[:_HEAD], content.charset).text


def _refuse_what_is_no_text(content: Content) -> None:
    data = content.data
    if not data.strip():
        raise UnreadableError(f"There is nothing in it. {ACCEPTED}")
    if len(data) > _LARGEST:
        raise UnreadableError(f"It is larger than {_LARGEST // 1024 // 1024} MB.")
    for signature, name in _NOT_TEXT:
        if data.startswith(signature):
            raise UnreadableError(f"This is {name}, which cannot be read. {ACCEPTED}")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > _MOST_CONTROLS * len(data) and not data.startswith(_WIDE_MARKS):
        raise UnreadableError(f"This is not text. {ACCEPTED}")


def _is_html(content: Content) -> bool:
    head = _head(content)
    if _TAGS.search(head):
        return not _is_other_markup(head) or bool(re.search(r"<html\b", head, re.IGNORECASE))
    return content.file_name.lower().endswith(_HTML_SUFFIXES)


def _is_other_markup(head: str) -> bool:
    """Feeds, SVG and other XML: they begin with a tag that is not one of HTML."""
    return bool(_OTHER_MARKUP.match(head)) and not re.match(rf"\s*{_TAGS.pattern}", head, re.IGNORECASE)


def _is_text(content: Content) -> bool:
    head = _head(content).lstrip()
    return not _is_other_markup(head) and not _JSON.match(head)


def _read_page(content: Content) -> Story:
    return read_html(content.data, url=content.url, charset=content.charset)


def _read_text(content: Content) -> Story:
    decoded = decode(content.data, content.charset)
    story = read_text(decoded.text)
    return replace(story, problems=(*story.problems, REPLACED)) if decoded.replaced else story


# The order is the order of asking: a feed may look like a page, and a page like text. Records are made, never recognised.
KINDS: tuple[Kind, ...] = (
    Kind("warc", unpack=unpack_warc, has_signature=is_warc),
    Kind("feed", is_feed, unpack=unpack_feed),
    Kind("newsml", is_newsml, read_newsml, unpack_newsml),
    Kind("ninjs", is_ninjs, read_ninjs, unpack_ninjs),
    Kind("table", is_table, unpack=unpack_table, has_signature=is_workbook),
    Kind("html", _is_html, _read_page),
    Kind("text", _is_text, _read_text),
    Kind("record", read=read_record),
    Kind("teaser", read=read_record),
)
