from __future__ import annotations

from itertools import pairwise

import pytest

from articles.vocabulary import HEADLINE_BLOCK, BlockRole, EntityKind, Resolution

pytestmark = pytest.mark.model


def named(findings, text):
    return [mention for mention in findings.mentions if mention.text == text]


def test_a_bare_surname_means_the_person_named_before_it(find):
    found = find("Defense Secretary Ash Carter spoke on Monday.", "Carter said that the talks would go on.")
    assert [mention.name for mention in named(found, "Carter")] == ["Ash Carter"]


def test_another_given_name_before_a_surname_is_another_person(find):
    found = find("Ash Carter spoke on Monday.", "His cousin Rosalynn Carter was not there.")
    assert not named(found, "Carter")


def test_the_last_part_of_a_long_name_is_enough(find):
    found = find(
        "Canadian Defense Minister Harjit Singh Sajjan arrived.", "Sajjan said little.", "Singh Sajjan then left."
    )
    assert [m.name for m in found.mentions if m.kind == EntityKind.PERSON] == ["Harjit Singh Sajjan"] * 3


def test_a_headline_knows_the_surname_of_a_person_named_in_the_text(find):
    found = find(
        "US Secretary of State John Kerry met ministers in Baghdad.", headline="Kerry Urges Allies to Share More"
    )
    assert [(m.block, m.name) for m in named(found, "Kerry")] == [(HEADLINE_BLOCK, "John Kerry")]


def test_a_title_is_not_part_of_the_name(find):
    mention = named(find("At the meeting, US Secretary of Defense Ash Carter spoke."), "Ash Carter")[0]
    assert mention.title == "US Secretary of Defense"


def test_the_aliases_of_a_group_are_one_thing(find):
    found = find("The Islamic State, also called ISIL or Daesh, lost ground. IS has held the city for two years.")
    groups = [mention for mention in found.mentions if mention.kind == EntityKind.ORGANIZATION]
    assert {mention.text for mention in groups} == {"Islamic State", "ISIL", "Daesh", "IS"}
    assert {(mention.name, mention.candidates) for mention in groups} == {("Islamic State", ("entity:1",))}


def test_letters_in_brackets_stand_for_the_name_before_them(find):
    found = find("The Syrian Democratic Forces (SDF) advanced.", "The SDF said it had taken the village.")
    assert {mention.name for mention in named(found, "SDF")} == {"Syrian Democratic Forces"}


@pytest.mark.parametrize(
    ("text", "is_city"),
    [
        ("The carrier sailed following the Nice attack last week.", True),
        ("He travelled to Nice on Monday.", True),
        ("Nice weather greeted the troops on Monday.", False),
        ("It was a nice day for the troops.", False),
    ],
    ids=["the attack", "to Nice", "the adjective", "in small letters"],
)
def test_nice_is_a_city_only_where_it_is_a_name(find, text, is_city):
    assert bool(named(find(text), "Nice")) == is_city


@pytest.mark.parametrize(
    "text",
    [
        "France sent the Charles de Gaulle aircraft carrier to the Gulf.",
        "The aircraft carrier Charles de Gaulle left port.",
        "The USS Harry S. Truman entered the Gulf.",
    ],
)
def test_a_ship_named_after_a_person_is_not_that_person(find, text):
    assert not [mention for mention in find(text).mentions if mention.kind == EntityKind.PERSON]


def test_the_person_a_ship_is_named_after_is_still_a_person(find):
    found = find("Charles de Gaulle returned to Paris in 1944.")
    assert [mention.text for mention in found.mentions if mention.kind == EntityKind.PERSON] == ["Charles de Gaulle"]


def test_a_demonym_is_no_mention_of_its_country(find):
    assert not find("Iraqi and Canadian soldiers met French officers.").mentions


def test_a_place_is_chosen_by_the_country_that_the_story_names(find):
    mention = named(find("In Lebanon, shops were closed.", "The army was out in Tripoli on Friday."), "Tripoli")[0]
    assert (mention.resolution, mention.candidates) == (Resolution.ONE, ("geonames:266826",))


def test_a_person_whom_nobody_knows_is_proposed_with_the_full_name(find):
    found = find("Maria Kovalenko, a nurse from Kyiv, fled on Monday.", "Kovalenko said she would return.")
    people = [mention for mention in found.mentions if mention.kind == EntityKind.PERSON]
    assert [(m.name, m.resolution, m.candidates) for m in people] == [("Maria Kovalenko", Resolution.NONE, ())] * 2


def test_mentions_lie_where_they_say_and_never_overlap(find):
    paragraphs = (
        "The US-led coalition's planes flew from Turkey.",
        "“Mosul, Iraq, is next,” Ash Carter told NATO's ministers in Paris.",
    )
    mentions = find(*paragraphs).mentions
    assert all(paragraphs[m.block][m.start : m.end] == m.text for m in mentions)
    assert all(a.block != b.block or a.end <= b.start for a, b in pairwise(mentions))


def test_another_language_gets_only_known_names_and_says_so(find):
    text = "Le président a déclaré mercredi que les soldats français quitteraient bientôt la ville de Mosul avec leurs alliés."
    found = find(text)
    assert [mention.text for mention in found.mentions] == ["Mosul"]
    assert not found.quotations
    assert "The text is in French" in found.problems[0]


def test_the_headline_and_the_opening_tell_what_a_story_is_about(find):
    found = find(
        "NATO will train forces in Iraq.",
        "Ash Carter agreed.",
        "Canada did not.",
        headline="NATO to train forces in Iraq",
    )
    assert set(found.about) == {"NATO", "Iraq"}


def test_a_strange_first_word_that_the_model_knows_for_a_name_is_one(find):
    assert [m.start for m in named(find("Mosul, in northern Iraq, is a large city."), "Mosul")] == [0]


