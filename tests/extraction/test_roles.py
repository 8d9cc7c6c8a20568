from __future__ import annotations

import pytest

from articles.extraction.names import person_titles


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("US Secretary of Defense Ash Carter", "US Secretary of Defense"),
        ("said Canadian Defense Minister Ash Carter", "Canadian Defense Minister"),
        ("On Monday President Ash Carter", "President"),
        ("the UN Special Envoy for Syria Ash Carter", "UN Special Envoy for Syria"),
        ("He met Ash Carter", ""),
        ("the minister met Ash Carter", ""),
        ("He spoke in New York. President Ash Carter", "President"),
        ("They fought Daesh. NATO Secretary General Ash Carter", "NATO Secretary General"),
        ("He ran inside Russia. Kremlin spokesman Ash Carter", "Kremlin spokesman"),
        ("On 3 March US President Ash Carter", "US President"),
        ("In May President Ash Carter", "President"),
        ("U.S. Secretary of State Ash Carter", "U.S. Secretary of State"),
        ("the U.S. Army chief Gen. Ash Carter", "U.S. Army chief Gen."),
        ("the St. Petersburg governor Ash Carter", "St. Petersburg governor"),
        ("It fell. Its leader Ash Carter", "leader"),
        ("a former adviser to US President Ash Carter", "US President"),
        ("Both President Ash Carter", "President"),
        ("the adviser to the Treasury Ash Carter", "adviser to the Treasury"),
        ("It met the president. Ash Carter", ""),
    ],
)
def test_it_reads_the_role_before_a_name(text, role):
    span = person_titles.title_before(text, text.index("Ash Carter"))
    assert (text[slice(*span)] if span else "") == role


@pytest.mark.parametrize(
    ("rest", "role"),
    [
        (", a spokesman for the ministry, said", "a spokesman for the ministry"),
        (", the Iraqi prime minister, left", "the Iraqi prime minister"),
        (", who was there, left", ""),
        (", who is also the head of the agency, left", "the head of the agency"),
        (", who succeeded him as minister, left", ""),
        (" said that the minister left", ""),
    ],
)
def test_it_reads_the_role_after_a_name(rest, role):
    span = person_titles.title_after("Ash Carter" + rest, len("Ash Carter"))
    assert (("Ash Carter" + rest)[slice(*span)] if span else "") == role


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Defense Secretary Ash Carter", "Ash Carter"),
        ("Mr. Obama", "Obama"),
        ("King Salman", "Salman"),
        ("Kingsley Salman", "Kingsley Salman"),
        ("Ash Carter", "Ash Carter"),
    ],
)
def test_titles_are_trimmed_from_names(name, rest):
    assert name[person_titles.leading_title_length(name) :] == rest


@pytest.mark.model
def test_a_role_knows_whose_it_is(find):
    found = find("Canadian Defense Minister Harjit Singh Sajjan met Jens Brandt, a spokesman for NATO, on Monday.")
    assert [(role.person, role.role, role.organization) for role in found.roles] == [
        ("Harjit Singh Sajjan", "Canadian Defense Minister", "Canada"),
        ("Jens Brandt", "spokesman for NATO", "NATO"),
    ]


@pytest.mark.parametrize(
    ("role", "office"),
    [
        ("Colonel", ""),
        ("Lt. Gen.", ""),
        ("US Marine Maj. Gen.", ""),
        ("US Army chief Gen.", "US Army chief"),
        ("deputy commander Brigadier General", "deputy commander"),
        ("NATO Secretary General", "NATO Secretary General"),
        ("Attorney General", "Attorney General"),
        ("Chief of the General Staff", "Chief of the General Staff"),
    ],
)
def test_a_rank_is_no_office(role, office):
    assert person_titles.office_of(role) == office


@pytest.mark.model
def test_an_officer_has_a_title_and_no_role(find):
    found = find("Colonel Jens Brandt spoke in Baghdad on Monday.")
    assert [mention.title for mention in found.mentions if mention.name == "Jens Brandt"] == ["Colonel"]
    assert not found.roles


@pytest.mark.model
def test_a_bare_title_is_a_role_in_no_country(find):
    found = find("Prime Minister Jens al-Brandt spoke in Baghdad on Monday.")
    assert [(role.person, role.role, role.organization) for role in found.roles] == [
        ("Jens al-Brandt", "Prime Minister", "")
    ]
