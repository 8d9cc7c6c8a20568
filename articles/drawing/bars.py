"""A ranked list with bars relative to its first row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class BarRow:
    label: str
    url: str
    total: int
    percent: int


@dataclass(frozen=True, slots=True)
class Bars:
    """`css` colours the bars by kind: person, org, place or nothing."""

    rows: tuple[BarRow, ...]
    css: str = ""


def bars(rows: Sequence[tuple[str, str, int]], css: str = "") -> Bars:
    longest = max((count for _, _, count in rows), default=0)
    return Bars(
        tuple(BarRow(label, url, count, _percent(count, longest)) for label, url, count in rows),
        css,
    )


def _percent(count: int, longest: int) -> int:
    """At least 1 for a nonzero count, so that the bar is visible."""
    return max(1, round(100 * count / longest)) if count > 0 else 0