def test_sentences_are_given_for_each_block_of_the_body(find):
    found = find("One. Two.", (BlockRole.HEADING, "A heading"), headline="A headline")
    assert [len(spans) for spans in found.sentences] == [2, 1]


def test_a_word_after_in_is_a_place_even_where_the_model_sees_a_person(find):
    found = find("Fighters held out in Baghuz for weeks.", "Baghuz fell in March. Life in Baghuz was hard.")
    assert {mention.kind for mention in named(found, "Baghuz")} == {EntityKind.PLACE}


def test_a_known_place_is_one_though_the_model_sees_a_person(find):
    found = find("Troops took Qayyarah and moved on.")
    assert [mention.kind for mention in named(found, "Qayyarah")] == [EntityKind.PLACE]


def test_a_person_called_like_a_known_town_stays_a_person(find):
    found = find("Mayor Hassan Qayyarah spoke on Monday.", "Qayyarah said that the talks would go on.")
    assert {mention.kind for mention in found.mentions} == {EntityKind.PERSON}


@pytest.mark.parametrize("name", ["al-Qaeda", "Government of National Accord", "US-led coalition"])
def test_a_known_name_stands_though_it_looks_like_none(find, name):
    assert [mention.text for mention in find(f"He spoke of {name} and its branch on Monday.").mentions] == [name]


def test_an_agreement_that_nobody_knows_is_no_organization(find):
    assert not find("They signed the Brenwick Accord on Monday.").mentions


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Shells fell on Bajaur, Iraq, and on Mosul on Monday.", "Bajaur", EntityKind.PLACE),
        ("Planes struck Mosul and Maskanah on Monday.", "Maskanah", EntityKind.PLACE),
        ("Peshmerga and Wazalendo fighters met there on Monday.", "Wazalendo", EntityKind.ORGANIZATION),
    ],
    ids=["a town in a country", "two places", "two groups"],
)
def test_an_unknown_name_is_of_the_kind_of_the_known_one_beside_it(find, text, name, kind):
    assert {mention.kind for mention in named(find(text), name)} <= {kind}


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Jens Zarnik; Editing by Maria Kovalenko)",
        "Additional reporting by Jens Zarnik and Maria Kovalenko in Baghdad",
        "By Jens Zarnik and Maria Kovalenko",
    ],
)
def test_the_credits_of_a_story_name_people(find, line):
    found = find("The fighters left the city on Monday, officials said.", line)
    people = {mention.text for mention in found.mentions if mention.kind == EntityKind.PERSON}
    assert people == {"Jens Zarnik", "Maria Kovalenko"}


def test_a_full_name_is_seen_by_its_given_name(find):
    found = find("Officials said on Monday that Prasad Zarnik, another engineer, had left.")
    assert [(mention.text, mention.kind) for mention in found.mentions] == [("Prasad Zarnik", EntityKind.PERSON)]


@pytest.mark.parametrize("text", ["A Turk and a Kazakh met.", "The Chechens left on Monday.", "He met three Uzbeks."])
def test_a_word_for_people_is_no_name(find, text):
    assert not find(f"{text} The officials said that the talks would go on.").mentions


def test_a_bare_given_name_means_the_one_person_named_with_it(find):
    found = find("Singer Tamsin Loxley lost her dog in Leeds.", "Tamsin said that the dog was two years old.")
    assert [mention.name for mention in named(found, "Tamsin")] == ["Tamsin Loxley"]


def test_a_given_name_of_two_people_means_neither(find):
    found = find("Anna Zarnik met Anna Veldhuis in Leeds.", "Anna said that the talks would go on.")
    assert {mention.name for mention in named(found, "Anna")} <= {"Anna"}


def test_a_word_that_is_a_given_name_too_stays_a_word(find):
    found = find("Grace Zarnik lives in Leeds.", "Grace under pressure is rare.", "Will Zarnik come? Will he stay?")
    assert not named(found, "Will")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Prosecutor Fiona Zarnik QC said that he was guilty.", "Fiona Zarnik"),
        ("The driver was arrested, Superintendent Simon Zarnik said.", "Simon Zarnik"),
        ("Her mother, Mum Debbie Zarnik, wept.", "Debbie Zarnik"),
    ],
    ids=["letters behind", "a rank", "family"],
)
def test_ranks_and_letters_are_no_part_of_a_name(find, text, name):
    assert named(find(text), name)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Voters left the Labour Party in large numbers.", "Labour Party", EntityKind.ORGANIZATION),
        ("He was to speak at the U.N. General Assembly on Monday.", "U.N. General Assembly", EntityKind.ORGANIZATION),
        ("She spent 19 years in the U.S. Marine Corps and left.", "U.S. Marine Corps", EntityKind.ORGANIZATION),
        ("Troops withdrew from the West Bank on Monday.", "West Bank", EntityKind.PLACE),
        ("The decision was welcomed by King Zarnik on Monday.", "Zarnik", EntityKind.PERSON),
        ("But Mr Zarnik hit back.", "Zarnik", EntityKind.PERSON),
        ("Voters in Vermont Bernie Zarnik won over stayed.", "Bernie Zarnik", EntityKind.PERSON),
    ],
    ids=["party", "of the UN", "of the US", "no bank", "king", "Mr", "after a state"],
)
def test_a_name_has_its_own_words_and_kind(find, text, name, kind):
    assert [mention.kind for mention in named(find(text), name)] == [kind]


def test_letters_after_a_common_word_are_not_the_agency_in_a_dateline(find):
    found = find("DES MOINES, Iowa (AP) — The senator spoke on Monday.")
    assert [mention.kind for mention in named(found, "AP")] == [EntityKind.ORGANIZATION]
