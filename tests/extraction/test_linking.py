"""Which known thing the names of a document come to, from words to refs."""

from __future__ import annotations

import pytest

from articles.extraction import pipeline
from articles.extraction.findings import Document, KnownName
from articles.extraction.names import entity_linking
from articles.vocabulary import BlockRole, EntityKind, Resolution
from benchmarks.memory_gazetteer import MemoryGazetteer
from tests.extraction.known import GAZETTEER


def a_region(ref, name, code, **point):
    return KnownName(ref, EntityKind.PLACE, name, name, country_code=code, feature_code="ADM1", **point)


ILLINOIS = a_region("illinois", "Illinois", "US", latitude=40.0, longitude=-89.0)
ALBERTA = a_region("alberta", "Alberta", "CA", latitude=52.0, longitude=-114.0)
TOWNS = [
    KnownName("springfield", EntityKind.PLACE, "Springfield", "Springfield", country_code="US", feature_code="PPL",
              weight=116_000, latitude=39.8, longitude=-89.6),
    KnownName("brenwick", EntityKind.PLACE, "Brenwick", "Brenwick", country_code="UA", feature_code="PPL", weight=400_000),
    KnownName("kazak", EntityKind.PLACE, "Ukrainian", "Ukrainian", country_code="FR", feature_code="PPL", weight=20_000),
    KnownName("ina", EntityKind.PLACE, "Ina", "Ina", country_code="FR", feature_code="PPL", weight=70_000),
    a_region("oblast", "Brenwick", "UA"),
]  # fmt: skip


class Both:
    """The gazetteer of the other tests, with regions and towns of its own."""

    def __init__(self):
        self._own = MemoryGazetteer([ILLINOIS, ALBERTA, *TOWNS])

    def lookup(self, keys):
        first, second = GAZETTEER.lookup(keys), self._own.lookup(keys)
        return {key: [*first.get(key, ()), *second.get(key, ())] for key in {*first, *second}}


@pytest.fixture
def refs(language_model):
    """The refs that each name of a text comes to."""

    def find(text):
        found = pipeline.find(Document(((BlockRole.PARAGRAPH, text),)), Both())
        return [(mention.text, mention.candidates) for mention in found.mentions]

    return find


def test_the_state_beside_a_town_says_which(refs):
    assert ("Springfield", ("springfield",)) in refs("The court in Springfield, Illinois, met on Monday.")


def test_a_country_beside_a_foreign_state_is_a_town_that_nobody_knows(refs):
    assert ("Lebanon", ()) in refs("The factory stands in Lebanon, Illinois, near the river.")


def test_countries_and_states_in_a_list_are_not_beside_each_other(refs):
    assert ("Lebanon", ("geonames:272103",)) in refs("The envoy flew to Lebanon, Alberta and Illinois on Monday.")


def test_a_city_before_the_word_oblast_is_the_region(refs):
    assert ("Brenwick", ("oblast",)) in refs("Shells fell on two villages in Brenwick oblast on Monday.")


def test_a_city_without_the_word_is_the_city(refs):
    assert ("Brenwick", ("brenwick",)) in refs("Shells fell in Brenwick on Monday, in Ukraine.")


def test_state_media_are_no_state(refs):
    assert ("Brenwick", ("brenwick",)) in refs("The plan was shown on Brenwick state television in Ukraine.")


def test_a_word_for_a_people_is_no_small_town(refs):
    assert "kazak" not in str(refs("Ukrainian troops held the line near Kyiv."))


def test_three_letters_are_no_town(refs):
    assert "ina" not in str(refs("The agency INA reported the attack on Monday."))


def test_a_country_that_is_a_surname_in_the_story_is_the_person(language_model):
    text = "The director Oren Jordan showed his film on Monday. Mr Jordan said that it was his best."
    found = pipeline.find(Document(((BlockRole.PARAGRAPH, text),)), Both()).mentions
    assert [mention.name for mention in found if mention.text == "Jordan"] == ["Oren Jordan"]


def test_a_country_spoken_of_as_a_place_stays_one(language_model):
    text = "The envoy Oren Jordan flew to Jordan on Monday. Troops in Jordan were ready."
    found = pipeline.find(Document(((BlockRole.PARAGRAPH, text),)), Both()).mentions
    assert {mention.kind for mention in found if mention.text == "Jordan"} == {EntityKind.PLACE}


def an_organization(ref, code="", name="VGX"):
    return KnownName(ref, EntityKind.ORGANIZATION, name, f"{ref} {name}", country_code=code)


SUDANESE, FRENCH, WORLDWIDE = an_organization("s", "SD"), an_organization("f", "FR"), an_organization("w")


@pytest.mark.parametrize(
    ("known", "countries", "nearby", "in_full", "refs"),
    [
        ([SUDANESE, WORLDWIDE], {"SD"}, (), (), ("s",)),
        ([SUDANESE, WORLDWIDE], {"FR"}, {"SD"}, (), ("s",)),
        ([SUDANESE, WORLDWIDE], {"FR"}, (), (), ("w",)),
        ([SUDANESE, WORLDWIDE], {"SD"}, (), {"w"}, ("w",)),
        ([SUDANESE, FRENCH], {"SD", "FR"}, (), (), ("f", "s")),
        ([SUDANESE, FRENCH], (), (), (), ("f", "s")),
        ([SUDANESE], {"FR"}, (), (), ("s",)),
    ],
    ids=[
        "its country is in the story", "a place of its country is", "the one of no country", "named in full",
        "both countries", "neither country", "a name of its own",
    ],
)  # fmt: skip
def test_the_story_decides_between_organizations(known, countries, nearby, in_full, refs):
    assert entity_linking.choose_entity(known, (countries, nearby), in_full).refs == refs


@pytest.mark.parametrize(
    ("name", "countries", "resolution"),
    [
        ("Labour Party", {"GB"}, Resolution.ONE),
        ("Labour Party", {"IL"}, Resolution.NONE),
        ("Labour Party", (), Resolution.ONE),
        ("Home Office", {"IL"}, Resolution.NONE),
        ("Brenwick Office", {"IL"}, Resolution.ONE),
    ],
    ids=["its own country", "another country", "no country", "an office of many countries", "a name that no other has"],
)
def test_an_institution_of_many_countries_is_linked_only_at_home(name, countries, resolution):
    known = an_organization("x", "GB", name)
    assert entity_linking.choose_entity([known], (countries, ()), ()).resolution == resolution


def test_the_choice_says_why():
    choice = entity_linking.choose_entity([SUDANESE, WORLDWIDE], ({"SD"}, ()), ())
    assert choice.rule == "its country is in the story"
