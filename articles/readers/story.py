"""The value that every reader returns: one story as it came from outside. Nothing here is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from articles.vocabulary import AddressKind, BlockRole, DatePrecision, Genre, SourceStatus


@dataclass(frozen=True, slots=True)
class Block:
    """One block of body text. `text` is clean (see articles.text.clean) and has no line break."""

    role: BlockRole
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """The lead image: its address may be unknown while caption and credit are known."""

    url: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A story that this one points to: "Related: ..." lines, or the reports that it rests on."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class OtherAddress:
    """An address of the story besides its own."""

    url: str
    kind: AddressKind = AddressKind.STATED


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where a field's value was read (for example "json-ld", "og", "first line") and how sure that is, 0 to 1."""

    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Story:
    """One story read from outside.

    Empty strings and None mean that the source does not state the field: it stays unknown.
    `date_published` and `date_modified` are timezone-aware when the precision is "minute", in the zone of the source.
    `date_text` are the words of a date of publication that cannot be read or cannot be right: then the date is unknown.
    `addresses` are the other addresses that the source states for it, or under which it was asked for.
    `language` is a BCP 47 tag. `notices` keeps lines that are about the page, not the story (the age line, "Follow X").
    `sources` are the reports the story says it rests on; `related` the links it offers to go on reading.
    `source_key` identifies the item at its source, the same in every version of it. `embargo` is timezone-aware;
    `embargo_text` are its words as printed, where the moment alone does not say it all (articles.readers.restrictions).
    `missing` names the fields that the source does not give; `problems` says in sentences what could not be read.
    """

    headline: str = ""
    description: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    dateline: str = ""
    date_published: datetime | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    date_text: str = ""
    date_modified: datetime | None = None
    language: str = ""
    outlet: str = ""
    url: str = ""
    addresses: tuple[OtherAddress, ...] = ()
    section: str = ""
    genre: Genre | None = None
    image: Image = Image()
    body: tuple[Block, ...] = ()
    related: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    notices: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    source_key: str = ""
    embargo: datetime | None = None
    embargo_text: str = ""
    source_status: SourceStatus | None = None
    usage_terms: str = ""
    editorial_note: str = ""
    field_sources: dict[str, FieldSource] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields an editor would want and the source does not give, in the order of the page."""
        wanted = {
            "headline": self.headline,
            "description": self.description,
            "author": self.authors,
            "date": self.date_published,
            "outlet": self.outlet,
            "address": self.url,
            "body": self.body,
        }
        return tuple(name for name, value in wanted.items() if not value)


class UnreadableError(Exception):
    """A reader could not read what it was given. The message is one plain sentence for the editor."""
