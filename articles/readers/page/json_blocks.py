"""The JSON in the data blocks of a page: whole, in comments, several in a row, or written by hand and broken."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

Node = dict[str, Any]

_WRAPPING = re.compile(
    r"<!--|-->|(?:/\*\s*)?<!\[CDATA\[(?:\s*\*/)?|(?:/\*\s*)?\]\]>(?:\s*\*/)?|^[ \t]*+//.*$|/\*.*?\*/", re.MULTILINE
)
_TRAILING_COMMA = re.compile(r",(\s*+[}\]])")
_BETWEEN_VALUES = re.compile(r"[ \t\r\n;,]*+")
_MISSING_COMMA = re.compile(r'("|\}|\])(?=[^\S\n]*+\n)(\s++)(?="[\w@]++"\s*+:)')
_NO_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
# What follows a quotation mark that ends a string; any other mark belongs to the text.
_AFTER_STRING = re.compile(r'\s*+(?:[:}\]]|,\s*+(?:["{\[\d}\]-]|true|false|null)|$)')
# Where a page may put the story inside other data. Item lists contain other stories and are ignored.
_NESTING = ("@graph", "mainEntity", "mainEntityOfPage")
_MAX_NODES = 5000
# Lists of lists hold no objects for a long while.
_MAX_VISITED = 50_000
# Mending by hand looks at every character: blocks beyond this are not worth it.
_MAX_MENDED_LENGTH = 200_000


def read_blocks(tree: HtmlElement) -> tuple[list[Node], bool]:
    """The objects of all data blocks, through lists and graphs, and whether a block could not be read."""
    nodes: list[Node] = []
    broken = False
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            values = list(_values(script.text or ""))
            broken = broken or not values
            for value in values:
                nodes.extend(_nodes(value))
    return nodes, broken


def _values(text: str) -> Iterator[Any]:
    """The JSON values of one script, parsed unchanged or after as many repairs as needed."""
    repairs: tuple[Callable[[str], str], ...] = (
        lambda text: _WRAPPING.sub(" ", text),
        lambda text: _NO_ESCAPE.sub("", _MISSING_COMMA.sub(r"\1,\2", _TRAILING_COMMA.sub(r"\1", text))),
        _with_inner_quotes_escaped,
        html.unescape,
    )
    text = text.strip()
    values = _decode(text)
    for repair in repairs:
        if values:
            break
        text = repair(text).strip(" \t\r\n;")
        values = _decode(text)
    yield from values


def _with_inner_quotes_escaped(text: str) -> str:
    """Escape the quotation marks inside strings that nobody escaped: "headline": "The "last" bridge"."""
    if len(text) > _MAX_MENDED_LENGTH:
        return text
    parts: list[str] = []
    inside = False
    for i, char in enumerate(text):
        if char == '"' and (i == 0 or text[i - 1] != "\\"):
            if not inside:
                inside = True
            elif _AFTER_STRING.match(text, i + 1):
                inside = False
            else:
                char = '\\"'  # noqa: PLW2901 (the mark is replaced in place)
        parts.append(char)
    return "".join(parts)


def _decode(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    position = 0
    try:
        while position < len(text):
            value, end = decoder.raw_decode(text, position)
            values.append(value)
            skipped = _BETWEEN_VALUES.match(text, end)
            position = skipped.end() if skipped else end
    except (ValueError, RecursionError):
        return []
    return values


def _nodes(value: Any) -> list[Node]:
    """The objects at the top of a value, first come first."""
    found: list[Node] = []
    waiting = deque([value])
    visited = 0
    while waiting and len(found) < _MAX_NODES and visited < _MAX_VISITED:
        current = waiting.popleft()
        visited += 1
        if isinstance(current, list):
            waiting.extendleft(reversed(current[:_MAX_NODES]))
        elif isinstance(current, dict):
            found.append(current)
            inner = [current[key] for key in _NESTING if isinstance(current.get(key), dict | list)]
            waiting.extendleft(reversed(inner))
    return found
