"""What the pages of people, organizations and places all show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.drawing.locator import locator_map
from articles.pages.entity_parts import country_urls, places_on_map
from articles.pages.maps import country_names

if TYPE_CHECKING:
    from articles.drawing.locator import LocatorMap
    from articles.pages.entity_parts import AlsoKnownAs, Coverage, Figure, NamedWith, Some
    from articles.pages.links import Crumb
    from articles.pages.roles import RoleList
    from articles.pages.stories import StoryList

_MAP_WIDTH, _MAP_HEIGHT = 736, 440


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPage:
    """`map` is None where nothing of it can be put on one. `notes` are the outlets' notes on what the page quotes."""

    crumbs: tuple[Crumb, ...]
    names: tuple[AlsoKnownAs, ...]
    roles: RoleList
    figures: tuple[Figure, ...]
    map: LocatorMap | None
    quotations: Some
    pledges: Some
    named_with: tuple[NamedWith, ...]
    stories: StoryList
    notes: tuple[str, ...]


def stories_map(covered: Coverage, name: str) -> LocatorMap | None:
    """The places of all stories that name somebody."""
    return locator_map(
        places_on_map(covered.whole),
        highlight_countries=country_urls(covered.whole),
        country_names=country_names(),
        width=_MAP_WIDTH,
        height=_MAP_HEIGHT,
        label=f"Map of places in stories that name {name}",
    )
