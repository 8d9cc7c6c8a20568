"""Titles and roles beside names, with words that only look like them."""

from __future__ import annotations

import pytest

from articles.extraction.names import person_titles


def before(text):
    span = person_titles.title_before(text, text.index("Zarnik"))
    return text[slice(*span)] if span else None


def after(text):
    span = person_titles.title_after(text, text.index("Zarnik") + len("Zarnik"))
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Zarnik", "President"),
        ("Borovian President Zarnik", "Borovian President"),
        ("former Defence Minister Zarnik", "former Defence Minister"),
        ("the minister of health Zarnik", "minister of health"),
        ("Minister of Health Zarnik", "Minister of Health"),
        ("Gen. Zarnik", "Gen."),
        ("Lt. Gen. Zarnik", "Lt. Gen."),
        ("Secretary-General Zarnik", "Secretary-General"),
        ("a spokesman for the Borovian Navy Zarnik", "spokesman for the Borovian Navy"),
        ("Deputy Prime Minister Zarnik", "Deputy Prime Minister"),
        ("He met Mayor Zarnik", "Mayor"),
        ("On Monday President Zarnik", "President"),
        ("The analyst Zarnik", "analyst"),
        ("Chief of Staff Zarnik", "Chief of Staff"),
        ("CEO Zarnik", "CEO"),
        ("opposition leader Zarnik", "opposition leader"),
        ("U.S. Senator Zarnik", "U.S. Senator"),
        ("army chief Zarnik", "army chief"),
        ("Justice Minister Dr. Zarnik", "Justice Minister"),
        ("Crown Prince Zarnik", "Crown Prince"),
        ("reporter Zarnik", "reporter"),
        ("driver Zarnik", "driver"),
    ],
)
def test_a_title_before_a_name_is_found(text, expected):
    assert before(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said Zarnik", None),
        ("the river Zarnik", None),
        ("In Zarnik", None),
        ("president. Zarnik", None),
        ("the general store in Zarnik", None),
        ("Mr Zarnik", None),
        ("her brother Zarnik", None),
        ("heading Zarnik", None),
        ("presidential Zarnik", None),
        ("the judges of Zarnik", None),
    ],
)
def test_other_words_before_a_name_are_no_title(text, expected):
    assert before(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zarnik, the president of Borovia, said", "the president of Borovia"),
        ("Zarnik, an analyst at the Brenwick Institute, said", "an analyst at the Brenwick Institute"),
        ("Zarnik, who is the mayor, left", "the mayor"),
        ("Zarnik, now ambassador to Norland, left", "ambassador to Norland"),
        ("Zarnik, a lawyer for the family.", "a lawyer for the family"),
        ("Zarnik, head of the port,", "head of the port"),
        ("Zarnik, his deputy, said", "his deputy"),
        ("Zarnik, the bank's chief economist, said", "the bank's chief economist"),
        ("Zarnik, director, said", "director"),
        ("Zarnik, a retired general, said", "a retired general"),
    ],
)
def test_a_role_after_a_name_is_found(text, expected):
    assert after(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zarnik, who said so, left", None),
        ("Zarnik said the president left", None),
        ("Zarnik, 45, left", None),
        ("Zarnik, a town on the coast, fell", None),
        ("Zarnik and the president", None),
        ("Zarnik the president", None),
        ("Zarnik, however, left", None),
    ],
)
def test_other_words_after_a_name_are_no_role(text, expected):
    assert after(text) == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("army chief Gen.", "army chief"),
        ("Colonel", ""),
        ("Lt. Col.", ""),
        ("Defence Minister", "Defence Minister"),
        ("secretary-general", "secretary-general"),
        ("attorney general", "attorney general"),
        ("retired general", ""),
        ("Professor", ""),
        ("US Army chief Gen.", "US Army chief"),
        ("Captain", ""),
        ("spokesman Maj.", "spokesman"),
        ("director general", "director general"),
        ("brigadier general", ""),
        ("mayor", "mayor"),
        ("economist Prof.", "economist"),
        ("governor general", "governor general"),
        ("field marshal", ""),
        ("rear admiral", ""),
    ],
)
def test_an_office_is_a_title_without_its_rank(role, expected):
    assert person_titles.office_of(role) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Defense Secretary Ash Carter", 18),
        ("Mr Zarnik", 3),
        ("Dr. Mira Zarnik", 4),
        ("Spokesman Glyn Davies", 10),
        ("Mira Zarnik", 0),
        ("Minister of Health Mira Zarnik", 19),
        ("President", 0),
        ("General Zarnik", 8),
        ("Lady Zarnik", 5),
        ("Major Mira Zarnik", 6),
    ],
)
def test_the_length_of_a_leading_title(name, expected):
    assert person_titles.leading_title_length(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President", True),
        ("State Secretary", True),
        ("Defense", True),
        ("Mr", True),
        ("Sgt", True),
        ("Prime Minister", True),
        ("Zarnik", False),
        ("President Zarnik", False),
        ("Ministry", False),
        ("Foreign Secretary", True),
        ("Brenwick", False),
        ("deputy", True),
    ],
)
def test_words_may_be_nothing_but_a_title(text, expected):
    assert person_titles.is_title(text) == expected
