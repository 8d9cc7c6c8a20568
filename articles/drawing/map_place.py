"""A place as maps need it."""

from __future__ import annotations

from dataclasses import dataclass

# GeoNames feature classes of areas: their coordinates are a middle, not a spot, so they get a name and no dot.
_AREA_PREFIXES = (
    "ADM",
    "RGN",
    "AREA",
    "PRSH",
    "TERR",
    "ZN",
    "ISLS",
    "DSRT",
    "MTS",
    "LCTY",
    "CONT",
    "SEA",
    "OCN",
    "GULF",
)


@dataclass(frozen=True, slots=True)
class MapPlace:
    """`weight` replaces the number of stories as the importance of the place on the map of a single story.

    `disputed_area` is a key of articles.geography; `is_in_country` is False for disputed or shared places, which do not
    highlight a country.
    """

    name: str
    url: str
    latitude: float | None
    longitude: float | None
    stories: int
    is_country: bool
    country_code: str
    feature_code: str
    weight: int = 0
    disputed_area: str = ""
    is_in_country: bool = True

    @property
    def matters(self) -> int:
        return self.weight or self.stories

    @property
    def is_area(self) -> bool:
        return self.feature_code.startswith(_AREA_PREFIXES)
