"""The rows of a table before its columns are mapped: what the form of the mapping shows of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from articles.readers import table
from articles.readers.flat_record import read_record
from articles.readers.part import Content
from articles.readers.story import Story, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.readers.part import Part

TABLE_KIND: Final = "table"
_MAX_CELL_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class RowResult:
    """The outcome of a row of the table: a story, or the sentence that says why it cannot be one.

    `is_link` when the row has no text: the page at its address is read.
    """

    story: Story | None
    problem: str = ""
    is_link: bool = False


def mapping_form(content: Content) -> dict[str, Any]:
    """The data of the mapping form, as JSON: the headings, the first rows, and the reader's guess."""
    layout = table.layout(content)
    rows = [[cell[:_MAX_CELL_LENGTH] for cell in row] for row in layout.rows]
    return {"columns": list(layout.columns), "rows": rows, "guess": layout.guess, "row_count": layout.row_count}


def preview_rows(form: Mapping[str, Any], columns: Mapping[str, str]) -> list[RowResult]:
    """The first rows as they would be read with these columns, by the same code as the whole table."""
    rows = [dict(zip(form["columns"], row, strict=True)) for row in form["rows"]]
    content = Content(json.dumps(rows).encode(), columns=dict(columns))
    try:
        return [_row_result(part) for part in table.unpack(content)]
    except UnreadableError as error:
        return [RowResult(None, str(error))]


def _row_result(part: Part) -> RowResult:
    if part.problem:
        return RowResult(None, part.problem)
    try:
        return RowResult(read_record(Content(part.data, part.url)), is_link=part.kind == "summary")
    except UnreadableError as error:
        return RowResult(None, str(error))
