"""Tables as Excel workbooks (XLSX), read row by row and never more of them than the limits allow."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from articles.readers.story import UnreadableError
from articles.readers.table.grid import MAX_COLUMNS, MAX_ROWS, Grid, grid_of
from articles.readers.zip_errors import ZIP_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOK = "Workbook".encode("utf-16-le")
_MAX_BYTES = 20 * 1024 * 1024
# openpyxl takes about a second for three megabytes of a sheet.
_MAX_UNPACKED = 64 * 1024 * 1024
_MAX_MEMBERS = 2000
# A sheet may have many empty rows; one with more than this is damaged or hostile.
_MAX_SHEET_ROWS = 5 * MAX_ROWS
# What openpyxl raises beside these on one broken workbook or another.
_OPENPYXL_ERRORS = (
    *ZIP_ERRORS,
    InvalidFileException,
    SyntaxError,  # of XML
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RuntimeError,
    AssertionError,
)


def is_workbook(data: bytes) -> bool:
    """True for Excel workbooks, also for those that are refused: old, encrypted, with macros."""
    if data.startswith(_OLE):
        return _ENCRYPTED in data or _OLD_WORKBOOK in data
    return data.startswith(_ZIP) and any(name.startswith("xl/") for name in _names(data))


def read_workbook(data: bytes) -> Grid:
    """The grid of the first sheet that is not empty. Raises UnreadableError."""
    _refuse(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            lines = list(_lines(sheet))
            if lines:
                return grid_of(lines)
    except UnreadableError:
        raise
    except _OPENPYXL_ERRORS as error:
        raise UnreadableError("This workbook is damaged and could not be read.") from error
    raise UnreadableError("There are no rows in this workbook.")


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except ZIP_ERRORS:
        return []


def _refuse(data: bytes) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableError("This workbook is encrypted: save it without a password.")
        raise UnreadableError("This is a workbook of an old Excel (XLS): save it as XLSX or CSV.")
    if len(data) > _MAX_BYTES:
        raise UnreadableError(f"This workbook is larger than {_MAX_BYTES // 1024 // 1024} MB.")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise UnreadableError("This workbook contains macros: save it as XLSX without them, or as CSV.")
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableError("This workbook is encrypted: save it without a password.")
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_UNPACKED:
        raise UnreadableError(f"This workbook unpacks to more than {_MAX_UNPACKED // 1024 // 1024} MB.")


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The numbered rows of a sheet that are not empty."""
    if not hasattr(sheet, "reset_dimensions"):  # a chart
        return
    # The size stated in a sheet is often wrong: a sheet of one cell may claim a million rows.
    sheet.reset_dimensions()
    found = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1):
        texts = [_text(cell) for cell in cells]
        if any(texts):
            found += 1
            yield number, texts
        if found > MAX_ROWS + 2 or number > _MAX_SHEET_ROWS:
            raise UnreadableError(f"This table has more than {MAX_ROWS:,} rows.")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
