"""The newest of many rows of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class TopRows(Generic[_Row]):
    """`total` counts all rows, not only those shown."""

    rows: tuple[_Row, ...]
    total: int

    @property
    def are_all(self) -> bool:
        return self.total == len(self.rows)
