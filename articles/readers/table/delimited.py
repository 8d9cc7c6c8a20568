"""Tables as text: CSV with any delimiter, quoting and charset."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from articles.readers.story import UnreadableError
from articles.readers.table.grid import MAX_CELL, MAX_ROWS, Grid, grid_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS = ",;\t|"
# Excel's own hint in the first line.
_STATED = re.compile(r"\A\ufeff?\"?sep=(?P<delimiter>[^\r\n])\"?\r?\n", re.IGNORECASE)
_SAMPLE_ROWS = 40
# Lines between and around the rows cost nothing, but not without end.
_MAX_LINES = 10 * MAX_ROWS

csv.field_size_limit(MAX_CELL)


def delimiter_of(text: str) -> str:
    """The delimiter that parts most rows into the same number of cells, two or more; empty where none does."""
    best, best_score = "", 0.0
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in islice(_reader(text, delimiter), _SAMPLE_ROWS) if any(row)]
        except csv.Error:
            continue
        sizes = Counter(map(len, rows))
        size, often = sizes.most_common(1)[0] if sizes else (1, 0)
        # The share of rows that agree counts for more than the number of cells: prose is full of commas.
        score = (often / len(rows)) ** 2 * min(size, 12) if size > 1 and len(rows[0]) > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_delimited(text: str, problems: tuple[str, ...] = ()) -> Grid:
    """The grid of a CSV text. Raises UnreadableError."""
    stated = _STATED.match(text)
    delimiter = stated["delimiter"] if stated else delimiter_of(text) or ","
    reader = _reader(text[stated.end() :] if stated else text, delimiter)
    lines: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, start=2 if stated else 1):
            if any(cells):
                lines.append((number, cells))
            if len(lines) > MAX_ROWS + 2 or number > _MAX_LINES:
                raise UnreadableError(f"This table has more than {MAX_ROWS:,} rows.")
    except csv.Error as error:
        if "field larger" in str(error):
            raise UnreadableError(
                f"A cell below row {len(lines)} holds more than 1 MB: perhaps a quotation mark is never closed."
            ) from error
        raise UnreadableError(f"This table is broken below row {len(lines)}.") from error
    return grid_of(lines, problems)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    # Line ends stay as they are: inside quotation marks they are part of the cell.
    return csv.reader(io.StringIO(text.replace("\x00", "").lstrip("\ufeff"), newline=""), delimiter=delimiter)
