"""The databases whose identifiers editors give to records: how an identifier looks, and its page for readers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_LENGTH = 80
_SEPARATOR = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Scheme:
    """`link` is an https address with {} once, for the identifier, or empty. Raises ValueError for any other."""

    key: str
    label: str
    kinds: tuple[str, ...]
    pattern: str
    example: str
    case: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        is_template = self.link.startswith("https://") and self.link.replace("{}", "", 1).isprintable()
        if self.link and (not is_template or self.link.count("{") != 1 or self.link.count("{}") != 1):
            raise ValueError(f"The link of {self.key} must be an https address with one {{}}, not {self.link!r}.")

    def read(self, text: str) -> tuple[str, ...]:
        """The identifiers in a text, separated by spaces, commas or semicolons; addresses of their pages count, too.

        Raises ValueError with a sentence for one that does not look as this database writes it.
        """
        found = [self._read_one(word) for word in _SEPARATOR.split(text.strip()) if word]
        return tuple(sorted(set(found)))

    def url(self, identifier: str) -> str:
        """The page of an identifier; empty if the database has no pages or does not write identifiers like this."""
        is_valid = bool(self.link) and re.fullmatch(self.pattern, identifier, re.ASCII) is not None
        return self.link.replace("{}", quote(identifier, safe="")) if is_valid else ""

    def _read_one(self, word: str) -> str:
        identifier = self._without_address(word)
        identifier = identifier.upper() if self.case == "upper" else identifier.lower() if self.case else identifier
        if len(identifier) > _MAX_LENGTH or not re.fullmatch(self.pattern, identifier, re.ASCII):
            raise ValueError(f"“{word[:_MAX_LENGTH]}” is no identifier of {self.label}: one looks like {self.example}.")
        return identifier

    def _without_address(self, word: str) -> str:
        start = _bare(self.link.partition("{}")[0])
        bare = _bare(word)
        is_address = start and bare.lower().startswith(start.lower())
        return bare[len(start) :].rstrip("/") if is_address else word


@dataclass(frozen=True, slots=True)
class ExternalIdentifier:
    """An identifier as pages show it: the name of its database, and its page there, if it has one."""

    database: str
    identifier: str
    url: str


def external_identifiers(rows: Iterable[tuple[str, str]]) -> tuple[ExternalIdentifier, ...]:
    """Of rows of scheme and identifier those of known databases, in the order of the file."""
    known = schemes()
    order = {key: place for place, key in enumerate(known)}
    listed = sorted((order[scheme], scheme, identifier) for scheme, identifier in rows if scheme in known)
    return tuple(
        ExternalIdentifier(known[scheme].label, identifier, known[scheme].url(identifier))
        for _, scheme, identifier in listed
    )


def _bare(address: str) -> str:
    return re.sub(r"\A(https?://)?(www\.)?", "", address, flags=re.IGNORECASE)


def scheme_label(key: str) -> str:
    """What people call a scheme; the keys of the site's own reference data have no entry in the file."""
    found = schemes().get(key)
    return found.label if found else "Reference data"


@lru_cache(maxsize=1)
def schemes() -> dict[str, Scheme]:
    """By key, in the order in which they are shown."""
    data = tomllib.loads((files("articles.wording") / "identifier_schemes.toml").read_text("utf-8"))
    return {row["key"]: Scheme(**{**row, "kinds": tuple(row["kinds"])}) for row in data["scheme"]}


def schemes_of(kind: str) -> list[Scheme]:
    """The schemes of a kind of record."""
    return [scheme for scheme in schemes().values() if kind in scheme.kinds]
