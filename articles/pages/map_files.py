"""Maps as SVG files: their addresses change with their content, so that browsers keep each file for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse

from articles.drawing.world import world_map
from articles.pages.links import url_of
from articles.pages.maps import country_names
from articles.pages.story_page import ABOUT_WEIGHT, story_map
from articles.search.names import browse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.drawing.locator import LocatorMap
    from articles.drawing.picture import MapPicture
    from articles.drawing.world import WorldMap
    from articles.models import Appearance

LEAD_MAP_SIZE = (560, 374)
# Rendered maps that a process keeps: the world now and before the last change, and some stories that led.
_MAX_RENDERED = 8


@dataclass(frozen=True, slots=True)
class MapFile:
    """A map that a page shows by the address of its file; the page itself has the words around it."""

    picture: MapPicture
    address: str


def world_map_file() -> MapFile | None:
    return _file(world(), reverse("articles:world-map"))


def story_map_file(pk: int, places: Iterable[Appearance]) -> MapFile | None:
    """`places` are those that the story names."""
    return _file(map_of_story(places), reverse("articles:story-map", args=[pk]))


def world() -> WorldMap | None:
    """Every country named in stories, read from the index page by page."""
    first = browse("country", order="coverage")
    rest = [browse("country", order="coverage", page=page) for page in range(2, first.pages + 1)]
    known = [label for found in (first, *rest) for label in found.labels if label.country_code]
    return world_map(
        {label.country_code: label.stories for label in known},
        {label.country_code: url_of(label) for label in known},
        country_names(),
        "World map of stories by country",
    )


def map_of_story(places: Iterable[Appearance]) -> LocatorMap | None:
    """The map beside a story that leads the front page."""
    return story_map([(row.entity.place, row.mentions + ABOUT_WEIGHT * row.is_about) for row in places], LEAD_MAP_SIZE)


@lru_cache(maxsize=_MAX_RENDERED)
def svg_of(picture: MapPicture) -> tuple[bytes, str]:
    """The file of a map, and the version that its address names: a hash of the file."""
    content = render_to_string("drawings/map.svg", {"map": picture}).encode()
    return content, hashlib.blake2b(content, digest_size=8).hexdigest()


def _file(picture: MapPicture | None, address: str) -> MapFile | None:
    return None if picture is None else MapFile(picture, f"{address}?v={svg_of(picture)[1]}")
