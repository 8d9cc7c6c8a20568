"""What the words of a name, and those beside it, say about its kind."""

from __future__ import annotations

import pytest

from articles.extraction.names import name_kinds, name_lookup


def kind(text):
    found = name_kinds.kind_by_words(text)
    return found.value if found else None


def strongest(text):
    start = text.index("Zarnik")
    votes = name_kinds.votes_of_context(text, start, start + len("Zarnik"))
    return max(votes, key=lambda one: votes[one]).value if votes else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Brenwick Army", "organization"),
        ("Brenwick Navy", "organization"),
        ("Brenwick Forces", "organization"),
        ("Brenwick Corps", "organization"),
        ("Brenwick Guard", "organization"),
        ("Brenwick Battalion", "organization"),
        ("Brenwick Regiment", "organization"),
        ("Brenwick Militia", "organization"),
        ("Brenwick Legion", "organization"),
        ("Brenwick Fleet", "organization"),
        ("Brenwick Police", "organization"),
        ("Brenwick Gendarmerie", "organization"),
        ("Brenwick Agency", "organization"),
        ("Brenwick Authority", "organization"),
        ("Brenwick Bureau", "organization"),
        ("Brenwick Commission", "organization"),
        ("Brenwick Committee", "organization"),
        ("Brenwick Council", "organization"),
        ("Brenwick Parliament", "organization"),
        ("Brenwick Senate", "organization"),
        ("Brenwick Assembly", "organization"),
        ("Brenwick Court", "organization"),
        ("Brenwick Tribunal", "organization"),
        ("Brenwick Government", "organization"),
        ("Brenwick Association", "organization"),
        ("Brenwick Federation", "organization"),
        ("Brenwick Union", "organization"),
        ("Brenwick League", "organization"),
        ("Brenwick Alliance", "organization"),
        ("Brenwick Coalition", "organization"),
        ("Brenwick Movement", "organization"),
        ("Brenwick Front", "organization"),
        ("Brenwick Party", "organization"),
        ("Brenwick Society", "organization"),
        ("Brenwick Foundation", "organization"),
        ("Brenwick Institute", "organization"),
        ("Brenwick University", "organization"),
        ("Brenwick Academy", "organization"),
        ("Brenwick Bank", "organization"),
        ("Brenwick Company", "organization"),
        ("Brenwick Corporation", "organization"),
        ("Brenwick Ltd", "organization"),
        ("Brenwick GmbH", "organization"),
        ("Brenwick Holdings", "organization"),
        ("Brenwick Airlines", "organization"),
        ("Brenwick Petroleum", "organization"),
        ("Brenwick Times", "organization"),
        ("Brenwick Herald", "organization"),
        ("Brenwick Gazette", "organization"),
        ("Brenwick Tribune", "organization"),
        ("Brenwick Radio", "organization"),
        ("Brenwick Observatory", "organization"),
        ("Brenwick Mission", "organization"),
        ("Brenwick Fund", "organization"),
        ("Brenwick Crescent", "organization"),
        ("Brenwick Church", "organization"),
        ("Brenwick Cartel", "organization"),
        ("Brenwick Brotherhood", "organization"),
        ("Brenwick Watch", "organization"),
        ("Brenwick Embassy", "organization"),
        ("Brenwick Consulate", "organization"),
        ("Brenwick Initiative", "organization"),
        ("Brenwick Shipping", "organization"),
        ("Brenwick Steel", "organization"),
    ],
)
def test_the_last_word_of_an_organization(name, expected):
    assert kind(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Brenwick Oblast", "place"),
        ("Brenwick Province", "place"),
        ("Brenwick Governorate", "place"),
        ("Brenwick Prefecture", "place"),
        ("Brenwick District", "place"),
        ("Brenwick County", "place"),
        ("Brenwick Territory", "place"),
        ("Brenwick Raion", "place"),
        ("Brenwick Krai", "place"),
        ("Brenwick Township", "place"),
        ("Brenwick Municipality", "place"),
        ("Brenwick Canton", "place"),
        ("Brenwick Region", "place"),
        ("Brenwick River", "place"),
        ("Brenwick Lake", "place"),
        ("Brenwick Mountains", "place"),
        ("Brenwick Hills", "place"),
        ("Brenwick Sea", "place"),
        ("Brenwick Bay", "place"),
        ("Brenwick Island", "place"),
        ("Brenwick Peninsula", "place"),
        ("Brenwick Valley", "place"),
        ("Brenwick Strait", "place"),
        ("Brenwick Gulf", "place"),
        ("Brenwick Desert", "place"),
        ("Brenwick Heights", "place"),
        ("Brenwick Delta", "place"),
        ("Brenwick Canal", "place"),
        ("Brenwick Coast", "place"),
        ("Brenwick Airport", "place"),
        ("Brenwick Airfield", "place"),
        ("Brenwick Street", "place"),
        ("Brenwick Square", "place"),
        ("Brenwick Bridge", "place"),
        ("Brenwick Park", "place"),
        ("Brenwick Stadium", "place"),
        ("Brenwick Mosque", "place"),
        ("Brenwick Cathedral", "place"),
        ("Brenwick Palace", "place"),
        ("Brenwick Castle", "place"),
        ("Brenwick Hotel", "place"),
        ("Brenwick Market", "place"),
        ("Brenwick Prison", "place"),
        ("Brenwick Crossing", "place"),
        ("Brenwick Corridor", "place"),
        ("Brenwick Dam", "place"),
        ("Brenwick Refinery", "place"),
        ("Brenwick Village", "place"),
        ("Brenwick Forest", "place"),
        ("Brenwick Pass", "place"),
        ("Brenwick Camp", "place"),
    ],
)
def test_the_last_word_of_a_place(name, expected):
    assert kind(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ministry of Brenwick", "organization"),
        ("Department of Health", "organization"),
        ("Bank of Brenwick", "organization"),
        ("University of Brenwick", "organization"),
        ("House of Brenwick", "organization"),
        ("Knights of Brenwick", "organization"),
        ("Lake Brenwick", "place"),
        ("Mount Brenwick", "place"),
        ("Cape Brenwick", "place"),
        ("Fort Brenwick", "place"),
        ("Gulf of Brenwick", "place"),
        ("Republic of Brenwick", "place"),
        ("Strait of Brenwick", "place"),
    ],
)
def test_the_first_word_may_tell_the_kind(name, expected):
    assert kind(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Brenwick", None),
        ("Mira Zarnik", None),
        ("Army", None),
        ("Soviet Union", None),
        ("West Bank", None),
        ("South Bank", None),
        ("Brenwick Day", None),
        ("Free Brenwick", None),
        ("Islamic State", None),
        ("State of Brenwick", None),
    ],
)
def test_other_names_tell_no_kind(name, expected):
    assert kind(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Brenwick War", True),
        ("Brenwick Agreement", True),
        ("Brenwick Treaty", True),
        ("Brenwick Convention", True),
        ("Brenwick Summit", True),
        ("Brenwick Cup", True),
        ("Brenwick Prize", True),
        ("Brenwick Declaration", True),
        ("Brenwick Plan", True),
        ("Brenwick Festival", True),
        ("Operation Heron", True),
        ("Hurricane Mira", True),
        ("Project Heron", True),
        ("Treaty of Brenwick", True),
        ("Kh-101", True),
        ("F-16", True),
        ("Type 26", True),
        ("Leopard 2", True),
        ("Su-34", True),
        ("T-72B3", True),
        ("S-400", True),
        ("Boeing 737", True),
        ("Brenwick Drone", True),
        ("Brenwick", False),
        ("M23", False),
        ("9th Division", False),
        ("Brenwick Army", False),
        ("Brenwick River", False),
    ],
)
def test_a_thing_is_no_name_that_is_kept(name, expected):
    assert name_kinds.is_thing(name) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Council", True),
        ("Staff", True),
        ("Oblast", True),
        ("River", True),
        ("Affairs", True),
        ("House", True),
        ("Corps", True),
        ("Brenwick", False),
        ("Mira", False),
        ("Zarnik", False),
        ("Blue", False),
        ("Secretary", True),
    ],
)
def test_a_word_may_say_what_a_name_is(word, expected):
    assert name_kinds.is_kind_word(word) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Organization of the Coast", True),
        ("Ministry of Health", True),
        ("Bank for Trade", True),
        ("Bank Brenwick", False),
        ("Brenwick Bank", False),
        ("River of Brenwick", False),
    ],
)
def test_an_organization_may_open_with_its_kind(name, expected):
    assert name_kinds.is_body(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Heron1 missiles", True),
        ("Kalibr missiles", True),
        ("Kalibr cruise missiles", True),
        ("Heron1-drones", True),
        ("Kalibr Street", False),
        ("Kalibr said", False),
        ("Brenwi battery", True),
        ("Brenwi air-defence systems", True),
    ],
)
def test_a_weapon_follows_its_name(text, expected):
    assert name_kinds.is_arms(text, 0, 6) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives in Zarnik.", "place"),
        ("the town of Zarnik", "place"),
        ("near Zarnik they", "place"),
        ("He fled to Zarnik.", "place"),
        ("the village of Zarnik", "place"),
        ("the siege of Zarnik", "place"),
        ("the agency Zarnik said", "organization"),
        ("the newspaper Zarnik", "organization"),
        ("the company Zarnik", "organization"),
        ("the militia Zarnik", "organization"),
        ("members of Zarnik", "organization"),
        ("He met Zarnik.", "person"),
        ("her husband, Zarnik", "person"),
        ("President Zarnik", "person"),
        ("Zarnik news agency", "organization"),
        ("Zarnik fighters", "organization"),
        ("Zarnik shares", "organization"),
        ("the Zarnik party", "organization"),
        ("Zarnik, 45, left", "person"),
        ("Zarnik, who left", "person"),
        ("Zarnik himself", "person"),
        ("Zarnik told reporters", "person"),
        ("Zarnik province", "place"),
        ("Zarnik-based", "place"),
        ("Zarnik airport", "place"),
        ("Zarnik striker", "organization"),
        ("Zarnik, the retailer, fell", "organization"),
        ("Russian-held Zarnik", "place"),
        ("Zarnik.", None),
        ("A Zarnik", None),
    ],
)
def test_the_words_beside_a_name_vote(text, expected):
    assert strongest(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Mira Zarnik", ["He", "He met Mira", "He met Mira Zarnik", "Mira", "Mira Zarnik", "Zarnik"]),
        ("the US-led coalition", ["US", "US-led coalition"]),
        ("in Sana'a", ["Sana'a"]),
        ("the U.S. left", ["U.S."]),
        ("al-Bab fell", ["al-Bab", "Bab"]),
        ("St. Mira", ["St", "St. Mira", "Mira"]),
        ("Rafah crossing", ["Rafah", "Rafah crossing"]),
        ("a quiet day", []),
        ("Bank of Brenwick", ["Bank", "Bank of Brenwick", "Brenwick"]),
        ("Aix-en-Provence", ["Aix", "Aix-en-Provence", "Provence"]),
        ("Brenwick & Co", ["Brenwick", "Brenwick & Co", "Co"]),
        ("M. Zarnik", ["M", "M. Zarnik", "Zarnik"]),
    ],
)
def test_runs_of_words_with_capitals_may_be_names(text, expected):
    assert [text[slice(*span)] for span in name_lookup.name_phrases(text)] == expected
