from __future__ import annotations

import pytest

from articles.extraction.names import name_kinds
from articles.vocabulary import EntityKind

PERSON, ORGANIZATION, PLACE = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Brenwick Brigade", ORGANIZATION),
        ("9th Armoured Division", ORGANIZATION),
        ("Ministry of Interior", ORGANIZATION),
        ("Bank of Brenwick", ORGANIZATION),
        ("Brenwick Oblast", PLACE),
        ("Port Brenwick", PLACE),
        ("White Nile State", PLACE),
        ("Islamic State", None),
        ("Soviet Union", None),
        ("Jens Brandt", None),
        ("Army", None),
    ],
)
def test_the_words_of_a_name_tell_its_kind(name, kind):
    assert name_kinds.kind_by_words(name) == kind


@pytest.mark.parametrize(
    ("name", "is_thing"),
    [
        ("Operation Silver Heron", True),
        ("Brenwick Accord", True),
        ("Kh-101", True),
        ("F-35 Lightning II", True),
        ("Type 26", True),
        ("Creutzfeldt-Jakob Disease", True),
        ("M23", False),
        ("Brenwick Brigade", False),
        ("101st Airborne Division", False),
    ],
)
def test_weapons_operations_and_agreements_are_things(name, is_thing):
    assert name_kinds.is_thing(name) == is_thing


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He flew to a town in Zarnik.", PLACE),
        ("said the mineral water firm Zarnik.", ORGANIZATION),
        ("The Zarnik newspaper said so.", ORGANIZATION),
        ("a friend, Zarnik, 45, a farmer", PERSON),
        ("Foreign Minister Zarnik left.", PERSON),
        ("the steelmaker Zarnik", ORGANIZATION),
        ("Zarnik fighters took the bridge.", ORGANIZATION),
        ("Zarnik, the cloud software company, grew.", ORGANIZATION),
        ("A man, 34, of Zarnik, is held.", PLACE),
        ("a port in Russian-occupied Zarnik", PLACE),
    ],
)
def test_the_words_around_a_name_tell_its_kind(text, kind):
    start = text.index("Zarnik")
    votes = name_kinds.votes_of_context(text, start, start + len("Zarnik"))
    assert max(votes, key=lambda one: votes[one]) == kind


def test_in_before_an_owner_speaks_for_no_place():
    text = "what I saw in Zarnik's film"
    assert not name_kinds.votes_of_context(text, text.index("Zarnik"), text.index("Zarnik") + len("Zarnik"))


@pytest.mark.parametrize(
    ("text", "is_arms"),
    [("Patriot interceptors", True), ("Kalibr cruise missiles", True), ("Patriot voters", False), ("Patriot", False)],
)
def test_a_word_before_weapons_is_their_name(text, is_arms):
    assert name_kinds.is_arms(text, 0, len(text.split(" ", maxsplit=1)[0])) == is_arms


@pytest.mark.parametrize(
    ("name", "votes"),
    [("Irina Zarnik", {PERSON}), ("Sun Zarniks", set()), ("Irina", set()), ("Irina Group", {ORGANIZATION})],
    ids=["a given name", "a word too", "alone", "a company"],
)
def test_a_given_name_speaks_for_a_person(name, votes):
    assert set(name_kinds.votes_of_name(name)) == votes
