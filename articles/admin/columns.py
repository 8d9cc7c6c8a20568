"""The page of a table that waits for its columns: which column is what, and what its rows would become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from articles.admin.story_form import written_date
from articles.imports import tables
from articles.readers.flat_record import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.models import ImportItem

_NO_COLUMN = "No column"
_LONGEST_CELL = 120


class ColumnsForm(forms.Form):
    """One choice for each field of a story."""

    def __init__(self, headings: Sequence[str], guess: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data, initial=dict(guess), prefix="column")
        choices = [("", _NO_COLUMN), *((heading, heading) for heading in headings)]
        for name, label in FIELDS.items():
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)

    def columns(self) -> dict[str, str]:
        """Field -> heading, as chosen; what the page shows before anything is chosen is the guess."""
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        return {field: heading for field, heading in chosen.items() if heading}


@dataclass(frozen=True, slots=True)
class Becomes:
    """One row of the table as the story that it would become."""

    headline: str
    date: str
    outlet: str
    problem: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    form: ColumnsForm
    headings: list[str]
    rows: list[list[str]]
    row_count: int
    becomes: list[Becomes]
    lacks: str


def columns_page(item: ImportItem, data: Any = None) -> ColumnsPage:
    """`data` is what the editor chose, when the page is shown again."""
    asked = item.preview
    form = ColumnsForm(asked["columns"], asked["guess"], data)
    columns = form.columns()
    return ColumnsPage(
        form=form,
        headings=asked["columns"],
        rows=[[_shortened(cell) for cell in row] for row in asked["rows"]],
        row_count=asked["row_count"],
        becomes=[_becomes(row) for row in tables.samples(asked, columns)],
        lacks=tables.lacks(columns),
    )


def _becomes(row: tables.SampleRow) -> Becomes:
    story = row.story
    if story is None:
        return Becomes("", "", "", row.problem)
    note = "Its page is fetched and read." if row.is_link else ""
    problem = "" if story.body or row.is_link else "No text of a story was found in it."
    date = written_date(story.date_published, story.date_precision)
    return Becomes(story.headline, date, story.outlet, problem, note)


def _shortened(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_CELL else f"{cell[:_LONGEST_CELL].rpartition(' ')[0] or cell[:_LONGEST_CELL]}…"
