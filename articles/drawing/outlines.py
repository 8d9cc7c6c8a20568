"""The land of a locator map: outlines cut to the view, and the names of countries inside what is seen of them."""

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
# Outlines go on a little past the edge, so that the cut itself is never drawn as a border.
_OVERLAP = 12.0
_NAME_SIZE = 13
_HALF_NAME = 7
_ROWS = 9
_MAX_NAME_POINTS = 160
# Below this share of the picture, what is seen of a country is too small to name, unless a story is about it.
_MIN_NAMED = 0.012
# Square pixels below which a hatch is a smudge. Where the view is as close as this many pixels per degree, a ring stands
# for what is smaller: seen around a dot of a place, and never two of one area that touch.
_MIN_MARKED = 60.0
_RINGS_FROM, _RING_RADIUS = 14.0, 9.0
# A name outside its mark needs free ground: more than a few of them hide the map.
_MAX_NAMES_BESIDE, _MAX_BESIDE_LENGTH = 4, 0.4
# Where the box of a name is looked at, as shares of its width: it must not touch a disputed area.
_LOOKED_AT = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class VisibleOutline:
    """A country or a disputed area: `key` is the code of the one, the key of the other."""

    key: str
    path: str
    largest: list[Point]
    """The largest part in view, in pixels: where the name goes."""
    is_ring: bool = False
    """A ring of a fixed size, for an area too small to outline."""


def visible_countries(geometry: Geometry, view: View) -> list[VisibleOutline]:
    """Each country that can be seen."""
    return [seen for country in geometry.countries if (seen := _visible(country.code, country, view))]


def visible_disputed_areas(geometry: Geometry, view: View) -> list[VisibleOutline]:
    """Each disputed area that can be seen: one too small to bear a mark has a ring on close views and none on wide ones."""
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
    rings = outline.coarse if view.scale <= _COARSE_UP_TO else outline.fine
    parts = [part for ring in rings for part in _seen(ring, view)]
    path = "".join(map(path_data, parts))
    return VisibleOutline(key, path, max(parts, key=area)) if path else None


def _seen(ring: Ring, view: View) -> list[list[Point]]:
    """The parts of a ring in view, turned round the Earth where the view reaches past 180."""
    window = view.window.grown(_OVERLAP / view.scale)
    parts = []
    for turn in (-360, 0, 360):
        box = Box(ring.box.left + turn, ring.box.top, ring.box.right + turn, ring.box.bottom)
        if not box.overlaps(window):
            continue
        points = [(x + turn, y) for x, y in ring.points] if turn else ring.points
        seen = points if window.holds(box) else clip(points, window)
        if len(seen) > 2:
            left, top, scale = view.left, view.top, view.scale
            parts.append([((x - left) * scale, (y - top) * scale) for x, y in seen])
    return parts


def country_names(  # noqa: PLR0917 (one list of names from all that is seen)
    visible: Sequence[VisibleOutline],
    names: Mapping[str, str],
    highlighted: frozenset[str],
    placer: Placer,
    phones: Placer | None,
    marks: Sequence[VisibleOutline] = (),
) -> list[Label]:
    """Highlighted countries first, then by the size of what is seen; a name without room is left out, and none is set
    across `marks`: those of areas whose ground is no country's.

    Those that only phones have no room for step back there. A country without a name in `names` goes unnamed.
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
    """The names of disputed areas, where they have one here: inside the mark, else beside it where there is room."""
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
    """Whether a name would lie across one of the marks."""
    points = [(name.left + share * name.width, y) for share in _LOOKED_AT for y in (name.top, name.bottom)]
    return any(
        any(holds(mark.largest, point) for point in points) for mark in marks if box_of(mark.largest).overlaps(name)
    )


def _rows_inside(outline: Sequence[Point], width: float, frame: Box) -> list[Point]:
    """Centres where a name of this width lies wholly inside the outline, the most central first."""
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
    """The centre of area: the mean of the points would lean towards a jagged coast."""
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
    """The stretches of the line at y that lie inside the ring."""
    hits = sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (a[1] <= y) != (b[1] <= y)
    )
    return list(zip(hits[::2], hits[1::2], strict=True))


def _common(above: Sequence[tuple[float, float]], below: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(max(a[0], b[0]), min(a[1], b[1])) for a in above for b in below if max(a[0], b[0]) < min(a[1], b[1])]
