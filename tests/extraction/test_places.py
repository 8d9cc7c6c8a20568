from __future__ import annotations

import pytest

from articles.extraction.findings import KnownName
from articles.extraction.names import place_linking
from articles.extraction.names.place_linking import PlaceContext
from articles.vocabulary import EntityKind, Resolution
from tests.extraction.known import GAZETTEER


def choose(name, countries=(), explicit=""):
    choice = place_linking.choose_place(
        GAZETTEER.lookup([name])[name], PlaceContext(countries=countries, explicit=explicit)
    )
    return choice.resolution, [known.country_code for known in choice.known]


@pytest.mark.parametrize(
    ("name", "countries", "explicit", "resolution", "codes"),
    [
        ("mosul", (), "", Resolution.ONE, ["IQ"]),
        ("tripoli", ("LB",), "", Resolution.ONE, ["LB"]),
        ("tripoli", ("LY",), "", Resolution.ONE, ["LY"]),
        ("tripoli", ("LY",), "LB", Resolution.ONE, ["LB"]),
        ("tripoli", (), "", Resolution.ONE, ["LY"]),
        ("paris", ("US",), "", Resolution.ONE, ["FR"]),
        ("paris", ("US",), "US", Resolution.ONE, ["US"]),
        ("springfield", (), "", Resolution.SEVERAL, ["US", "CA"]),
        ("springfield", ("CA",), "", Resolution.ONE, ["CA"]),
        ("geneva", ("US",), "", Resolution.ONE, ["FR"]),
        ("geneva", ("US",), "US", Resolution.ONE, ["US"]),
        ("fallujah", (), "", Resolution.ONE, ["IQ"]),
        ("fallujah", (), "FR", Resolution.ONE, ["FR"]),
    ],
    ids=[
        "the only one known", "its country is in the story", "the other country is", "the country beside it wins", "a capital",
        "a hamlet is not meant", "unless its country stands beside it", "two of a size", "two of a size and a country",
        "a small town is not meant", "unless its country stands beside the town", "a second name gives way", "unless its country is beside",
    ],
)  # fmt: skip
def test_it_chooses(name, countries, explicit, resolution, codes):
    assert choose(name, countries, explicit) == (resolution, codes)


def test_nothing_known_is_an_answer_of_its_own():
    assert place_linking.choose_place([], PlaceContext()).resolution == Resolution.NONE


def a_place(ref, code, feature_code="PPL", weight=0, **fields):
    values = {"name": "Brenwick", "main_name": "Brenwick", "latitude": 40.0, "longitude": -89.0} | fields
    return KnownName(ref, EntityKind.PLACE, country_code=code, feature_code=feature_code, weight=weight, **values)


TOWN = a_place("town", "US", weight=100_000)
FAR_TOWN = a_place("far", "US", weight=150_000, latitude=42.0, longitude=-72.0)
COUNTRY = a_place("country", "GE", "PCLI", weight=4_000_000)
STATE = a_place("state", "US", "ADM1")
ILLINOIS = a_place("illinois", "US", "ADM1", name="Illinois", main_name="Illinois")
OREGON = a_place("oregon", "US", "ADM1", latitude=44.0, longitude=-121.0)
WITHOUT_POINT = a_place("pointless", "US", "ADM1", latitude=None, longitude=None)


@pytest.mark.parametrize(
    ("known", "setting", "refs"),
    [
        ([TOWN, FAR_TOWN], PlaceContext(region=ILLINOIS), ("town",)),
        ([TOWN, FAR_TOWN], PlaceContext(region=OREGON), ()),
        ([TOWN, FAR_TOWN], PlaceContext(region=WITHOUT_POINT), ("far", "town")),
        ([COUNTRY], PlaceContext(region=ILLINOIS), ()),
        ([COUNTRY, STATE], PlaceContext(), ("country",)),
        ([COUNTRY, STATE], PlaceContext(countries={"US"}), ("country", "state")),
        ([COUNTRY, STATE], PlaceContext(countries={"US"}, states={"US"}), ("state",)),
        ([COUNTRY, STATE], PlaceContext(countries={"US", "GE"}, states={"US"}), ("country",)),
        ([TOWN, STATE], PlaceContext(), ("town",)),
        ([TOWN, STATE], PlaceContext(is_region=True), ("state",)),
        ([TOWN], PlaceContext(is_region=True), ("town",)),
        ([TOWN, a_place("abroad", "FR", weight=120_000)], PlaceContext(nearby={"US"}), ("town",)),
        ([TOWN, a_place("abroad", "FR", weight=120_000)], PlaceContext(nearby={"US"}, countries={"FR"}), ("abroad",)),
    ],
    ids=[
        "the town in the region beside it", "a namesake in another region", "a region without a point", "a country's namesake",
        "a country before a state", "a story of the state's country", "a story of states", "a story of the country",
        "a city before its region", "with province beside it", "a city that is no region", "other places of its country",
        "a country named goes before",
    ],
)  # fmt: skip
def test_what_stands_around_a_place_decides(known, setting, refs):
    assert place_linking.choose_place(known, setting).refs == refs
