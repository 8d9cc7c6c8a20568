"""The linguistic data of the rules, read from data/*.toml: word lists, alternatives for patterns, and classed words.

A list is a string of words, with spaces or line ends between them, or an array where an entry has several words. Each
word is listed once: a repeated one is an error, for then the two places would have to be kept alike.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ENTRY_KEYS: dict[str, type[Any]] = {
    "classes": list,
    "words": str,
    "governs": str,
    "governs_particle": str,
    "governs_form": str,
    "particles": list,
    "agrees": list,
    "act": str,
    "aid_for": list,
    "pledge": str,
}


class DataFileError(ValueError):
    """A data file of the rules is not as the schema says. The message names the file, the key and the word."""


@dataclass(frozen=True, slots=True)
class ClassedWords:
    """Words with the classes that they belong to, and with attributes that some of them have."""

    members: Mapping[str, frozenset[str]]
    attributes: Mapping[str, Mapping[str, Any]]

    def words(self, *classes: str) -> frozenset[str]:
        """The words of any of these classes."""
        return frozenset().union(*(self.members[name] for name in classes))

    def text(self, attribute: str) -> dict[str, str]:
        """Word -> value of an attribute that is one word."""
        return dict(self.attributes.get(attribute, {}))

    def texts(self, attribute: str) -> dict[str, tuple[str, ...]]:
        """Word -> values of an attribute that is a list."""
        return {word: tuple(values) for word, values in self.attributes.get(attribute, {}).items()}


@cache
def table(name: str) -> Mapping[str, Any]:
    """The content of data/<name>.toml."""
    return tomllib.loads((files("articles.extraction") / "data" / f"{name}.toml").read_text("utf-8"))


def words(name: str, key: str) -> frozenset[str]:
    """The list at `key`, "outer.inner" for a list in a table."""
    return frozenset(ordered(name, key))


def ordered(name: str, key: str) -> tuple[str, ...]:
    """The list at `key` in the order of the file."""
    return unique(_value(name, key), f"{name}.toml, {key}")


def mapping(name: str, key: str) -> dict[str, Any]:
    """The table at `key`."""
    found = _value(name, key)
    if not isinstance(found, dict):
        raise DataFileError(f"{name}.toml, {key}: a table is expected.")
    return found


def tables(name: str, key: str) -> list[dict[str, Any]]:
    """The [[key]] tables of a file."""
    found = _value(name, key)
    if not (isinstance(found, list) and all(isinstance(entry, dict) for entry in found)):
        raise DataFileError(f"{name}.toml, {key}: tables are expected.")
    return found


def words_of_tables(name: str, key: str, field: str) -> frozenset[str]:
    """The words of all [[key]] tables of a file, none of which is listed in two of them."""
    return frozenset(unique(" ".join(entry[field] for entry in tables(name, key)), f"{name}.toml, {key}"))


def alternatives(name: str, key: str) -> str:
    """The alternatives at `key` for a regular expression, in the order of the file: the first that fits is taken."""
    text = _value(name, key)
    if not isinstance(text, str):
        raise DataFileError(f"{name}.toml, {key}: alternatives with | or line ends between them are expected.")
    parts = split_alternatives(text)
    _check_repeats(parts, f"{name}.toml, {key}")
    return "|".join(parts)


def split_alternatives(text: str) -> list[str]:
    """The parts of "a|b(?:c|d)", which may also be on lines of their own: a | in brackets belongs to its part."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth == 0 and character in "|\n":
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part]


@cache
def classed_words(name: str) -> ClassedWords:
    """The words of a file with [classes], [implies] and entries under [words] or [[groups]]."""
    content = table(name)
    described, implied = content["classes"], content.get("implies", {})
    members: dict[str, set[str]] = {one: set() for one in described}
    attributes: dict[str, dict[str, Any]] = defaultdict(dict)
    seen: list[str] = []
    for word, entry in _entries(content):
        where = f"{name}.toml, {word}"
        seen.append(word)
        _check_entry(entry, where)
        for one in entry.get("classes", ()):
            for member_of in (one, *implied.get(one, ())):
                if member_of not in members:
                    raise DataFileError(f"{where}: there is no class {member_of!r} in [classes].")
                if member_of in implied.get(one, ()) and member_of in entry["classes"]:
                    raise DataFileError(f"{where}: {one!r} says already that it is {member_of!r}.")
                members[member_of].add(word)
        for key, value in entry.items():
            if key not in ("classes", "words"):
                attributes[key][word] = value
    _check_repeats(seen, f"{name}.toml")
    return ClassedWords({one: frozenset(found) for one, found in members.items()}, dict(attributes))


def unique(entries: Any, where: str) -> tuple[str, ...]:
    """The entries of a list, which are strings without repeats."""
    if not isinstance(entries, str | list):
        raise DataFileError(f"{where}: a list of words is expected.")
    found = tuple(entries.split() if isinstance(entries, str) else entries)
    if not all(isinstance(entry, str) and entry for entry in found):
        raise DataFileError(f"{where}: every entry is a word.")
    _check_repeats(found, where)
    return found


def _entries(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for word, entry in content.get("words", {}).items():
        yield word, {"classes": entry} if isinstance(entry, list) else entry
    for group in content.get("groups", ()):
        for word in group["words"].split():
            yield word, group


def _check_entry(entry: Mapping[str, Any], where: str) -> None:
    for key, value in entry.items():
        expected = _ENTRY_KEYS.get(key)
        if expected is None:
            raise DataFileError(f"{where}: {key!r} is no key of an entry.")
        if type(value) is not expected:
            raise DataFileError(f"{where}: {key} is to be a {expected.__name__}.")
        if isinstance(value, list):
            unique(value, f"{where}, {key}")


def _check_repeats(entries: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry in seen:
            raise DataFileError(f"{where}: {entry!r} is listed twice.")
        seen.add(entry)


def _value(name: str, key: str) -> Any:
    found: Any = table(name)
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            raise DataFileError(f"{name}.toml: there is no {key!r}.")
        found = found[part]
    return found
