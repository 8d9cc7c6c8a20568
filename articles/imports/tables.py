"""Tables of stories: nobody but an editor can say which column is what, so a table waits until one has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from articles import jobs
from articles.desk.audit import log, snapshot
from articles.desk.moves import IllegalMoveError
from articles.models import ImportItem
from articles.readers import table
from articles.readers.part import Content
from articles.readers.record import FIELDS, read_record
from articles.readers.story import Story, UnreadableError
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

    from articles.readers.part import Part

TABLE: Final = "table"
_LONGEST_CELL = 2000
# One of these a row must have: its text, or the address of the page that has it.
_BODIES = ("text", "html", "url")


@dataclass(frozen=True, slots=True)
class SampleRow:
    """What a row of the table would become: a story, or the sentence that says why it becomes none.

    `is_link` when the row has no text: the page at its address is read.
    """

    story: Story | None
    problem: str = ""
    is_link: bool = False


def question(content: Content) -> dict[str, Any]:
    """What an editor chooses from, as JSON: the headings, the first rows, and the reader's guess."""
    layout = table.layout(content)
    rows = [[cell[:_LONGEST_CELL] for cell in row] for row in layout.rows]
    return {"columns": list(layout.columns), "rows": rows, "guess": layout.guess, "row_count": layout.row_count}


def samples(asked: Mapping[str, Any], columns: Mapping[str, str]) -> list[SampleRow]:
    """What the first rows would become with these columns, read as the whole table will be."""
    rows = [dict(zip(asked["columns"], row, strict=True)) for row in asked["rows"]]
    content = Content(json.dumps(rows).encode(), columns=dict(columns))
    try:
        return [_sample(part) for part in table.unpack(content)]
    except UnreadableError as error:
        return [SampleRow(None, str(error))]


def lacks(columns: Mapping[str, str]) -> str:
    """One sentence on what no column gives, or nothing."""
    if not any(body in columns for body in _BODIES):
        return "No column is named as the text, nor as the address of the page that has it: no story can be read."
    missing = [FIELDS[field].lower() for field in ("headline", "published", "outlet") if field not in columns]
    if not missing:
        return ""
    words = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
    return f"No column gives the {words}: that stays unknown where the text does not say it."


@transaction.atomic
def name_columns(item: ImportItem, columns: Mapping[str, str], *, user: User | None) -> ImportItem:
    """Take an editor's answer, and go on reading. `columns` are field -> heading."""
    item = ImportItem.objects.select_for_update().get(pk=item.pk)
    if item.status != ImportStatus.MAPPING:
        raise IllegalMoveError(f"The columns of this import cannot be named: {item.get_status_display().lower()}.")
    _check(columns, item.preview["columns"])
    before = snapshot(item)
    item.columns, item.preview = dict(columns), {}
    item.status, item.error, item.attempts = ImportStatus.RECEIVED, "", 0
    item.save()
    jobs.enqueue(jobs.read_import, item.pk)
    log("import.map_columns", str(item), user=user, item=item, before=before, after=snapshot(item), source=item.name)
    return item


def _check(columns: Mapping[str, str], headings: list[str]) -> None:
    for field, heading in columns.items():
        if field not in FIELDS:
            raise IllegalMoveError(f"There is no field {field}. The fields are: {', '.join(FIELDS)}.")
        if heading not in headings:
            raise IllegalMoveError(f"The table has no column {heading}. Its columns are: {', '.join(headings)}.")
    if not any(body in columns for body in _BODIES):
        raise IllegalMoveError(lacks(columns))


def _sample(part: Part) -> SampleRow:
    if part.problem:
        return SampleRow(None, part.problem)
    try:
        return SampleRow(read_record(Content(part.data, part.url)), is_link=part.kind == "teaser")
    except UnreadableError as error:
        return SampleRow(None, str(error))
