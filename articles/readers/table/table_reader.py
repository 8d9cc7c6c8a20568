"""Tables of stories: a row is a story. The column mapping is guessed, or chosen by an editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.readers.charsets import REPLACED
from articles.readers.flat_record import pack
from articles.readers.page.metadata import plain_value
from articles.readers.part import Part
from articles.readers.record_fields import FIELDS
from articles.readers.story import UnreadableError
from articles.readers.table.days import is_day_first, iso_date
from articles.readers.table.delimited import delimiter_of, read_delimited
from articles.readers.table.guess import guess_columns, named_columns
from articles.readers.table.objects import read_objects
from articles.readers.table.workbook import is_workbook, read_workbook

if TYPE_CHECKING:
    from articles.readers.part import Content
    from articles.readers.table.grid import Grid, Row

_SUFFIXES = (".csv", ".tsv", ".tab")
_JSON_SUFFIXES = (".jsonl", ".ndjson")
_HEAD = 64 * 1024
_MAX_NAME_LENGTH = 200
_PREVIEW_ROWS = 5
_DATES = ("published", "modified")
_BODIES = ("text", "html")


@dataclass(frozen=True, slots=True)
class Layout:
    """What an editor chooses columns by: the headings, the first rows below them, and the guess, field -> heading."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guess: dict[str, str]
    row_count: int


def is_table(content: Content) -> bool:
    """True for text that is a table: named so, JSON with objects in it, or rows below headings that name fields."""
    head = content.head.lstrip("\ufeff \t\r\n")
    if head.startswith(("[", "{")):
        # Other problems are reported when it is read.
        return content.file_name.lower().endswith(_JSON_SUFFIXES) or _holds_objects(content)
    if head.startswith("<"):
        return False
    return content.file_name.lower().endswith(_SUFFIXES) or _has_known_headings(head)


def layout(content: Content) -> Layout:
    """The table as an editor is shown it. Raises UnreadableError."""
    grid = _grid(content)
    rows = tuple(tuple(row.values.get(column, "") for column in grid.columns) for row in grid.rows[:_PREVIEW_ROWS])
    return Layout(grid.columns, rows, guess_columns(grid), len(grid.rows))


def unpack(content: Content) -> list[Part]:
    """A part for each row that is not empty. Raises UnreadableError, naming the columns, if no row can be a story."""
    grid = _grid(content)
    columns = content.columns if content.columns is not None else guess_columns(grid)
    columns = {field: column for field, column in columns.items() if column}
    _check(columns, grid)
    problems = list(grid.problems)
    if "headline" not in columns:
        problems.append(f"The table has no column for the {FIELDS['headline'].lower()}.")
    orders = {
        field: is_day_first(row.values.get(columns[field], "") for row in grid.rows)
        for field in _DATES
        if field in columns
    }
    return [_part(row, columns, orders, grid.unit, problems) for row in grid.rows]


def _grid(content: Content) -> Grid:
    if is_workbook(content.data):
        return read_workbook(content.data)
    decoded = content.decoded
    problems = (REPLACED,) if decoded.replaced else ()
    if decoded.text.lstrip("\ufeff \t\r\n").startswith(("[", "{")):
        grid = read_objects(decoded.text, problems)
        if grid is None:
            raise UnreadableError("This JSON is no table: it is neither a list of objects nor an object in each line.")
        return grid
    return read_delimited(decoded.text, problems)


def _check(columns: dict[str, str], grid: Grid) -> None:
    shown = ", ".join(f"\u201c{column}\u201d" for column in grid.columns[:20])
    for field, column in columns.items():
        if field not in FIELDS:
            raise UnreadableError(f"A story has no field \u201c{field}\u201d.")
        if column not in grid.columns:
            raise UnreadableError(f"The table has no column \u201c{column}\u201d. Its columns are {shown}.")
    if not any(field in columns for field in ("headline", "url", *_BODIES)):
        raise UnreadableError(
            f"No column of this table is for the headline, the text or the address of a story. Its columns are {shown}."
        )


def _part(row: Row, columns: dict[str, str], orders: dict[str, bool | None], unit: str, problems: list[str]) -> Part:
    fields = {field: row.values[column] for field, column in columns.items() if column in row.values}
    for field, day_first in orders.items():
        fields[field] = iso_date(fields.get(field, ""), day_first=day_first)
    name = plain_value(fields.get("headline", ""))[:_MAX_NAME_LENGTH] or f"{unit} {row.number}"
    if row.problem:
        return Part(name, "record", b"", problem=row.problem)
    url = fields.get("url", "")
    has_text = any(fields.get(field) for field in _BODIES)
    if not has_text and not fields.get("headline") and not url:
        return Part(name, "record", b"", problem=f"There is neither a headline nor a text in {unit} {row.number}.")
    # A row with only the address of a story is a summary: the page is read.
    is_whole = has_text or not url.lower().startswith(("http://", "https://"))
    return Part(name, "record" if is_whole else "summary", pack(fields, source="table", problems=problems), url)


def _holds_objects(content: Content) -> bool:
    try:
        grid = read_objects(content.decoded.text)
    except UnreadableError:
        return True
    # One object on one line is an object; JSON Lines shows itself from the second line on.
    return grid is not None and (grid.unit == "row" or len(grid.rows) > 1)


def _has_known_headings(head: str) -> bool:
    """True if the first line names two fields of a story, one of them its headline or text, and a row follows."""
    lines = [line for line in head.split("\n") if line.strip()]
    delimiter = delimiter_of(head)
    if len(lines) < 2 or not delimiter:
        return False
    cells = [cell.strip().strip('"') for cell in lines[0].split(delimiter)]
    named = named_columns(tuple(dict.fromkeys(filter(None, cells))))
    return len(named) >= 2 and 2 * len(named) >= len(cells) and any(field in named for field in ("headline", *_BODIES))
