"""Files with several stories are split first: each story becomes a part with its own bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

# The name of a kind of content in articles.readers.registry, or "auto".
KindName: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be read: bytes, and what is known about them.

    `columns` is for tables: field of a story -> the heading of its column, as an editor chose; None means: guess.
    """

    data: bytes
    url: str = ""
    file_name: str = ""
    charset: str = ""
    columns: dict[str, str] | None = None


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
