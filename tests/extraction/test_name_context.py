"""What the context of a name decides: its kind, its full form, its entity, a role, and what a story is about."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model

OLGA, IVAN, KARL = "Olga Zarnik", "Ivan Zarnik", "Karl Jordan"
AGENCY = "Brenwick Relief Agency"
FRANCE, LEBANON, LIBYA, CANADA = "geonames:3017382", "geonames:272103", "geonames:2215636", "geonames:6251999"


def person(text, name=None):
    return text, "person", name or text


def place(text):
    return text, "place", text


def organization(text, name=None):
    return text, "organization", name or text


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (f"{OLGA} arrived in Mosul.", "Zarnik left.", [person(OLGA), place("Mosul"), person("Zarnik", OLGA)]),
        (f"{OLGA} arrived in Mosul.", "Olga left.", [person(OLGA), place("Mosul"), person("Olga", OLGA)]),
        (
            f"The {AGENCY} (BRA) met.",
            "The BRA left.",
            [organization(AGENCY), organization("BRA", AGENCY), organization("BRA", AGENCY)],
        ),
        (f"{OLGA} and {IVAN} arrived.", "Zarnik left.", [person(OLGA), person(IVAN), person("Zarnik")]),
        (
            f"President {OLGA} met {IVAN}.",
            "President Zarnik left.",
            [person(OLGA), person(IVAN), person("Zarnik", OLGA)],
        ),
        (f"{OLGA} arrived.", "The Zarnik bridge fell.", [person(OLGA)]),
        (f"{KARL} spoke to reporters.", "Mr. Jordan left the hall.", [person(KARL), person("Jordan", KARL)]),
        (f"{KARL} spoke to reporters.", "He flew to Jordan.", [person(KARL), place("Jordan")]),
        ("Jordan sent tents.", "Jordan left the talks.", [place("Jordan"), place("Jordan")]),
    ],
    ids=[
        "surname",
        "given name",
        "acronym",
        "surname of two people",
        "title decides between two people",
        "name of a thing",
        "surname that is also a country",
        "country that is also a surname",
        "country without a namesake",
    ],
)
def test_a_short_form_means_the_full_name_before_it(find, first, second, expected):
    found = find(first, second).mentions
    assert [(mention.text, str(mention.kind.value), mention.name) for mention in found] == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("Paris, France", [("Paris", "one", ("geonames:2988507",)), ("France", "one", (FRANCE,))]),
        ("Tripoli, Lebanon", [("Tripoli", "one", ("geonames:266826",)), ("Lebanon", "one", (LEBANON,))]),
        ("Tripoli, Libya", [("Tripoli", "one", ("geonames:2210247",)), ("Libya", "one", (LIBYA,))]),
        ("Springfield", [("Springfield", "several", ("geonames:2", "geonames:3"))]),
        ("Springfield, Canada", [("Springfield", "one", ("geonames:3",)), ("Canada", "one", (CANADA,))]),
        ("Geneva, France", [("Geneva", "one", ("geonames:7",)), ("France", "one", (FRANCE,))]),
        ("Nice", [("Nice", "one", ("geonames:2990440",))]),
        ("Brenwick", [("Brenwick", "none", ())]),
    ],
)
def test_a_country_after_a_place_decides_between_namesakes(find, where, expected):
    found = find(f"He lives in {where}.").mentions
    assert [(mention.text, mention.resolution.value, mention.candidates) for mention in found] == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (f"Canadian Defense Minister {OLGA}", [(OLGA, "Canadian Defense Minister", "Canada")]),
        (f"{OLGA}, the mayor of Mosul,", [(OLGA, "mayor of Mosul", "Mosul")]),
        (f"{OLGA}, a spokeswoman for NATO,", [(OLGA, "spokeswoman for NATO", "NATO")]),
        ("NATO Secretary-General Ivan Kern", [("Ivan Kern", "NATO Secretary-General", "NATO")]),
        ("Former German President Ivan Kern", [("Ivan Kern", "Former German President", "Germany")]),
        ("Col. Ivan Kern", []),
        ("Ivan Kern, the general's brother,", []),
        ("Mr Ivan Kern", []),
    ],
)
def test_a_role_is_read_beside_a_name(find, subject, expected):
    found = find(f"{subject} left.").roles
    assert [(role.person, role.role, role.organization) for role in found] == expected


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("NATO sends aid to Iraq", "NATO will send aid. Iraq thanked NATO.", ("NATO", "Iraq")),
        ("A quiet day", "Canada met Germany. Canada left.", ("Canada", "Germany")),
        ("A quiet day", "Nobody came.", ()),
    ],
    ids=["named in the headline", "repeated", "nothing"],
)
def test_a_story_is_about_the_names_in_its_headline_and_those_it_repeats(find, headline, text, expected):
    assert find(text, headline=headline).about == expected
