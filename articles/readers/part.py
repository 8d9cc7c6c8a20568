"""Files with several stories are split first: each story becomes a part with its own bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from articles.readers.charsets import Decoded, decode
from articles.readers.json_text import parse_json

# The name of a kind of content in articles.readers.registry, or "auto".
KindName: TypeAlias = str
_MAX_HEAD_LENGTH = 64 * 1024


@dataclass(frozen=True)
class Content:
    """What is to be read: bytes, and what is known about them. They are decoded and parsed once, when first asked for.

    `columns` is for tables: field of a story -> the heading of its column, as an editor chose; None means: guess.
    """

    data: bytes
    url: str = ""
    file_name: str = ""
    charset: str = ""
    columns: dict[str, str] | None = None

    @cached_property
    def decoded(self) -> Decoded:
        """The bytes as text, and how they were decoded."""
        return decode(self.data, self.charset)

    @cached_property
    def json(self) -> Any:
        """The value that it is as JSON; None where it is none, or null."""
        return parse_json(self.decoded.text.strip())

    @property
    def head(self) -> str:
        """The first 65,536 characters: enough to tell what it is written in."""
        return self.decoded.text[:_MAX_HEAD_LENGTH]


@dataclass(frozen=True, slots=True)
class Part:
    """One story of a file that holds several, as bytes that are read by themselves.

    `name` tells it from its siblings: its headline, address or row. A "summary" is the beginning of a story whose page
    stands at `url`. `problem` is set where a part is no story: one sentence that says what it is instead.
    """

    name: str
    kind: KindName
    data: bytes
    url: str = ""
    charset: str = ""
    problem: str = ""

    @property
    def content(self) -> Content:
        return Content(self.data, self.url, self.name, self.charset)
