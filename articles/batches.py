"""Values in batches: what a statement of SQL takes, or one transaction should write."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")


def batches(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The values in order, at most `size` at a time. Python 3.12 has it as `itertools.batched`."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
