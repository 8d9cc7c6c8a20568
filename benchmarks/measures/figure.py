"""One figure of `make eval`: what was measured, on how much."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` is its key in benchmarks/floors.toml. `on` says what it was counted over: "2,051 names in 137 documents"."""

    name: str
    value: float
    on: str


def f1(right: int, found: int, wanted: int) -> float:
    """The harmonic mean of precision and recall; 0 where nothing was right."""
    return 2 * right / (found + wanted) if right else 0.0
