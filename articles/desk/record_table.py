"""Tables of records as CSV: written for spreadsheets, and read from whatever a spreadsheet writes."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat

from articles.desk.record_columns import ID, MODELS, NEW, columns_of, values_of
from articles.desk.transitions import IllegalTransitionError
from articles.readers.story import UnreadableError
from articles.text import FORMULA_STARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from articles.desk.record_columns import RecordValues

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 10_000
_CHUNK = 500
_APOSTROPHE = "'"
# So that spreadsheets read the file as UTF-8.
_BYTE_ORDER_MARK = "\ufeff"
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?(e-?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class TableRow:
    """`number` is that of its line in the file. `cells` has a text, perhaps empty, for each known column of the file."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`unknown` are headings that no column has: their cells are left out."""

    rows: list[TableRow]
    columns: list[str]
    unknown: list[str]
    is_damaged: bool = False


def write_table(kind: str, records: QuerySet[Any]) -> Iterator[str]:
    """The lines of a CSV file with these records."""
    columns = columns_of(kind)
    writer = csv.writer(_Line())
    yield _BYTE_ORDER_MARK + writer.writerow([ID, *(column.name for column in columns)])
    # Ids first: a query that stays open while the file is sent would hold back the database.
    ids = list(records.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _CHUNK):
        found = MODELS[kind]._default_manager.filter(pk__in=ids[start : start + _CHUNK]).order_by("pk")  # noqa: SLF001 (Django's public way to a model's rows)
        for values in values_of(list(found.prefetch_related("other_names", "identifiers"))):
            cells = [column.write(column.value(values)) for column in columns]
            yield writer.writerow([values.record.pk, *(_escaped_text(cell) for cell in cells)])


def template(kind: str) -> str:
    """A file with the headings only."""
    heading: str = csv.writer(_Line()).writerow([ID, NEW, *(column.name for column in columns_of(kind))])
    return _BYTE_ORDER_MARK + heading


def cells_of(kind_columns: Iterable[Any], values: RecordValues) -> dict[str, str]:
    """What the cells of a record say, without space around it, which reading takes away."""
    return {column.name: column.write(column.value(values)).strip() for column in kind_columns}


def read_table(kind: str, content: bytes) -> Table:
    """Raises IllegalTransitionError with a sentence for a file that is no such table, or is too large."""
    if len(content) > MAX_BYTES:
        raise IllegalTransitionError(
            f"This file has {filesizeformat(len(content))}; up to {filesizeformat(MAX_BYTES)} can be read."
        )
    # The readers take some 40 MB of memory: a process of the web needs them for an upload alone.
    from articles.readers.charsets import decode  # noqa: PLC0415
    from articles.readers.table.delimited import read_delimited  # noqa: PLC0415

    decoded = decode(content)
    try:
        grid = read_delimited(decoded.text)
    except UnreadableError as error:
        raise IllegalTransitionError(str(error)) from error
    if len(grid.rows) > MAX_ROWS:
        raise IllegalTransitionError(f"This table has {len(grid.rows):,} rows; up to {MAX_ROWS:,} can be read at once.")
    known = [ID, NEW, *(column.name for column in columns_of(kind))]
    headings = {heading: heading.strip().casefold().replace(" ", "_") for heading in grid.columns}
    columns = [name for name in headings.values() if name in known]
    if len(set(columns)) < len(columns):
        twice = sorted({name for name in columns if columns.count(name) > 1})
        raise IllegalTransitionError(f"This table has columns named twice: {', '.join(twice)}.")
    if not columns or columns == [NEW]:
        raise IllegalTransitionError(f"No column of this table is known. The columns are: {', '.join(known)}.")
    rows = [
        TableRow(
            row.number,
            {name: _unescaped(row.values.get(heading, "")) for heading, name in headings.items() if name in known},
        )
        for row in grid.rows
    ]
    unknown = [heading for heading, name in headings.items() if name not in known]
    return Table(rows, columns, unknown, is_damaged=decoded.replaced)


class _Line:
    """A file object for csv.writer that returns the line."""

    def write(self, line: str) -> str:
        return line


def _escaped_text(text: str) -> str:
    """Text that a spreadsheet would evaluate gets an apostrophe, and so does text that looks as if it had one.

    Numbers stay: a negative latitude is no formula.
    """
    if text.lstrip(_APOSTROPHE).startswith(FORMULA_STARTS) and not _NEGATIVE.fullmatch(text):
        return _APOSTROPHE + text
    return text


def _unescaped(text: str) -> str:
    is_escaped = text.startswith(_APOSTROPHE) and text.lstrip(_APOSTROPHE).startswith(FORMULA_STARTS)
    return text[1:].strip() if is_escaped else text
