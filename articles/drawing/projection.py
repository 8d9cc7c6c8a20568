"""Projections and the plane geometry of outlines: points are (x, y) with y growing downward, as on a screen."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]

_MERCATOR_LIMIT = 84.0
# The polynomial of the Equal Earth projection (Savric, Patterson and Jenny, 2018).
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def has(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def moved(self, degrees: float) -> Box:
        """To the east."""
        return Box(self.left + degrees, self.top, self.right + degrees, self.bottom) if degrees else self

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def box_of(points: Iterable[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def union(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def mercator(longitude: float, latitude: float) -> Point:
    """In degrees of the equator, so that a step of 1 is 1 degree of longitude everywhere."""
    latitude = max(-_MERCATOR_LIMIT, min(_MERCATOR_LIMIT, latitude))
    return longitude, -math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def latitude_of(y: float) -> float:
    """The inverse of `mercator` for its second coordinate."""
    return math.degrees(2 * math.atan(math.exp(math.radians(-y))) - math.pi / 2)


def equal_earth(longitude: float, latitude: float) -> Point:
    """An equal-area projection, as a map of counts per country requires."""
    angle = math.asin(_M * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    stretch = _M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
    x = math.radians(longitude) * math.cos(angle) / stretch
    return x, -angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


def simplify(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The Douglas-Peucker algorithm with a stack instead of recursion: some coasts have thousands of points."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        at, distance = _farthest(points, first, last)
        if distance > tolerance:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[index] for index in sorted(keep)]


def _farthest(points: Sequence[Point], first: int, last: int) -> tuple[int, float]:
    (ax, ay), (bx, by) = points[first], points[last]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    best, at = -1.0, first
    for index in range(first + 1, last):
        px, py = points[index]
        distance = abs(dx * (ay - py) - (ax - px) * dy) / length if length else math.hypot(px - ax, py - ay)
        if distance > best:
            best, at = distance, index
    return at, best


def area(ring: Sequence[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def holds(ring: Sequence[Point], at: Point) -> bool:
    """Whether a ring contains a point: a ray to the right crosses the ring an odd number of times."""
    x, y = at
    crossings = 0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay <= y) != (by <= y) and ax + (y - ay) / (by - ay) * (bx - ax) > x:
            crossings += 1
    return crossings % 2 == 1


def clip(ring: Sequence[Point], box: Box) -> list[Point]:
    """The part of a ring inside the box (Sutherland and Hodgman, one edge after the other)."""
    edges = ((0, box.left, 1), (0, box.right, -1), (1, box.top, 1), (1, box.bottom, -1))
    kept = list(ring)
    for axis, limit, sign in edges:
        if kept and not _is_within(kept, axis, limit, sign):
            kept = _clip_edge(kept, axis, limit, sign)
    return kept


def _is_within(ring: Sequence[Point], axis: int, limit: float, sign: int) -> bool:
    """Whether no edge of a ring crosses the limit, so that the ring stays as it is."""
    values = [point[axis] for point in ring]
    return min(values) >= limit if sign > 0 else max(values) <= limit


def _clip_edge(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for before, here in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        before_inside = sign * (before[axis] - limit) >= 0
        here_inside = sign * (here[axis] - limit) >= 0
        if before_inside != here_inside:
            share = (limit - before[axis]) / (here[axis] - before[axis])
            kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
        if here_inside:
            kept.append(here)
    return kept


def unwrap(ring: Sequence[Point]) -> list[Point]:
    """Make a ring that jumps from 180 to -180 continuous: the far side continues past 180."""
    turned: list[Point] = []
    shift = 0.0
    for x, y in ring:
        if turned:
            step = x + shift - turned[-1][0]
            shift -= 360 * round(step / 360)
        turned.append((x + shift, y))
    return turned


def cut(ring: Sequence[Point], meridian: float) -> list[list[Point]]:
    """The parts of an unwrapped ring, each shifted into the 360 degrees east of the meridian."""
    parts = []
    extent = box_of(ring)
    first = math.floor((extent.left - meridian) / 360)
    last = math.floor((extent.right - meridian) / 360)
    for turn in range(first, last + 1):
        moved = [(x - 360 * turn, y) for x, y in ring]
        window = Box(meridian, extent.top, meridian + 360, extent.bottom)
        part = moved if first == last else clip(moved, window)
        if len(part) > 2:
            parts.append(part)
    return parts


def turned_to(window: Box, point: Point) -> Point:
    """A point in degrees, shifted by a multiple of 360 into the window."""
    return point[0] - 360 * round((point[0] - window.middle[0]) / 360), point[1]


def circle_path(middle: Point, radius: float) -> str:
    x, y = middle
    return f"M{x - radius:.1f} {y:.1f}a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0a{radius:g} {radius:g} 0 1 0-{2 * radius:g} 0z"


def path_data(ring: Iterable[Point]) -> str:
    """One closed SVG subpath in tenths of a unit, in relative steps; coinciding points are written once."""
    steps: list[str] = []
    last: tuple[int, int] | None = None
    for x, y in ring:
        here = round(x * 10), round(y * 10)
        if last is None:
            steps.append(f"M{here[0] / 10:g} {here[1] / 10:g}l")
        elif here != last:
            steps.append(f"{(here[0] - last[0]) / 10:g} {(here[1] - last[1]) / 10:g} ")
        last = here
    if len(steps) < 3:
        return ""
    return re.sub(r" -", "-", "".join(steps)).rstrip() + "z"
