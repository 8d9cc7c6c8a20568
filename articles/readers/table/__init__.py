"""Tables of stories. `layout` is what an editor chooses columns by, `unpack` makes a part of each row."""

from __future__ import annotations

from articles.readers.table.table_reader import Layout, is_table, layout, unpack
from articles.readers.table.workbook import is_workbook

__all__ = ["Layout", "is_table", "is_workbook", "layout", "unpack"]
