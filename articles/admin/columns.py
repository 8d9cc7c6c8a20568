"""The page on which an editor maps the columns of a table, with a preview of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from articles.admin.story_form import written_date
from articles.imports.column_mapping import missing_fields
from articles.readers.record_fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.imports.table_rows import RowResult
    from articles.models import ImportItem

_NO_COLUMN = "No column"
_MAX_CELL_LENGTH = 120


class ColumnsForm(forms.Form):
    """One choice for each field of a story."""

    def __init__(self, headings: Sequence[str], guess: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data, initial=dict(guess), prefix="column")
        choices = [("", _NO_COLUMN), *((heading, heading) for heading in headings)]
        for name, label in FIELDS.items():
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)

    def columns(self) -> dict[str, str]:
        """Field -> heading, as chosen; before anything is chosen, the guess."""
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        return {field: heading for field, heading in chosen.items() if heading}


@dataclass(frozen=True, slots=True)
class RowPreview:
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
    previews: list[RowPreview]
    missing: str


def columns_page(item: ImportItem, data: Any = None) -> ColumnsPage:
    """`data` is what the editor chose, when the page is shown again."""
    # The readers take some 50 MB of memory. A process of the web needs them for this page alone.
    from articles.imports.table_rows import preview_rows  # noqa: PLC0415

    mapping = item.preview
    form = ColumnsForm(mapping["columns"], mapping["guess"], data)
    columns = form.columns()
    return ColumnsPage(
        form=form,
        headings=mapping["columns"],
        rows=[[_shortened(cell) for cell in row] for row in mapping["rows"]],
        row_count=mapping["row_count"],
        previews=[_row_preview(row) for row in preview_rows(mapping, columns)],
        missing=missing_fields(columns),
    )


def _row_preview(row: RowResult) -> RowPreview:
    story = row.story
    if story is None:
        return RowPreview("", "", "", row.problem)
    note = "Its page is fetched and read." if row.is_link else ""
    problem = "" if story.body or row.is_link else "No text of a story was found in it."
    date = written_date(story.date_published, story.date_precision)
    return RowPreview(story.headline, date, story.outlet, problem, note)


def _shortened(cell: str) -> str:
    return (
        cell
        if len(cell) <= _MAX_CELL_LENGTH
        else f"{cell[:_MAX_CELL_LENGTH].rpartition(' ')[0] or cell[:_MAX_CELL_LENGTH]}…"
    )
