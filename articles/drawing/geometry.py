"""The outlines of countries that build_assets wrote, read once per process."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

from articles.drawing.projection import Box, Point, box_of, union

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

SOURCE = "Borders: Natural Earth, as controlled; disputed areas are marked."


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed outline in Mercator degrees, unwrapped: it may go on past 180."""

    points: list[Point]
    box: Box


@dataclass(frozen=True)
class Outline:
    """The rings of an area at two levels of detail."""

    fine: tuple[Ring, ...]
    coarse: tuple[Ring, ...]

    @cached_property
    def box(self) -> Box:
        """Around all rings: most areas are outside a map, which one comparison shows."""
        return union(ring.box for ring in (*self.fine, *self.coarse))


@dataclass(frozen=True)
class Country(Outline):
    """`code` is ISO 3166 alpha-2, and empty for land without one. Names are supplied by the caller."""

    code: str


@dataclass(frozen=True)
class DisputedOutline(Outline):
    """`key` is that of articles.geography. `code` is set if it is also drawn as a country, whose fill shows through.
    `is_at_sea` is true for islands and the waters around them: these are not drawn as land.
    """

    key: str
    code: str
    is_approximate: bool
    is_hatched: bool
    is_at_sea: bool


@dataclass(frozen=True, slots=True)
class Capital:
    name: str
    country_code: str
    at: Point


@dataclass(frozen=True, slots=True)
class WorldOutline:
    """`key` is the code of a country, or the key of a disputed area."""

    key: str
    path: str
    box: Box


@dataclass(frozen=True)
class Geometry:
    countries: tuple[Country, ...]
    disputed: tuple[DisputedOutline, ...]
    capitals: tuple[Capital, ...]
    world: tuple[WorldOutline, ...]
    world_disputed: tuple[WorldOutline, ...]
    world_width: int
    world_height: int
    version: str
    """A hash of the outlines: maps drawn from others look different."""

    def middle_of(self, key: str) -> Point | None:
        """The middle of the largest part of a disputed area, in Mercator degrees."""
        area = self.disputed_by_key.get(key)
        return (
            None
            if area is None
            else max((ring.box for ring in area.fine), key=lambda box: box.width * box.height).middle
        )

    @cached_property
    def disputed_by_key(self) -> dict[str, DisputedOutline]:
        return {area.key: area for area in self.disputed}


def geometry_file() -> Path:
    return settings.DATA_DIR / "geometry" / "countries.json"


def load() -> Geometry | None:
    """None, logged once, if build_assets has not run: pages then have no maps."""
    path = geometry_file()
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        _log_missing_outlines(path)
        return None
    return _read(path, changed)


@lru_cache(maxsize=1)
def _log_missing_outlines(path: Path) -> None:
    logger.warning("Maps are unavailable because %s is missing. Run manage.py build_assets.", path)


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> Geometry:  # noqa: ARG001  # the time of change keys the cache
    content = path.read_bytes()
    data = json.loads(content)
    world = data["world"]
    return Geometry(
        countries=tuple(Country(*_levels(row), row["code"]) for row in data["countries"]),
        disputed=tuple(
            DisputedOutline(*_levels(row), row["key"], row["code"], row["approximate"], row["hatched"], row["at_sea"])
            for row in data["disputed"]
        ),
        capitals=tuple(Capital(row["name"], row["code"], (row["x"], row["y"])) for row in data["capitals"]),
        world=tuple(WorldOutline(row["code"], row["path"], Box(*row["box"])) for row in world["outlines"]),
        world_disputed=tuple(WorldOutline(row["key"], row["path"], Box(*row["box"])) for row in world["disputed"]),
        world_width=world["width"],
        world_height=world["height"],
        version=hashlib.blake2b(content, digest_size=8).hexdigest(),
    )


def _levels(row: dict[str, Any]) -> tuple[tuple[Ring, ...], tuple[Ring, ...]]:
    return _rings(row["fine"]), _rings(row["coarse"])


def _rings(rows: list[list[float]]) -> tuple[Ring, ...]:
    outlines = [list(zip(row[::2], row[1::2], strict=True)) for row in rows]
    return tuple(Ring(points, box_of(points)) for points in outlines)
