from __future__ import annotations

import pytest

from articles.extraction.names import name_spans
from articles.vocabulary import EntityKind

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    "name",
    [
        "Abdul-Karim al-Zarnik",
        "Mohammed bin Zarnik",
        "Pieter van der Zarnik",
        "Marie de la Zarnik",
        "Sinead O'Zarnik",
        "Jean-Yves Le Zarnik",
        "Ahmedou Ould Zarnik",
        "Curtis L. Zarnik Jr.",
        "Łukasz Żarnik",
        "Nguyen Van Zarnik",
    ],
)
def test_a_persons_name_has_these_forms(name):
    assert name_spans.PERSON.match(f"{name} spoke on Monday.")[0] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jens Brandt's house", "Jens Brandt"),
        ("Jens Brandt at Zarnik", "Jens Brandt"),
        ("Jens Brandt and Maria Zarnik", "Jens Brandt"),
    ],
    ids=["owner", "a place after it", "another person"],
)
def test_a_persons_name_ends_where_it_ends(text, name):
    assert name_spans.PERSON.match(text)[0] == name


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Spokesman Glyn Zarnik said no.", ["Glyn Zarnik"]),
        ("met the chief of the General Staff Valery Zarnik", ["Valery Zarnik"]),
        ("its leader, Bosnian President Alija Zarnik", ["Alija Zarnik"]),
        ("On Tuesday President Zarnik left.", []),
        ("The minister Monday Morning", []),
        ("The minister said Glyn Zarnik left", []),
    ],
    ids=["spokesman", "general staff", "two titles", "one name", "a day", "no title"],
)
def test_a_title_shows_a_person(text, people):
    assert [text[start:end] for start, end in name_spans.find_titled(text)] == people


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("BRENWICK, Ukraine (Reuters) - Shells fell.", "BRENWICK"),
        ("NORTH BRENWICK, Oct 3 (AP) — Shells fell.", "NORTH BRENWICK"),
        ("BRENWICK, Oct 3 — Shells fell.", "BRENWICK"),
        ("UPDATE 1 - Shells fell.", ""),
        ("PRESS DIGEST - UKRAINE - Oct 3", ""),
        ("NATO said no.", ""),
        ("BREAKING NEWS FROM KYIV", ""),
    ],
)
def test_a_dateline_begins_with_a_place(text, place):
    span = name_spans.find_dateline(text)
    assert (text[slice(*span)] if span else "") == place


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KABUL, Sept 9 (Reuter) - Rebels took a bridge.", "Reuter"),
        ("DES MOINES, Iowa (AP) — The senator spoke.", "AP"),
        ("KABUL, Sept 9 - Rebels (Taleban) - took a bridge.", None),
        ("The minister (Labour) - and others - spoke.", None),
    ],
    ids=["Reuter", "AP", "brackets in the text", "no dateline"],
)
def test_a_dateline_names_its_agency(text, agency):
    span = name_spans.find_agency(text)
    assert (text[slice(*span)] if span else None) == agency


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Sen. Ann Zarnik, D-Minn., voted no.", ["Minn."]),
        ("Ann Zarnik (R-New York) voted no.", ["New York"]),
        ("The D-Day landings, in June, and an R-rated film", []),
    ],
    ids=["short", "two words", "no party"],
)
def test_a_letter_for_the_party_stands_before_a_state(text, states):
    assert [text[slice(*span)] for span in name_spans.find_home_states(text)] == states


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("-- Jens Brandt, Warsaw Newsroom +48 22", "Jens Brandt"),
        ("— Jens Brandt", "Jens Brandt"),
        ("-- Jens Brandt said no", ""),
    ],
)
def test_a_wire_story_ends_with_its_writer(text, name):
    span = name_spans.find_signature(text)
    assert (text[slice(*span)] if span else "") == name


def ours(find, text):
    return [(mention.text, mention.kind) for mention in find(text).mentions]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Shells fell on the Brenwick Governorate on Monday.", "Brenwick Governorate", EntityKind.PLACE),
        ("Shells fell in North Mosul District on Monday.", "North Mosul District", EntityKind.PLACE),
        ("In Brenwick State nobody was hurt on Monday.", "Brenwick State", EntityKind.PLACE),
        ("Troops of the 101st Airborne Division landed.", "101st Airborne Division", EntityKind.ORGANIZATION),
        ("The Democratic Party of Brenwick won on Monday.", "Democratic Party of Brenwick", EntityKind.ORGANIZATION),
        ("The Sri Lanka Navy saved the crew on Monday.", "Sri Lanka Navy", EntityKind.ORGANIZATION),
        ("Ministers met in Paris; Lennart Zarnik was late.", "Lennart Zarnik", EntityKind.PERSON),
    ],
)
def test_a_name_is_taken_whole(find, text, name, kind):
    assert (name, kind) in ours(find, text)


@pytest.mark.parametrize(
    "text",
    [
        "They fired Kalibr missiles and Patriot interceptors on Monday.",
        "The troops left Operation Silver Heron behind on Monday.",
        "It lost an F-35 fighter and a Type 26 frigate on Monday.",
        "An improvised explosive device (IED) went off. The IED hurt nobody.",
        "The Druze and the Bedouin met there on Monday.",
    ],
    ids=["missiles", "an operation", "aircraft and ships", "letters for common words", "peoples"],
)
def test_these_are_no_names_of_ours(find, text):
    assert not find(text).mentions


@pytest.mark.parametrize(
    "first",
    [
        "The Brenwick Security Forces (BSF) advanced on Monday.",
        "The Brenwick Security Forces, or BSF, advanced on Monday.",
        "The Brenwick Security Forces, known as the BSF, advanced on Monday.",
    ],
)
def test_letters_explained_once_mean_the_organization(find, first):
    found = find(first, "Later the BSF said that it had taken the village.")
    letters = [mention for mention in found.mentions if mention.text == "BSF"]
    assert [(m.name, m.kind) for m in letters] == [("Brenwick Security Forces", EntityKind.ORGANIZATION)] * 2


def test_another_name_after_or_is_another_name(find):
    found = find("The Brenwick Security Forces, or NATO, will come on Monday.")
    assert [m.name for m in found.mentions if m.text == "NATO"] == ["NATO"]
