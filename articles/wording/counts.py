"""Numbers of things in sentences."""

from __future__ import annotations


def counted(count: int, one: str, many: str) -> str:
    """For example "1 story", "0 stories", "1,200 stories"."""
    return f"{count:,} {one if count == 1 else many}"
