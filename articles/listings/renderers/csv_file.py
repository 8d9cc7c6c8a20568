"""CSV (RFC 4180): all pages of a list in one file, with a line of column names."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse

from articles.listings.renderers.renderer import Renderer
from articles.text import FORMULA_STARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

    from articles.listings.renderers.renderer import ListAddress


class CsvRenderer(Renderer):
    name = "csv"
    label = "CSV"
    content_type = "text/csv"

    def render(self, address: ListAddress) -> HttpResponseBase:
        response = StreamingHttpResponse(_lines(address), content_type="text/csv; charset=utf-8; header=present")
        response["Content-Disposition"] = f'attachment; filename="{address.listing.name}.csv"'
        # As for cached pages: withdrawn stories disappear within seconds.
        response["Cache-Control"] = "public, max-age=1, must-revalidate"
        return response


class _Line:
    """A file object for csv.writer that returns the line."""

    def write(self, line: str) -> str:
        return line


def _lines(address: ListAddress) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow([column.name for column in address.listing.columns])
    for row in address.listing.rows(address.query):
        yield writer.writerow([cell(value) for value in address.values(row).values()])


def cell(value: Any) -> str | int | float:
    """Numbers unchanged; text that a spreadsheet would evaluate as a formula gets a leading apostrophe."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
