"""The kinds of content that can be read: which one some content is, its parts, and its story.

A new kind is a module with a function from Content to a story (or to the parts of a file that holds several), a line in
KINDS, and one in FILE_KINDS where it has files of its own.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.readers.charsets import REPLACED
from articles.readers.feed.feed_reader import is_feed, unpack_feed
from articles.readers.file_kinds import HTML_EXTENSIONS, accepted
from articles.readers.flat_record import read_record
from articles.readers.mail_message import read_mail, unpack_mail
from articles.readers.mojibake import mojibake_problems
from articles.readers.newsml.newsml_reader import is_newsml, read_newsml, unpack_newsml
from articles.readers.ninjs import is_ninjs, read_ninjs, unpack_ninjs
from articles.readers.page.html import read_page
from articles.readers.part import Content, Part
from articles.readers.plain import read_text
from articles.readers.refusals import name_of_root, name_of_text, refusal_of_file
from articles.readers.restrictions import with_printed_embargo
from articles.readers.story import UnreadableError
from articles.readers.syntax import Syntax, root_of, syntax_of
from articles.readers.table import is_table, is_workbook
from articles.readers.table import unpack as unpack_table
from articles.readers.warc import is_warc, unpack_warc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from articles.readers.part import KindName
    from articles.readers.story import Story

_MAX_SIZE = 20 * 1024 * 1024
# A page shows itself to be one within so many characters.
_MAX_PAGE_HEAD_LENGTH = 4096
_TAGS = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|meta|title|div|p|h1|section)\b", re.IGNORECASE)
# Parts of feeds and tables that the readers themselves make.
_MADE = frozenset({"record", "summary"})
_ANY_XML = frozenset({Syntax.XML})
_ANY_TEXT = frozenset({Syntax.TEXT, Syntax.HTML})
# Why a text of each syntax is refused when no kind that is written in it recognises it.
_UNKNOWN = {
    Syntax.JSON: "This is JSON, but neither ninjs nor a JSON Feed nor a table of stories, so that it cannot be read.",
    Syntax.TEXT: "This is of a kind that cannot be read.",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of content: how it is recognised, and how it is read or split.

    `has_signature` knows a binary kind by its bytes, before anything else is looked at; `recognises` is asked about text
    whose outermost syntax is one of `syntaxes`.
    `unpack` answers with the parts of a file that holds several stories, or with none where it is itself one story.
    """

    name: KindName
    syntaxes: frozenset[Syntax] = frozenset()
    recognises: Callable[[Content], bool] | None = None
    read: Callable[[Content], Story] | None = None
    unpack: Callable[[Content], Sequence[Part]] | None = None
    has_signature: Callable[[bytes], bool] | None = None


@contextmanager
def _refusing_depth() -> Iterator[None]:
    """Libraries follow nested content by recursion, as deep as Python allows."""
    try:
        yield
    except RecursionError as error:
        raise UnreadableError("This is nested too deeply to be read.") from error


@_refusing_depth()
def identify(content: Content, stated: KindName = "auto") -> Kind:
    """The kind that content is of: by its signature and its outermost syntax, then as stated, then as recognised.

    A kind with a syntax of its own is believed where it is stated: its reader refuses what is none.
    Raises UnreadableError when it is of no kind that can be read.
    """
    wanted = next((kind for kind in KINDS if kind.name == stated), None)
    if wanted and wanted.name in _MADE:
        return wanted
    for kind in KINDS:
        if kind.has_signature and kind.has_signature(content.data):
            return kind
    if len(content.data) > _MAX_SIZE:
        raise UnreadableError(f"It is larger than {_MAX_SIZE // 1024 // 1024} MB.")
    if refusal := refusal_of_file(content.data):
        raise UnreadableError(f"{refusal} {accepted()}")
    syntax = syntax_of(content)
    able = [kind for kind in KINDS if syntax in kind.syntaxes]
    if wanted and (wanted in able or not wanted.syntaxes & _ANY_TEXT):
        return wanted
    name = name_of_text(content.head) if syntax == Syntax.TEXT else ""
    found = None if name else next((kind for kind in able if kind.recognises and kind.recognises(content)), None)
    if found:
        return found
    refusal = f"This is {name or name_of_root(root_of(content))}, which cannot be read."
    raise UnreadableError(f"{refusal if name or syntax == Syntax.XML else _UNKNOWN[syntax]} {accepted()}")


