"""Tables of stories: nobody but an editor can say which column is what, so a table waits until one has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.module_loading import import_string

from articles.desk.intake import READ_IMPORT, enqueue
from articles.desk.moves import IllegalMoveError, log
from articles.models import ImportItem
from articles.readers.record import FIELDS, story_of
from articles.readers.story import Story, UnreadableError
from articles.text import clean_line
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

    from articles.readers.part import Content

TABLE: Final = "table"
# So many rows are shown to choose by.
ROWS_SHOWN = 5
_LONGEST_CELL = 2000
_BODIES = ("text", "html")


@dataclass(frozen=True, slots=True)
class SampleRow:
    """What a row of the table would become: a story, or the sentence that says why it becomes none."""

    story: Story | None
    problem: str = ""


def question(content: Content) -> dict[str, Any]:
    """What an editor chooses from, as JSON: the headings, the first rows, and the reader's guess."""
    layout = import_string("articles.readers.table.layout")(content)
    rows = [[str(cell)[:_LONGEST_CELL] for cell in row] for row in layout.rows[:ROWS_SHOWN]]
    return {"columns": list(layout.columns), "rows": rows, "guess": dict(layout.guess), "row_count": layout.row_count}


def samples(asked: Mapping[str, Any], columns: Mapping[str, str]) -> list[SampleRow]:
    """What the first rows would become with these columns."""
    places = {field: asked["columns"].index(heading) for field, heading in columns.items()}
    return [_sample({field: row[at] for field, at in places.items() if at < len(row)}) for row in asked["rows"]]


def lacks(columns: Mapping[str, str]) -> str:
    """One sentence on what no column gives, or nothing."""
    missing = [FIELDS[field].lower() for field in ("headline", "published", "outlet") if field not in columns]
    if not any(body in columns for body in _BODIES):
        return "No column is named as the text, so no story can be read."
    if not missing:
        return ""
    words = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    return f"No column gives the {words}: that stays unknown, or is read from the text."


@transaction.atomic
def name_columns(item: ImportItem, columns: Mapping[str, str], *, user: User | None) -> ImportItem:
    """Take an editor's answer, and go on reading. `columns` are field -> heading."""
    item = ImportItem.objects.select_for_update().get(pk=item.pk)
    if item.status != ImportStatus.MAPPING:
        raise IllegalMoveError(f"The columns of this import cannot be named: {item.get_status_display().lower()}.")
    _check(columns, item.preview["columns"])
    item.columns, item.preview = dict(columns), {}
    item.status, item.error, item.attempts = ImportStatus.RECEIVED, "", 0
    item.save()
    enqueue(READ_IMPORT, item.pk)
    log("named the columns of", str(item), user=user, source=item.name, after={"columns": item.columns})
    return item


def _check(columns: Mapping[str, str], headings: list[str]) -> None:
    for field, heading in columns.items():
        if field not in FIELDS:
            raise IllegalMoveError(f"There is no field {field}. The fields are: {', '.join(FIELDS)}.")
        if heading not in headings:
            raise IllegalMoveError(f"The table has no column {heading}. Its columns are: {', '.join(headings)}.")
    if not any(body in columns for body in _BODIES):
        raise IllegalMoveError(lacks(columns))


def _sample(fields: dict[str, str]) -> SampleRow:
    try:
        return SampleRow(story_of(fields, TABLE))
    except UnreadableError as error:
        return SampleRow(None, clean_line(str(error)))
