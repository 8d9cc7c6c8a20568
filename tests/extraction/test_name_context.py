"""What the words around names say: which place, which person, which short form."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def names(find, *paragraphs):
    return [(mention.text, str(mention.kind.value), mention.name) for mention in find(*paragraphs).mentions]


def roles(find, text):
    return [(role.person, role.role, role.organization) for role in find(text).roles]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "Olga Zarnik arrived in Mosul.",
            "Zarnik left at noon.",
            [
                ("Olga Zarnik", "person", "Olga Zarnik"),
                ("Mosul", "place", "Mosul"),
                ("Zarnik", "person", "Olga Zarnik"),
            ],
        ),
        (
            "Olga Zarnik arrived in Mosul.",
            "Olga left at noon.",
            [("Olga Zarnik", "person", "Olga Zarnik"), ("Mosul", "place", "Mosul"), ("Olga", "person", "Olga Zarnik")],
        ),
        (
            "The Brenwick Relief Agency (BRA) met.",
            "The BRA left.",
            [
                ("Brenwick Relief Agency", "organization", "Brenwick Relief Agency"),
                ("BRA", "organization", "Brenwick Relief Agency"),
                ("BRA", "organization", "Brenwick Relief Agency"),
            ],
        ),
        (
            "Olga Zarnik and Ivan Zarnik arrived.",
            "Zarnik left at noon.",
            [
                ("Olga Zarnik", "person", "Olga Zarnik"),
                ("Ivan Zarnik", "person", "Ivan Zarnik"),
                ("Zarnik", "person", "Zarnik"),
            ],
        ),
        (
            "President Olga Zarnik met Ivan Zarnik.",
            "President Zarnik left at noon.",
            [
                ("Olga Zarnik", "person", "Olga Zarnik"),
                ("Ivan Zarnik", "person", "Ivan Zarnik"),
                ("Zarnik", "person", "Olga Zarnik"),
            ],
        ),
        ("Olga Zarnik arrived.", "The Zarnik bridge fell.", [("Olga Zarnik", "person", "Olga Zarnik")]),
    ],
)
def test_short_forms_mean_full_names(find, first, second, expected):
    assert names(find, first, second) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "Karl Jordan spoke to reporters.",
            "Mr. Jordan left the hall.",
            [("Karl Jordan", "person", "Karl Jordan"), ("Jordan", "person", "Karl Jordan")],
        ),
        (
            "Karl Jordan spoke to reporters.",
            "He flew to Jordan.",
            [("Karl Jordan", "person", "Karl Jordan"), ("Jordan", "place", "Jordan")],
        ),
        (
            "Jordan sent tents.",
            "Jordan left the talks.",
            [("Jordan", "place", "Jordan"), ("Jordan", "place", "Jordan")],
        ),
    ],
)
def test_a_country_may_be_a_surname(find, first, second, expected):
    assert names(find, first, second) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He lives in Paris, France.",
            [("Paris", "one", ("geonames:2988507",)), ("France", "one", ("geonames:3017382",))],
        ),
        (
            "He lives in Tripoli, Lebanon.",
            [("Tripoli", "one", ("geonames:266826",)), ("Lebanon", "one", ("geonames:272103",))],
        ),
        (
            "He lives in Tripoli, Libya.",
            [("Tripoli", "one", ("geonames:2210247",)), ("Libya", "one", ("geonames:2215636",))],
        ),
        ("He lives in Springfield.", [("Springfield", "several", ("geonames:2", "geonames:3"))]),
        (
            "He lives in Springfield, Canada.",
            [("Springfield", "one", ("geonames:3",)), ("Canada", "one", ("geonames:6251999",))],
        ),
        ("He lives in Geneva, France.", [("Geneva", "one", ("geonames:7",)), ("France", "one", ("geonames:3017382",))]),
        ("They met in Nice.", [("Nice", "one", ("geonames:2990440",))]),
        ("They met in Brenwick.", [("Brenwick", "none", ())]),
    ],
)
def test_what_is_beside_a_place_tells_which_it_is(find, text, expected):
    assert [(m.text, m.resolution.value, m.candidates) for m in find(text).mentions] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canadian Defense Minister Olga Zarnik left.", [("Olga Zarnik", "Canadian Defense Minister", "Canada")]),
        ("Olga Zarnik, the mayor of Mosul, left.", [("Olga Zarnik", "mayor of Mosul", "Mosul")]),
        ("Olga Zarnik, a spokeswoman for NATO, left.", [("Olga Zarnik", "spokeswoman for NATO", "NATO")]),
        ("Col. Ivan Kern left.", []),
        ("Ivan Kern, the general's brother, left.", []),
        ("Mr Ivan Kern left.", []),
        ("NATO Secretary-General Ivan Kern left.", [("Ivan Kern", "NATO Secretary-General", "NATO")]),
        ("Former German President Ivan Kern left.", [("Ivan Kern", "Former German President", "Germany")]),
    ],
)
def test_a_role_is_printed_beside_a_person(find, text, expected):
    assert roles(find, text) == expected


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("NATO sends aid to Iraq", "NATO will send aid. Iraq thanked NATO.", ("NATO", "Iraq")),
        ("A quiet day", "Canada met Germany. Canada left.", ("Canada", "Germany")),
        ("A quiet day", "Nobody came.", ()),
    ],
)
def test_a_story_is_about_its_headline_and_what_it_repeats(find, headline, text, expected):
    assert find(text, headline=headline).about == expected
