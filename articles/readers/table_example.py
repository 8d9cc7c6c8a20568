"""The table that people are given to fill in: the headings, and one invented story to show what goes where."""

from __future__ import annotations

import csv
import io

from articles.readers.record_fields import FIELDS

EXAMPLE = {
    "headline": "Bridge at Sample Town reopens after two weeks",
    "description": "Lorries with flour crossed first, the mayor's office said",
    "byline": "By Ann Lee in Sample Town",
    "authors": "Ann Lee; Bob Day",
    "dateline": "Sample Town",
    "published": "2026-03-02T10:15:00+01:00",
    "modified": "2026-03-03",
    "language": "en",
    "outlet": "Sample Post",
    "url": "https://example.org/2026/bridge-reopens",
    "section": "World",
    "image_url": "https://example.org/2026/bridge.jpg",
    "image_caption": "The bridge on Monday morning",
    "image_credit": "Cy Doe/Sample Post",
    "text": "The bridge at Sample Town was opened to traffic on Monday.\n\nA blank line begins a new paragraph.",
    "html": "",
    "embargo": "",
    "usage_terms": "",
    "editorial_note": "",
}


def template() -> bytes:
    """A CSV file of the headings and one example. The byte-order mark makes Excel read it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(FIELDS.values())
    writer.writerow(EXAMPLE[field] for field in FIELDS)
    return out.getvalue().encode("utf-8-sig")


def template_workbook() -> bytes:
    """The same as an XLSX file."""
    import openpyxl  # noqa: PLC0415  # numpy with it: some 6 MB that a process of the web needs for this file alone

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Stories")
    sheet.append(list(FIELDS.values()))
    sheet.append([EXAMPLE[field] for field in FIELDS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
