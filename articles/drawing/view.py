"""The part of the Earth that a locator map shows, and its scale in pixels per degree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.drawing.projection import Box, Point, area, box_of, union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.drawing.geometry import Country

# A single city is shown with its region: 13 degrees are about 1,200 km, which usually includes a border. The map zooms in
# further to separate places close together, but never beyond 5 degrees, and always with their surroundings.
REGION_SPAN, CLOSEST_SPAN = 13.0, 5.0
_SURROUNDINGS = 3.2
# Beyond these limits regions are too small to recognize: the main cluster is shown instead.
MAX_SPAN_X, MAX_SPAN_Y = 75.0, 55.0
CLUSTER_REACH = 22.0
# Margins for place labels at the edge, as shares of the picture.
_MARGIN_X, _MARGIN_Y = 0.17, 0.15
_COUNTRY_MARGIN = 0.04
# An exclave is included in a country's view if it is this large relative to the largest part, and this near.
_PART_SHARE, _PART_REACH = 0.03, 15.0


@dataclass(frozen=True, slots=True)
class View:
    """`left` and `top` are in Mercator degrees; `scale` is pixels per degree."""

    left: float
    top: float
    scale: float
    width: int
    height: int

    def place(self, point: Point) -> Point:
        return (point[0] - self.left) * self.scale, (point[1] - self.top) * self.scale

    @property
    def frame(self) -> Box:
        return Box(0, 0, self.width, self.height)

    @property
    def window(self) -> Box:
        """The visible box, in Mercator degrees."""
        return Box(self.left, self.top, self.left + self.width / self.scale, self.top + self.height / self.scale)


def view_of_points(points: Sequence[Point], width: int, height: int) -> View:
    box = box_of(points)
    apart = _SURROUNDINGS * max(box.width, box.height)
    span = min(max(apart, CLOSEST_SPAN), REGION_SPAN) if apart else REGION_SPAN
    return _fitted(box, width, height, margins=(_MARGIN_X, _MARGIN_Y), closest=width / span)


def view_of_countries(countries: Sequence[Country], width: int, height: int, beside: Sequence[Box] = ()) -> View:
    """`beside` are boxes that must also be in view."""
    box = union([*map(main_part, countries), *beside])
    return _fitted(box, width, height, margins=(_COUNTRY_MARGIN, _COUNTRY_MARGIN), closest=width / CLOSEST_SPAN)


def _fitted(box: Box, width: int, height: int, *, margins: tuple[float, float], closest: float) -> View:
    inner_width, inner_height = width * (1 - 2 * margins[0]), height * (1 - 2 * margins[1])
    scale = min(inner_width / max(box.width, 1e-6), inner_height / max(box.height, 1e-6), closest)
    middle_x, middle_y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return View(middle_x - width / scale / 2, middle_y - height / scale / 2, scale, width, height)


def main_part(country: Country) -> Box:
    """The country without distant territories: France is framed without French Guiana."""
    largest = max(country.coarse, key=lambda ring: area(ring.points))
    enough = area(largest.points) * _PART_SHARE
    near = largest.box.grown(_PART_REACH)
    return union(ring.box for ring in country.coarse if near.overlaps(ring.box) and area(ring.points) >= enough)


def is_too_wide(box: Box) -> bool:
    return box.width > MAX_SPAN_X or box.height > MAX_SPAN_Y


def turned_together(points: Sequence[Point]) -> list[Point]:
    """Shift longitudes by 360 degrees so that places on both sides of the 180th meridian are neighbours."""
    if not points:
        return []
    longitudes = sorted({x for x, _ in points})
    gaps = [(after - before, after) for before, after in pairwise(longitudes)]
    widest, after_gap = max(gaps, default=(0.0, longitudes[0]))
    if widest <= longitudes[0] + 360 - longitudes[-1]:
        return list(points)
    return [(x + 360 if x < after_gap else x, y) for x, y in points]


def main_cluster(points: Sequence[Point], weights: Sequence[int]) -> list[int]:
    """The indices to show: all if they fit one view, otherwise the cluster with the highest total weight."""
    if not is_too_wide(box_of(points)):
        return list(range(len(points)))
    clusters: list[list[int]] = []
    for index in range(len(points)):
        near = [cluster for cluster in clusters if any(_near(points[index], points[other]) for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in near]
        clusters.append(sorted([index, *(other for cluster in near for other in cluster)]))
    clusters.sort(key=lambda cluster: cluster[0])
    return max(clusters, key=lambda cluster: sum(max(weights[index], 1) for index in cluster))


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) <= CLUSTER_REACH and abs(one[1] - other[1]) <= CLUSTER_REACH
