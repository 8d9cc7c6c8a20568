"""Read the reference files of this folder: disputed areas, and places that belong to no single country."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

DISPUTED_AREA = "Disputed area"


@dataclass(frozen=True, slots=True)
class DisputedArea:
    """`status` completes "Crimea: disputed, …". `code` is set where the site has the area as a separate country.

    `records` and `inside` are keys of the reference data ("place/crimea"): the area itself, and places in it. `admin1`
    are first-level regions of GeoNames ("UA.11") whose towns lie in it, `geonames` the numbers of single towns.
    `natural_earth` are the names of Natural Earth's features for it. `outline` says how build_assets finds its outline.
    """

    key: str
    name: str
    status: str
    claimed_by: tuple[str, ...]
    as_of: int
    source: str
    natural_earth: tuple[str, ...] = ()
    kind: str = DISPUTED_AREA
    controlled_by: tuple[str, ...] = ()
    code: str = ""
    records: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    geonames: tuple[int, ...] = ()
    outline: dict[str, Any] = field(default_factory=dict)

    @property
    def is_partly_recognized_state(self) -> bool:
        return self.kind == "Partly recognized state"

    @property
    def points(self) -> list[tuple[float, float]]:
        """What `outline` says of where the area is: latitudes and longitudes; empty where its way needs none."""
        at = self.outline.get("at", [])
        return [(row[0], row[1]) for row in ([at] if at and isinstance(at[0], float) else at)]

    @property
    def sentence(self) -> str:
        """For a legend or a table: "Crimea: claimed by Russia and Ukraine; controlled by Russia since 2014"."""
        return f"{self.name}: {self.status}"


@dataclass(frozen=True, slots=True)
class Setting:
    """The location of a place that belongs to no single country. `feature_code` is empty if that of the record applies."""

    feature_code: str
    words: str


@cache
def disputed_areas() -> dict[str, DisputedArea]:
    return {key: DisputedArea(key=key, **_frozen(row)) for key, row in tomllib.loads(text_of("disputed")).items()}


@cache
def area_of_code(code: str) -> DisputedArea | None:
    """The area that the site keeps as a country of this ISO 3166-1 alpha-2 code."""
    return next((area for area in disputed_areas().values() if code and area.code == code), None)


@cache
def area_of_town(geoname_id: int, admin1: str) -> str:
    """The key of the disputed area that a town of GeoNames lies in; empty where it lies in none.

    `admin1` is the country code and the first-level region, as in "UA.11".
    """
    areas = disputed_areas().values()
    by_number = (area.key for area in areas if geoname_id in area.geonames)
    by_region = (area.key for area in areas if admin1 in area.admin1)
    return next(by_number, None) or next(by_region, "")


@cache
def settings_by_key() -> dict[str, Setting]:
    return {key: Setting(*row) for key, row in tomllib.loads(text_of("settings")).items()}


def text_of(name: str) -> str:
    """The text of a reference file, for the version of what is loaded from it."""
    return files("articles.geography").joinpath(f"{name}.toml").read_text("utf-8")


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
