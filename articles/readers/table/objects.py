"""Tables as JSON: an array of objects, an object around one, or an object a line (JSON Lines)."""

from __future__ import annotations

from typing import Any

from articles.readers.json_text import parse_json, text_of
from articles.readers.story import UnreadableError
from articles.readers.table.grid import MAX_ROWS, Grid, Row, checked

_DEEPEST = 3
# Keys of JSON-LD: a graph of things, not a table of stories.
_OF_A_GRAPH = ("@context", "@type", "@graph", "@id")


def read_objects(text: str, problems: tuple[str, ...] = ()) -> Grid | None:
    """The grid of a JSON text; None where it is no table. Raises UnreadableError where it is one beyond the limits."""
    found = _array(parse_json(text))
    rows, unit = (_rows(found), "row") if found else (_lines(text), "line")
    if rows is None or any(key in row.values for row in rows for key in _OF_A_GRAPH):
        return None
    columns = tuple(dict.fromkeys(name for row in rows for name in row.values))
    return checked(Grid(columns, rows, unit, problems)) if columns else None


def _array(value: Any) -> list[Any] | None:
    """The value if it is an array of objects, or the only such array in it."""
    if isinstance(value, dict):
        arrays = [inner for inner in value.values() if isinstance(inner, list) and inner and isinstance(inner[0], dict)]
        return arrays[0] if len(arrays) == 1 and not any(key in value for key in _OF_A_GRAPH) else None
    return value if isinstance(value, list) and any(isinstance(item, dict) for item in value) else None


def _rows(items: list[Any]) -> tuple[Row, ...]:
    rows = []
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            rows.append(Row(number, problem=f"Row {number} is no object with names and values."))
        elif values := _flat(item):
            rows.append(Row(number, values))
    return tuple(rows)


def _lines(text: str) -> tuple[Row, ...] | None:
    """The rows of JSON Lines, with a problem for each invalid line; None if hardly any line is an object."""
    lines = [(number, line) for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1) if line.strip()]
    if not lines or not lines[0][1].lstrip().startswith("{"):
        return None
    if len(lines) > MAX_ROWS:
        raise UnreadableError(f"This table has more than {MAX_ROWS:,} rows.")
    rows = []
    for number, line in lines:
        value = parse_json(line)
        if isinstance(value, dict):
            rows.append(Row(number, _flat(value)))
        else:
            rows.append(Row(number, problem=f"Line {number} is no JSON object and was left out."))
    return tuple(rows) if 2 * sum(not row.problem for row in rows) > len(rows) else None


def _flat(item: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """The values by their names; those of objects inside get the names of both: "source.name"."""
    values: dict[str, str] = {}
    for name, value in item.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            values |= _flat(value, f"{prefix}{name}.", depth + 1)
        elif text := text_of(value).strip():
            values[f"{prefix}{name}"[:100]] = text
    return values
