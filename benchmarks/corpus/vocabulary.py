"""The words of generated stories, read from the TOML files beside this module."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# "%a" is a slot, everything between two slots is text.
_SLOT = re.compile(r"%([anvdPOLCr])")

# A pattern as (text before the slot, slot) pairs and the text after the last one.
Pattern = tuple[tuple[tuple[str, str], ...], str]


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject: `words` by slot, half of them general words of the language."""

    name: str
    share: int
    language: str
    section: str
    words: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Wording:
    """The patterns of one language."""

    sentences: tuple[Pattern, ...]
    headlines: tuple[Pattern, ...]
    quotations: tuple[Pattern, ...]
    said: tuple[str, ...]
    pledge: Pattern
    role: Pattern
    roles: tuple[str, ...]
    byline: Pattern


@cache
def topics() -> tuple[Topic, ...]:
    general = _read("wording.toml")["general"]
    return tuple(_topic(row, general[row["language"]]) for row in _read("topics.toml")["topic"])


@cache
def wordings() -> dict[str, Wording]:
    rows = {name: row for name, row in _read("wording.toml").items() if name != "general"}
    return {name: _wording(row) for name, row in rows.items()}


@cache
def name_parts() -> dict[str, Any]:
    return _read("names.toml")


def _topic(row: dict[str, Any], general: dict[str, list[str]]) -> Topic:
    words = {
        slot: tuple(row[part] * 2 + general[part])
        for slot, part in (("a", "adjectives"), ("n", "nouns"), ("v", "verbs"))
    }
    return Topic(row["name"], row["share"], row["language"], row["section"], words)


def _wording(row: dict[str, Any]) -> Wording:
    return Wording(
        sentences=tuple(map(_pattern, row["sentences"])),
        headlines=tuple(map(_pattern, row["headlines"])),
        quotations=tuple(map(_pattern, row["quotations"])),
        said=tuple(row["said"]),
        pledge=_pattern(row["pledge"]),
        role=_pattern(row["role"]),
        roles=tuple(row["roles"]),
        byline=_pattern(row["bylines"]),
    )


def _pattern(text: str) -> Pattern:
    *pieces, last = _SLOT.split(text)
    return tuple(zip(pieces[::2], pieces[1::2], strict=True)), last


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text("utf-8"))
