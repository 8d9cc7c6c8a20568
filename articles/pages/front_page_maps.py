"""The maps of the front page: the places of its first story, and the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from articles.drawing.world import world_map
from articles.pages.links import url_of
from articles.pages.map_files import map_file
from articles.pages.maps import country_names
from articles.pages.story_page import ABOUT_WEIGHT, story_map
from articles.search.names import browse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.drawing.picture import MapPicture
    from articles.models import Appearance
    from articles.pages.map_files import MapFile

LEAD_MAP_SIZE = (560, 374)


def world_map_file() -> MapFile | None:
    return map_file(world(), reverse("articles:world-map"))


def lead_map_file(pk: int, places: Iterable[Appearance]) -> MapFile | None:
    """`places` are those that the story names."""
    return map_file(lead_map(places), reverse("articles:lead-map", args=[pk]))


def world() -> MapPicture | None:
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


def lead_map(places: Iterable[Appearance]) -> MapPicture | None:
    return story_map([(row.entity.place, row.mentions + ABOUT_WEIGHT * row.is_about) for row in places], LEAD_MAP_SIZE)
