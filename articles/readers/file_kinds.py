"""The kinds of files that can be read, by the names and labels that people see, with their extensions and content types.

Apart from the readers, whose libraries take some 50 MB of memory that a process which only names the kinds does not need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.readers.part import KindName

_ACCEPTED = "Accepted are"
HTML_EXTENSIONS = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class FileKind:
    """`name` is that of the kind in articles.readers.registry; a file picker offers the extensions and content types."""

    name: KindName
    label: str
    extensions: tuple[str, ...]
    content_types: tuple[str, ...] = ()


# The most common first.
FILE_KINDS = (
    FileKind("text", "plain text", (".txt",), ("text/plain",)),
    FileKind("html", "web pages (HTML)", HTML_EXTENSIONS, ("text/html",)),
    FileKind("mail", "mail (EML, MBOX)", (".eml", ".mbox"), ("message/rfc822",)),
    FileKind(
        "table",
        "tables of stories (CSV, Excel, JSON)",
        (".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson"),
        ("text/csv", "application/json"),
    ),
    FileKind("ninjs", "IPTC ninjs", (".json",), ("application/json",)),
    FileKind("newsml", "NewsML-G2 and NITF", (".xml", ".nitf"), ("application/xml",)),
    FileKind(
        "feed",
        "feeds (RSS, Atom, RDF, JSON Feed)",
        (".xml", ".rss", ".atom", ".rdf", ".json"),
        ("application/xml",),
    ),
    FileKind("warc", "web archives (WARC)", (".warc", ".gz")),
)


def file_kinds() -> tuple[KindName, ...]:
    """The kinds that a file may be said to be."""
    return ("auto", *(kind.name for kind in reversed(FILE_KINDS)))


def file_labels() -> str:
    """What can be read, as a list in words, the most common first."""
    *labels, last = [kind.label for kind in FILE_KINDS]
    return f"{', '.join(labels)} and {last}"


def file_types() -> tuple[str, ...]:
    """File name extensions and content types of all that can be read, as a file input takes them."""
    extensions = [one for kind in FILE_KINDS for one in kind.extensions]
    return tuple(dict.fromkeys([*extensions, *(one for kind in FILE_KINDS for one in kind.content_types)]))


def accepted() -> str:
    return f"{_ACCEPTED} {file_labels()}."


def without_accepted(sentence: str) -> str:
    """A refusal without the formats that can be read, for lists. Earlier refusals may name other formats."""
    return sentence.partition(f" {_ACCEPTED} ")[0]
