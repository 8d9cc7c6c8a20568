"""A surname that several people of a text bear names none of them for certain, in whatever order they come."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.extraction import pipeline
from articles.extraction.findings import Document, KnownName
from articles.vocabulary import BlockRole, EntityKind, Resolution
from benchmarks.memory_gazetteer import MemoryGazetteer
from tests.extraction.known import GAZETTEER
from tests.thoroughness import examples

pytestmark = pytest.mark.model

GIVEN = ("Maria", "Peter", "Anna", "Michael", "Omar", "Daniel")
SURNAMES = ("Zarnik", "Brandt", "al-Khatib")
SENTENCES = (
    "{full} arrived in Damascus on Monday.",
    "{full} met the ministers on Tuesday.",
    "The talks with {full} went on for a week.",
    "President {full} left the capital.",
    "{full}, the foreign minister, stayed at home.",
)
SPEECH = ("{bare} said: “The war is over and we know it.”", "“The war is over and we know it,” {bare} said.")


def person(ref, name):
    return KnownName(ref, EntityKind.PERSON, name, name)


KNOWN = (person("bashar", "Bashar al-Assad"), person("maher", "Maher al-Assad"), person("asma", "Asma al-Assad"))


def read(*paragraphs, known=(), headline=""):
    blocks = tuple((BlockRole.PARAGRAPH, paragraph) for paragraph in paragraphs)
    gazetteer = MemoryGazetteer(known) if known else GAZETTEER
    return pipeline.find(Document(blocks, headline), gazetteer)


def bare(found, surname):
    return [mention for mention in found.mentions if mention.text == surname]


@st.composite
def texts(draw):
    """A text of two people with one surname: their sentences in any order, a quotation of the bare surname among them."""
    surname = draw(st.sampled_from(SURNAMES))
    one, other = draw(st.lists(st.sampled_from(GIVEN), min_size=2, max_size=2, unique=True))
    sentences = [
        f"{draw(st.sampled_from(SENTENCES))}".replace("{full}", f"{{{who}}} {surname}") for who in ("one", "other")
    ]
    further = draw(st.lists(st.sampled_from(("{one}", "{other}")), max_size=2))
    sentences += [SENTENCES[1].replace("{full}", f"{who} {surname}") for who in further]
    short = surname.removeprefix("al-")
    sentences.append(
        draw(st.sampled_from(SPEECH)).replace("{bare}", draw(st.sampled_from((short, f"President {short}"))))
    )
    return short, one, other, draw(st.permutations(sentences))


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts())
def test_two_bearers_change_places_with_their_names_and_neither_is_certain(language_model, text):
    short, one, other, sentences = text
    here = read(*(sentence.format(one=one, other=other) for sentence in sentences))
    there = read(*(sentence.format(one=other, other=one) for sentence in sentences))
    for found in (here, there):
        assert all(mention.shares_surname and mention.confidence <= 0.7 for mention in bare(found, short))
        assert [quotation.inferred for quotation in found.quotations] == [True]
    swapped = {one: other, other: one}
    meant = [mention.name.split()[0] for mention in bare(here, short)]
    assert [swapped.get(name, name) for name in meant] == [mention.name.split()[0] for mention in bare(there, short)]


def test_a_bare_surname_of_two_known_people_is_one_of_both(language_model):
    found = read("Bashar al-Assad and his brother Maher al-Assad came. Assad said: “The war is over.”", known=KNOWN)
    (mention,) = bare(found, "Assad")
    assert (mention.resolution, set(mention.candidates)) == (Resolution.SEVERAL, {"bashar", "maher"})
    (quotation,) = found.quotations
    assert (quotation.speaker, quotation.inferred) == ("Assad", True)


def test_a_known_bearer_is_not_taken_for_the_other_whom_nobody_knows(language_model):
    found = read("Bashar al-Assad and his brother Maher al-Assad came. Assad left.", known=KNOWN[:1])
    (mention,) = bare(found, "Assad")
    assert (mention.resolution, mention.name) == (Resolution.NONE, "Assad")


def test_the_bearer_whom_the_text_calls_by_surname_and_title_is_meant(language_model):
    found = read(
        "Maher al-Assad and his brother President Bashar al-Assad came.",
        "President Assad spoke.",
        "Assad said: “The war is over.”",
        known=KNOWN,
    )
    assert {mention.name for mention in bare(found, "Assad")} == {"Bashar al-Assad"}
    (quotation,) = found.quotations
    assert (quotation.speaker, quotation.inferred) == ("Bashar al-Assad", True)


def test_a_title_that_both_bear_decides_nothing(language_model):
    found = read("President Bashar al-Assad followed President Hafez al-Assad.", "President Assad spoke.")
    assert [mention.name for mention in bare(found, "Assad")] == ["Assad"]


def test_a_form_of_address_decides_where_it_fits_one(language_model):
    found = read(
        "Bashar al-Assad came with Asma al-Assad.", "Mrs. Assad said: “We are going home tonight.”", known=KNOWN
    )
    assert [quotation.speaker for quotation in found.quotations] == ["Asma al-Assad"]


def test_a_form_of_address_that_fits_both_decides_nothing(language_model):
    found = read("Bashar al-Assad came with Maher al-Assad.", "Mr. Assad left.", known=KNOWN)
    assert [mention.name for mention in bare(found, "Assad")] == ["Assad"]


@pytest.mark.parametrize(
    "line",
    [
        "Bill and Hillary Clinton came to the capital.",
        "Kim Jong-un met Kim Yo-jong in Pyongyang.",
        "Donald Trump came with Donald Trump Jr. on Monday.",
    ],
)
def test_families_are_seen(language_model, line):
    surname = next(name for name in ("Clinton", "Kim", "Trump") if name in line)
    found = read(line, f"{surname} said: “We are here for the long run.”")
    assert all(mention.shares_surname for mention in bare(found, surname))
    assert [quotation.inferred for quotation in found.quotations] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "Hillary Clinton, also known as Hillary Rodham Clinton, came.",
        "Vladimir V. Putin came. Vladimir Putin spoke.",
        "Clarence Thomas and Hillary Clinton came. Putin was not there.",
        "President Bashar al-Assad came. Bashar Hafez al-Assad was tired.",
    ],
)
def test_two_spellings_of_one_person_are_one_bearer(language_model, line):
    surname = next(name for name in ("Clinton", "Assad", "Putin") if name in line)
    found = read(line, f"{surname} said: “We are here for the long run.”")
    assert not any(mention.shares_surname for mention in found.mentions)
    assert [quotation.inferred for quotation in found.quotations] == [False]


def test_a_country_that_is_the_surname_of_two_is_neither(language_model):
    found = read("Michael Jordan and Vernon Jordan came to the show.", "Mr. Jordan said little.")
    assert all(mention.name == "Jordan" for mention in bare(found, "Jordan"))