@_refusing_depth()
def unpack(content: Content, kind: Kind) -> Sequence[Part]:
    """The parts of a file that holds several stories; none where it is one story itself. Raises UnreadableError."""
    found = kind.unpack(content) if kind.unpack else ()
    is_itself = kind.read is not None and len(found) == 1 and found[0].data == content.data
    return () if is_itself else found


@_refusing_depth()
def read_content(content: Content, kind: Kind) -> Story:
    """The story that content is. Raises UnreadableError, with a sentence for the editor, when it cannot be read."""
    if kind.read is None:
        raise UnreadableError("No story was found in it.")
    story = with_printed_embargo(kind.read(content))
    found = mojibake_problems(story)
    return replace(story, problems=(*story.problems, *found)) if found else story


def parts(content: Content, stated: KindName = "auto") -> Sequence[Part]:
    """What is to be read of `content`: its parts, or the one part that it is as a whole. Raises UnreadableError."""
    kind = identify(content, stated)
    found = unpack(content, kind)
    if found or kind.read is None:
        return found
    return (Part(content.file_name or content.url, kind.name, content.data, content.url, content.charset),)


def read_part(part: Part) -> Story:
    """The story that a part holds. Raises UnreadableError, with a sentence for the editor, when it cannot be read."""
    if part.problem:
        raise UnreadableError(part.problem)
    return read_single(part.content, part.kind)


def read_single(content: Content, stated: KindName = "auto") -> Story:
    """The story that content is, which may not be a file of several. Raises UnreadableError."""
    kind = identify(content, stated)
    if kind.read is None:
        raise UnreadableError("This holds several stories inside a file that holds several: it cannot be read.")
    return read_content(content, kind)


def read(data: bytes, *, kind: KindName = "auto", url: str = "", file_name: str = "", charset: str = "") -> list[Story]:
    """Read all stories in `data`; raises UnreadableError, with a sentence for the editor, when one cannot be read."""
    return [read_part(part) for part in parts(Content(data, url, file_name, charset), kind)]


def _is_html(content: Content) -> bool:
    is_named_so = content.file_name.lower().endswith(HTML_EXTENSIONS)
    return (
        is_named_so or syntax_of(content) == Syntax.HTML or bool(_TAGS.search(content.head, 0, _MAX_PAGE_HEAD_LENGTH))
    )


def _read_text(content: Content) -> Story:
    story = read_text(content.decoded.text)
    return replace(story, problems=(*story.problems, REPLACED)) if content.decoded.replaced else story


# The order is the order of asking: a feed may look like a page, and a page like text. Records are made, never recognised.
KINDS: tuple[Kind, ...] = (
    Kind(
        "warc",
        unpack=unpack_warc,
        has_signature=is_warc,
    ),
    Kind(
        "feed",
        _ANY_XML | _ANY_TEXT | {Syntax.JSON},
        is_feed,
        unpack=unpack_feed,
    ),
    Kind(
        "newsml",
        _ANY_XML,
        is_newsml,
        read_newsml,
        unpack_newsml,
    ),
    Kind(
        "ninjs",
        frozenset({Syntax.JSON}),
        is_ninjs,
        read_ninjs,
        unpack_ninjs,
    ),
    Kind(
        "table",
        frozenset({Syntax.JSON, Syntax.TEXT}),
        is_table,
        unpack=unpack_table,
        has_signature=is_workbook,
    ),
    Kind(
        "mail",
        frozenset({Syntax.MAIL, Syntax.MAILBOX}),
        lambda _: True,
        read_mail,
        unpack_mail,
    ),
    Kind(
        "html",
        _ANY_TEXT,
        _is_html,
        read_page,
    ),
    Kind(
        "text",
        _ANY_TEXT,
        lambda _: True,
        _read_text,
    ),
    Kind("record", read=read_record),
    Kind("summary", read=read_record),
)
