"""A table as text values, independent of the file format: columns and rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from articles.readers.story import UnreadableError
from articles.text import clean_line

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 1_000_000
_MAX_HEADING_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row or line number in the file; `problem` says why the row cannot be read."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings in their order, and the rows that are not empty. `unit` is the noun for a row: "row" or "line"."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str = "row"
    problems: tuple[str, ...] = ()


def grid_of(lines: list[tuple[int, list[str]]], problems: tuple[str, ...] = ()) -> Grid:
    """The grid of numbered lines of cells, of which the first with two cells in it (or the first at all) is the heading."""
    lines = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not lines:
        raise UnreadableError("There are no rows in this table.")
    head = next((i for i, (_, cells) in enumerate(lines) if sum(bool(cell.strip()) for cell in cells) > 1), 0)
    cells = lines[head][1]
    width = max(place for place, cell in enumerate(cells, start=1) if cell.strip())
    if width > MAX_COLUMNS:
        raise UnreadableError(f"This table has more than {MAX_COLUMNS} columns.")
    columns = headings(cells[:width])
    rows = []
    for number, cells in lines[head + 1 :]:
        values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
        rows.append(Row(number, values))
    return checked(Grid(columns, tuple(row for row in rows if row.values), problems=problems))


def headings(cells: list[str]) -> tuple[str, ...]:
    """The names of columns: a name that comes again, or is missing, gets its number."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = clean_line(cell)[:_MAX_HEADING_LENGTH] or f"column {place}"
        again = (f"{name} ({number})" for number in count(2))
        names.append(next(other for other in again if other not in names) if name in names else name)
    return tuple(names)


def checked(grid: Grid) -> Grid:
    """The grid, if it is within the limits; raises UnreadableError where it is not."""
    if not grid.rows:
        raise UnreadableError("There are no rows below the headings of this table.")
    if len(grid.rows) > MAX_ROWS:
        raise UnreadableError(f"This table has more than {MAX_ROWS:,} rows.")
    if len(grid.columns) > MAX_COLUMNS:
        raise UnreadableError(f"This table has more than {MAX_COLUMNS} columns.")
    for row in grid.rows:
        if any(len(value) > MAX_CELL for value in row.values.values()):
            raise UnreadableError(f"A cell in {grid.unit} {row.number} holds more than 1 MB.")
    return grid
