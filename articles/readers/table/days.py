"""Dates in tables: Excel serial numbers, Unix timestamps, and days whose order only the column shows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"^\d{5}(?:\.\d+)?$")
_SECONDS = re.compile(r"^1\d{9}(?:\d{3})?$")
_SLASHED = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)\b(.*)$")
# Excel counts days from here. Five digits reach from 1927 to 2173.
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_LAST_MONTH = 12


def is_day_first(values: Iterable[str]) -> bool | None:
    """Whether a column writes 31/12/2026 or 12/31/2026; None where no date in it shows, or where both appear."""
    orders = set()
    for value in values:
        match = _SLASHED.match(value.strip())
        if match and match[2] == ".":
            orders.add(True)
        elif match and (int(match[1]) > _LAST_MONTH) != (int(match[3]) > _LAST_MONTH):
            orders.add(int(match[1]) > _LAST_MONTH)
    return orders.pop() if len(orders) == 1 else None


def iso_date(value: str, *, day_first: bool | None) -> str:
    """The date in the form that all readers know; unchanged if it has none of the forms that only tables have."""
    value = value.strip()
    if _NUMBER.match(value):
        moment = _EXCEL_EPOCH + timedelta(days=float(value))
        return moment.date().isoformat() if moment.time() == datetime.min.time() else f"{moment:%Y-%m-%d %H:%M}"
    if _SECONDS.match(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    match = _SLASHED.match(value)
    if match and day_first is not None:
        day, month = (match[1], match[3]) if day_first else (match[3], match[1])
        return f"{match[4]}-{int(month):02}-{int(day):02}{match[5]}"
    return value
