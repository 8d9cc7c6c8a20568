"""Split a text at the boundaries of findings so that a template can mark each segment. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Span:
    """A finding in the text of one block. `look` is its CSS class, `says` its description."""

    start: int
    end: int
    look: str
    status: str
    pk: str
    anchor: str
    says: str

    @property
    def is_name(self) -> bool:
        return self.look in ("person", "organization", "place")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text covered by one set of findings. `flags` are the quotations and pledges that start here."""

    text: str
    name: Span | None = None
    around: tuple[Span, ...] = ()
    flags: tuple[Span, ...] = ()
    begins_name: bool = field(default=False)

    @property
    def looks(self) -> str:
        return " ".join(f"in-{span.look} {span.status}" for span in self.around)


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """The whole text, in order. Names never overlap; quotations and pledges may contain names and each other."""
    inside = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    cuts = sorted({0, len(text), *(span.start for span in inside), *(span.end for span in inside)})
    pieces = []
    for start, end in pairwise(cuts):
        here = [span for span in inside if span.start <= start and end <= span.end]
        names = [span for span in here if span.is_name]
        around = tuple(span for span in here if not span.is_name)
        pieces.append(
            Segment(
                text=text[start:end],
                name=names[0] if names else None,
                around=around,
                flags=tuple(span for span in around if span.start == start),
                begins_name=bool(names) and names[0].start == start,
            )
        )
    return pieces
