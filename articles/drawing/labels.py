"""Label placement on a map: earlier labels take precedence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.drawing.picture import Label
from articles.drawing.projection import Box, Point

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Advance widths of Libre Franklin 600, as shares of the type size, in four classes: near enough to keep labels apart.
_NARROW, _WIDE = frozenset("iIjlftr.,'\u2019|()-\u2013 "), frozenset("mwMWÆŒ@%")
_NARROW_WIDTH, _LETTER_WIDTH, _CAPITAL_WIDTH, _WIDE_WIDTH = 0.33, 0.56, 0.67, 0.88
_ASCENT, _DESCENT = 0.78, 0.24
_LETTER_SPACING = 0.02
# The stylesheet enlarges the labels of wide maps on phones by this factor.
_PHONE_ENLARGES = 2.0


def text_width(text: str, size: float) -> float:
    return size * sum(map(_character_width, text))


def _character_width(character: str) -> float:
    if character in _NARROW:
        return _NARROW_WIDTH
    if character in _WIDE:
        return _WIDE_WIDTH
    return (_CAPITAL_WIDTH if character.isupper() else _LETTER_WIDTH) + _LETTER_SPACING


def text_box(text: str, at: Point, size: float, anchor: str) -> Box:
    width = text_width(text, size)
    left = at[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, at[1] - _ASCENT * size, left + width, at[1] + _DESCENT * size)


class Placer:
    """The frame and the occupied boxes in it."""

    def __init__(self, frame: Box) -> None:
        self.frame = frame
        self._taken: list[Box] = []

    def take(self, box: Box) -> None:
        self._taken.append(box)

    def is_free(self, box: Box, besides: Box | None = None) -> bool:
        """`besides` is the dot that the label belongs to, which it may touch."""
        return self.frame.holds(box) and not any(box.overlaps(taken) for taken in self._taken if taken is not besides)

    def beside(
        self, text: str, dot: Box, size: float, css: str, is_barred: Callable[[Box], bool] = lambda _: False
    ) -> Label | None:
        """The first free, permitted position: right of the dot, left, above, below, then the corners; None without one."""
        for at, anchor in _positions(dot, size):
            box = text_box(text, at, size, anchor)
            if self.is_free(box, besides=dot) and not is_barred(box):
                self.take(box)
                return Label(text, round(at[0], 1), round(at[1], 1), anchor, css)
        return None

    def first_free(self, text: str, places: Sequence[Point], size: float, css: str) -> Label | None:
        """Centred on the first of the places that is free."""
        for place in places:
            at = place[0], place[1] + size * 0.35
            box = text_box(text, at, size, "middle")
            if self.is_free(box.grown(2)):
                self.take(box)
                return Label(text, round(at[0], 1), round(at[1], 1), "middle", css)
        return None

    def has_room_enlarged(self, label: Label, size: float) -> bool:
        """Whether the placed label fits at phone size; if so, its box is taken."""
        box = text_box(label.text, (label.x, label.y), size * _PHONE_ENLARGES, label.anchor)
        if not self.is_free(box):
            return False
        self.take(box)
        return True


def _positions(dot: Box, size: float) -> list[tuple[Point, str]]:
    gap = size * 0.4
    middle_x, middle_y = (dot.left + dot.right) / 2, (dot.top + dot.bottom) / 2 + size * 0.35
    above, below = dot.top - gap / 2 - _DESCENT * size, dot.bottom + gap / 2 + _ASCENT * size
    return [
        ((dot.right + gap, middle_y), "start"),
        ((dot.left - gap, middle_y), "end"),
        ((middle_x, above), "middle"),
        ((middle_x, below), "middle"),
        ((dot.right, above + gap), "start"),
        ((dot.right, below - gap), "start"),
        ((dot.left, above + gap), "end"),
        ((dot.left, below - gap), "end"),
    ]
