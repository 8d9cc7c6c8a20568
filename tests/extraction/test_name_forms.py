"""Where names begin and end in plain text, with near misses."""

from __future__ import annotations

import pytest

from articles.extraction.names import common_words, model_names, name_spans, recognition, surname_bearers
from articles.vocabulary import EntityKind


def texts(spans, text):
    return [text[slice(*span)] for span in spans]


def text_at(span, text):
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Brenwick Province", ["Brenwick Province"]),
        ("the Kharkiv Oblast and others", ["Kharkiv Oblast"]),
        ("In Borno District", ["Borno District"]),
        ("on Monday Brenwick County said", ["Brenwick County"]),
        ("the province of Brenwick", []),
        ("a Brenwick province", []),
        ("Santa Fe de Brenwick Province", ["Santa Fe de Brenwick Province"]),
        ("Oblast", []),
        ("Brenwick Provincetown", []),
        ("Brenwick Province Council", []),
    ],
)
def test_a_province_ends_in_its_kind(text, expected):
    assert texts(name_spans.find_provinces(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 9th Armoured Division", ["9th Armoured Division"]),
        ("101st Airborne Division fought", ["101st Airborne Division"]),
        ("the 3rd Brigade", ["3rd Brigade"]),
        ("the Armoured Division", []),
        ("the 9th of May", []),
        ("9th grade", []),
        ("22nd Separate Guards Regiment", ["22nd Separate Guards Regiment"]),
        ("the 2nd Army Group", []),
        ("the 4th battalion", []),
    ],
)
def test_a_unit_has_a_number(text, expected):
    assert texts(name_spans.find_units(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said Mr. Zarnik", ["Zarnik"]),
        ("Mrs Zarnik left", ["Zarnik"]),
        ("Queen Mira opened", ["Mira"]),
        ("Pope Leo said", ["Leo"]),
        ("Mr. Ivan Zarnik", []),
        ("Mr. van Zarnik", []),
        ("a mister Zarnik", []),
        ("King of Borovia", []),
        ("Emir Tamim's envoy", ["Tamim"]),
        ("Lady Zarnik", ["Zarnik"]),
    ],
)
def test_a_title_of_address_leads_to_a_name(text, expected):
    assert texts(name_spans.find_addressed(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Brenwick Strategic Institute said", ["Brenwick Strategic Institute"]),
        ("Bank of Brenwick", ["Bank of Brenwick"]),
        ("the Norland Relief Agency", ["Norland Relief Agency"]),
        ("the relief agency", []),
        ("Mira Zarnik", []),
        ("the Brenwick River", []),
        ("Council", []),
        ("Ministry of Health and Welfare", ["Ministry of Health and Welfare"]),
        ("the Free Borovia Front took", ["Free Borovia Front"]),
        ("North Sea Oil Company", ["North Sea Oil Company"]),
    ],
)
def test_an_organization_is_found_by_its_words(text, expected):
    assert texts(name_spans.find_organizations(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said Olga Zarnik of the port", ["Olga Zarnik"]),
        ("Ivan van der Zarnik", ["Ivan van der Zarnik"]),
        ("Brenwick Harbour", []),
        ("Olga Zarnik Foundation", []),
        ("Mira", []),
        ("Maria del Carmen Zarnik", ["Maria del Carmen Zarnik"]),
        ("the Ivan Zarnik Brigade", []),
        ("Ahmed al-Zarnik", ["Ahmed al-Zarnik"]),
        ("Operation Olga", []),
        ("Jean-Yves Zarnik Jr.", ["Jean-Yves Zarnik Jr."]),
    ],
)
def test_a_person_with_a_given_name_is_found(text, expected):
    assert texts(name_spans.find_full_names(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spokesman Glyn Davies said", ["Glyn Davies"]),
        ("President Mira Zarnik", ["Mira Zarnik"]),
        ("Chief of the General Staff Valery Zarnik", ["Valery Zarnik"]),
        ("minister Zarnik", []),
        ("President of Borovia", []),
        ("the general Monday Club", []),
        ("lawyer Ada Kern QC", ["Ada Kern"]),
        ("Director General Ivan Zarnik", ["Ivan Zarnik"]),
    ],
)
def test_a_person_is_found_behind_a_title(text, expected):
    assert texts(name_spans.find_titled(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BRENWICK, Borovia (Reuters) - The", "BRENWICK"),
        ("BRENWICK (AP) - The", "BRENWICK"),
        ("NEW BRENWICK, May 5 (Wire) — Ten", "NEW BRENWICK"),
        ("UPDATE - The", None),
        ("Brenwick (AP) - The", None),
        ("BRENWICK - The", None),
        ("WASHINGTON, 4 May", None),
        ("PRESS DIGEST - Norland", None),
    ],
)
def test_a_dateline_names_its_place(text, expected):
    assert text_at(name_spans.find_dateline(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BRENWICK, Borovia (Reuters) - The", "Reuters"),
        ("BRENWICK (AP) — The", "AP"),
        ("BRENWICK (AP) said", None),
        ("Brenwick (AP) - The", None),
        ("The agency (AP) - The", None),
    ],
)
def test_a_dateline_names_its_agency(text, expected):
    assert text_at(name_spans.find_agency(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zarnik (D-Calif.) said", ["Calif."]),
        ("Zarnik, R-Texas, said", ["Texas"]),
        ("Zarnik (R-New York)", ["New York"]),
        ("Zarnik (D) said", []),
        ("the R-Texas plan", []),
        ("Zarnik (I-Vt.)", ["Vt."]),
    ],
)
def test_a_home_state_is_beside_the_party(text, expected):
    assert texts(name_spans.find_home_states(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-- Jens Brandt, Warsaw Newsroom", "Jens Brandt"),
        ("— Mira Zarnik", "Mira Zarnik"),
        ("- Mira Zarnik +48 22", "Mira Zarnik"),
        ("Mira Zarnik", None),
        ("-- the newsroom", None),
        ("-- Brenwick", None),
    ],
)
def test_a_signature_ends_a_story(text, expected):
    assert text_at(name_spans.find_signature(text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Kern QC", "Ada Kern"),
        ("Ada Kern, MP", "Ada Kern"),
        ("Ada Kern CBE, PhD", "Ada Kern"),
        ("Ada Kern", "Ada Kern"),
        ("QC Ada Kern", "QC Ada Kern"),
    ],
)
def test_letters_after_a_name_are_no_part_of_it(text, expected):
    assert text[: name_spans.trim_postnominals(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Brenwick Army", "Brenwick Army"),
        ("Brenwick’s", "Brenwick"),
        ("Brenwick-led", "Brenwick"),
        ("former Borovia", "Borovia"),
        ("“Brenwick”", "Brenwick"),
        ("Norland's Navy", "Navy"),
        ("People's Front", "People's Front"),
        ("Brenwick and", "Brenwick"),
        ("Zarnik, Inc.", "Zarnik, Inc."),
        ("Brenwick, Norland", "Brenwick"),
        ("anti-Borovia", "Borovia"),
        ("Brenwick (the", "Brenwick"),
        ("alleged Zarnik", "Zarnik"),
        ("Zarnik F-16", "Zarnik"),
        ("Brenwick, Calif.", "Brenwick"),
        ("its Parliament", "Parliament"),
        ("# Brenwick", "Brenwick"),
    ],
)
def test_a_name_has_no_words_around_it(text, expected):
    assert text[slice(*model_names.trim_name(text, 0, len(text)))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mira Zarnik", False),
        ("mira zarnik", True),
        ("Mira 3", True),
        ("M", True),
        ("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", True),
        ("http://a", True),
        ("Monday", True),
        ("President", True),
        ("Mira/Zarnik", True),
        ("Zarnik", False),
        ("van Zarnik", True),
        ("#Mira", True),
    ],
)
def test_what_cannot_be_a_person_is_junk(text, expected):
    assert model_names.is_junk(text, EntityKind.PERSON) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brenwick Accord", True),
        ("Operation Heron", True),
        ("Brenwick Army", False),
        ("F-16", True),
        ("Government", True),
        ("7th Brigade", False),
        ("99", True),
        ("Organization of the Islamic Conference", False),
        ("Twitter", True),
        ("Sunni", True),
    ],
)
def test_what_cannot_be_an_organization_is_junk(text, expected):
    assert model_names.is_junk(text, EntityKind.ORGANIZATION) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the USS Ivan Zarnik sailed", True),
        ("Ivan Zarnik airport", True),
        ("on the Ivan Zarnik left", True),
        ("the Ivan Zarnik government", False),
        ("Ivan Zarnik said", False),
        ("the carrier Ivan Zarnik", True),
        ("Ivan Zarnik Street", True),
        ("Ivan Zarnik's brigade", True),
        ("Ivan Zarnik's family", False),
        ("Hurricane Ivan Zarnik", False),
    ],
)
def test_ships_and_airports_bear_the_names_of_people(text, expected):
    assert model_names.is_named_after(text, text.index("Ivan Zarnik"), text.index("Ivan Zarnik") + 11) == expected


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        ("Mira Zarnik", ["Zarnik"]),
        ("Harjit Singh Sajjan", ["Singh Sajjan", "Sajjan"]),
        ("Ahmed al-Zarnik", ["al-Zarnik", "Zarnik"]),
        ("Ivan Zarnik Jr.", ["Zarnik"]),
        ("Xi Jinping", ["Jinping", "Xi"]),
        ("Zarnik", []),
        ("Ivan van der Zarnik", ["van der Zarnik", "der Zarnik", "Zarnik"]),
        ("Kim Jong Il", ["Jong Il", "Il", "Kim"]),
        ("Ivan Li", ["Li"]),
    ],
)
def test_a_surname_has_shorter_forms(full, expected):
    assert list(surname_bearers.surname_forms(full)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mira J. Zarnik", ["Mira J. Zarnik", "Mira Zarnik"]),
        ("Mira Zarnik", ["Mira Zarnik"]),
        ("M. Zarnik", ["M. Zarnik"]),
        ("Mira J. K. Zarnik", ["Mira J. K. Zarnik", "Mira Zarnik"]),
        ("J. K.", ["J. K."]),
    ],
)
def test_a_person_may_be_known_without_initials(name, expected):
    assert list(recognition.person_name_forms(name)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday", True),
        ("Government", True),
        ("Muslims", True),
        ("Kurds", True),
        ("Foreign Secretary", True),
        ("Labour Party", False),
        ("Twitter", True),
        ("GMT", True),
        ("Brenwick", False),
        ("IS", False),
        ("Islamic State", False),
        ("Is", False),
        ("Pashtun", True),
        ("We", True),
        ("Council", True),
        ("Zarnik", False),
        ("Air Force", False),
        ("North", True),
        ("Jan", True),
    ],
)
def test_words_of_the_language_are_no_names(text, expected):
    assert common_words.is_common(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday", True),
        ("May", True),
        ("Sept.", True),
        ("Aug", True),
        ("Mayor", False),
        ("Sunday", True),
        ("Marchand", False),
        ("week", False),
        ("Noon", False),
    ],
)
def test_days_and_months_are_of_the_calendar(text, expected):
    assert common_words.is_calendar(text) == expected
