"""The land of a locator map: outlines clipped to the view, and country labels inside their visible parts."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.drawing.labels import Placer, text_width
from articles.drawing.projection import Box, Point, area, box_of, circle_path, clip, holds, path_data, turned_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.drawing.geometry import Country, DisputedOutline, Geometry, Ring
    from articles.drawing.picture import Label
    from articles.drawing.view import View

# Pixels per degree up to which the coarse outlines look the same as the fine ones.
_COARSE_UP_TO = 9.0
# Outlines extend beyond the edge, so that the clipping line is never drawn as a border.
_OVERLAP = 12.0
_NAME_SIZE = 13
_HALF_NAME = 7
_ROWS = 9
_MAX_NAME_POINTS = 160
# Below this share of the picture a country is not labelled, unless a story is about it.
_MIN_NAMED = 0.012
# Square pixels below which a hatch is illegible. From this many pixels per degree, smaller areas are marked with a ring:
# visible around the dot of a place, and never two touching rings for one area.
_MIN_MARKED = 60.0
_RINGS_FROM, _RING_RADIUS = 14.0, 9.0
# A label outside its mark needs free space: too many would cover the map.
_MAX_NAMES_BESIDE, _MAX_BESIDE_LENGTH = 4, 0.4
# Where a label's box is tested, as shares of its width: it must not touch a disputed area.
_LOOKED_AT = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class VisibleOutline:
    """A country or a disputed area: `key` is the country code or the key of the area."""

    key: str
    path: str
    largest: list[Point]
    """The largest visible part, in pixels: the place for the label."""
    is_ring: bool = False
    """A ring of a fixed size, for an area too small to outline."""


def visible_countries(geometry: Geometry, view: View) -> list[VisibleOutline]:
    """The countries in view."""
    return [seen for country in geometry.countries if (seen := _visible(country.code, country, view))]


def visible_disputed_areas(geometry: Geometry, view: View) -> list[VisibleOutline]:
    """The disputed areas in view. Those too small for a mark get a ring in close views and nothing in wide ones."""
    return [seen for area in geometry.disputed if (seen := _marked(area, view))]


def _marked(outline: DisputedOutline, view: View) -> VisibleOutline | None:
    seen = _visible(outline.key, outline, view)
    if seen and area(seen.largest) >= _MIN_MARKED:
        return seen
    return _ringed(outline, view) if view.scale >= _RINGS_FROM else None


def _ringed(outline: DisputedOutline, view: View) -> VisibleOutline | None:
    places: list[Point] = []
    for ring in outline.fine:
        x, y = view.place(turned_to(view.window, ring.box.middle))
        if view.frame.has((x, y)) and all(math.dist(place, (x, y)) > 2 * _RING_RADIUS for place in places):
            places.append((x, y))
    if not places:
        return None
    x, y = places[0]
    square = box_of([(x, y)]).grown(_RING_RADIUS)
    corners = [(square.left, square.top), (square.right, square.top), (square.right, square.bottom)]
    path = "".join(circle_path(place, _RING_RADIUS) for place in places)
    return VisibleOutline(outline.key, path, [*corners, (square.left, square.bottom)], is_ring=True)


def _visible(key: str, outline: Country | DisputedOutline, view: View) -> VisibleOutline | None:
    window = view.window.grown(_OVERLAP / view.scale)
    rings = outline.coarse if view.scale <= _COARSE_UP_TO else outline.fine
    turns = [turn for turn in (-360, 0, 360) if outline.box.moved(turn).overlaps(window)]
    parts = [part for ring in rings for part in _seen(ring, turns, window, view)] if turns else []
    path = "".join(map(path_data, parts))
    return VisibleOutline(key, path, max(parts, key=area)) if path else None


def _seen(ring: Ring, turns: Sequence[int], window: Box, view: View) -> list[list[Point]]:
    """The parts of a ring in the window, shifted by these degrees if the view extends past 180."""
    parts = []
    for turn in turns:
        box = ring.box.moved(turn)
        if not box.overlaps(window):
            continue
        points = [(x + turn, y) for x, y in ring.points] if turn else ring.points
        seen = points if window.holds(box) else clip(points, window)
        if len(seen) > 2:
            left, top, scale = view.left, view.top, view.scale
            parts.append([((x - left) * scale, (y - top) * scale) for x, y in seen])
    return parts


def country_names(  # noqa: PLR0917 (one list of labels from everything in view)
    visible: Sequence[VisibleOutline],
    names: Mapping[str, str],
    highlighted: frozenset[str],
    placer: Placer,
    phones: Placer | None,
    marks: Sequence[VisibleOutline] = (),
) -> list[Label]:
    """Highlighted countries first, then by visible size. Labels without room are left out, and none crosses `marks`, the
    areas that belong to no country.

    Labels that do not fit on phones are hidden there. Countries without a name in `names` are not labelled.
    """
    smallest = _MIN_NAMED * placer.frame.width * placer.frame.height
    sized = sorted(((seen.key not in highlighted, -area(seen.largest), index) for index, seen in enumerate(visible)))
    labels = []
    for is_neighbour, size, index in sized:
        text = names.get(visible[index].key, "").upper()
        if text and not (is_neighbour and -size < smallest):
            labels += _named_inside(visible[index], text, "cl", placer, phones, marks)
    return labels


def area_names(
    visible: Sequence[VisibleOutline], names: Mapping[str, str], placer: Placer, phones: Placer | None
) -> list[Label]:
    """The labels of disputed areas that have a name: inside the mark, or beside it if there is room."""
    boxes = {seen.key: box_of(seen.largest) for seen in visible}
    for seen in visible:
        if seen.is_ring:
            placer.take(boxes[seen.key])
    labels, outside = [], 0
    for seen in (seen for seen in visible if seen.key in names):
        name = names[seen.key]
        inside = [] if seen.is_ring else _named_inside(seen, name, "cl dis", placer, phones)
        labels += inside
        if not inside and outside < _MAX_NAMES_BESIDE:
            others = [mark for mark in visible if mark is not seen]
            beside = _named_beside(boxes[seen.key], name, placer, phones, others)
            labels += beside
            outside += len(beside)
    return labels


def _named_beside(
    mark: Box, text: str, placer: Placer, phones: Placer | None, others: Sequence[VisibleOutline]
) -> list[Label]:
    if text_width(text, _NAME_SIZE) > _MAX_BESIDE_LENGTH * placer.frame.width:
        return []
    label = placer.beside(text, mark, _NAME_SIZE, "pl s dis", is_barred=lambda name: _touches(name, others))
    return [] if label is None else [_stepping_back(label, phones)]


def _named_inside(  # noqa: PLR0917 (as above)
    seen: VisibleOutline,
    text: str,
    css: str,
    placer: Placer,
    phones: Placer | None,
    marks: Sequence[VisibleOutline] = (),
) -> list[Label]:
    width = text_width(text, _NAME_SIZE) + 8
    places = _rows_inside(seen.largest, width, placer.frame)
    places = [place for place in places if not _touches(_name_at(place, width), marks)]
    label = placer.first_free(text, places, _NAME_SIZE, css)
    return [] if label is None else [_stepping_back(label, phones)]


def _stepping_back(label: Label, phones: Placer | None) -> Label:
    has_room = phones is None or phones.has_room_enlarged(label, _NAME_SIZE)
    return label if has_room else replace(label, css=f"{label.css} sm")


def _name_at(place: Point, width: float) -> Box:
    return Box(place[0] - width / 2, place[1] - _HALF_NAME, place[0] + width / 2, place[1] + _HALF_NAME)


def _touches(name: Box, marks: Sequence[VisibleOutline]) -> bool:
    """Whether a label would overlap one of the marks."""
    points = [(name.left + share * name.width, y) for share in _LOOKED_AT for y in (name.top, name.bottom)]
    return any(
        any(holds(mark.largest, point) for point in points) for mark in marks if box_of(mark.largest).overlaps(name)
    )


def _rows_inside(outline: Sequence[Point], width: float, frame: Box) -> list[Point]:
    """Centres at which a label of this width fits inside the outline, most central first."""
    ring = clip(outline, frame)
    if len(ring) < 3:
        return []
    ring = ring[:: 1 + len(ring) // _MAX_NAME_POINTS]
    box = box_of(ring)
    middle = _centre(ring)
    found: list[tuple[float, Point]] = []
    for row in range(1, _ROWS + 1):
        y = box.top + box.height * row / (_ROWS + 1)
        for left, right in _common(_crossings(ring, y - _HALF_NAME), _crossings(ring, y + _HALF_NAME)):
            if right - left >= width:
                x = min(max(middle[0], left + width / 2), right - width / 2)
                found.append((abs(x - middle[0]) + 2 * abs(y - middle[1]), (x, y)))
                found += [
                    (abs(side - middle[0]) + 2 * abs(y - middle[1]), (side, y))
                    for side in (left + width / 2, (left + right) / 2, right - width / 2)
                ]
    return [place for _, place in sorted(found)]


def _centre(ring: Sequence[Point]) -> Point:
    """The centroid of the area: the mean of the points would be biased towards a jagged coast."""
    double = x_sum = y_sum = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        double += cross
        x_sum += (ax + bx) * cross
        y_sum += (ay + by) * cross
    if abs(double) < 1e-9:
        box = box_of(ring)
        return (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return x_sum / (3 * double), y_sum / (3 * double)


def _crossings(ring: Sequence[Point], y: float) -> list[tuple[float, float]]:
    """The intervals of the line at y that are inside the ring."""
    hits = sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (a[1] <= y) != (b[1] <= y)
    )
    return list(zip(hits[::2], hits[1::2], strict=True))


def _common(above: Sequence[tuple[float, float]], below: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(max(a[0], b[0]), min(a[1], b[1])) for a in above for b in below if max(a[0], b[0]) < min(a[1], b[1])]
