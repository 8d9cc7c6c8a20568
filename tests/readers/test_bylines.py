from __future__ import annotations

import pytest

from articles.readers.bylines import has_lead_in, looks_like_person, looks_like_place, read_byline


@pytest.mark.parametrize(
    ("line", "authors", "dateline"),
    [
        ("By Ann Lee", ("Ann Lee",), ""),
        ("By Ann Lee and Omar al-Sayed in Kyiv", ("Ann Lee", "Omar al-Sayed"), "Kyiv"),
        ("BY ANN LEE, BOB RAY AND CY DOE", ("ANN LEE", "BOB RAY", "CY DOE"), ""),
        ("Ann Lee in Deir Ezzor and Bob Ray in Beirut", ("Ann Lee", "Bob Ray"), "Beirut"),
        ("Words by Ann Lee", ("Ann Lee",), ""),
        ("Ann Lee, Middle East correspondent", ("Ann Lee",), ""),
        ("Ann Lee for Sample News", ("Ann Lee",), ""),
        ("By Ann Lee | Reuters", ("Ann Lee",), ""),
        ("By Ann Lee, Bob Ray & Cy Doe", ("Ann Lee", "Bob Ray", "Cy Doe"), ""),
        ("By ANN LEE March 11, 2015 3:46 PM", ("ANN LEE",), ""),
        ("Par Ann Lee et Bob Ray", ("Ann Lee", "Bob Ray"), ""),
        ("Von Ann Lee, zurzeit Kiew", ("Ann Lee",), ""),
        ("Ann Lee, Bob Ray und Cy Doe", ("Ann Lee", "Bob Ray", "Cy Doe"), ""),
        ("Por Ann Lee y Bob Ray", ("Ann Lee", "Bob Ray"), ""),
        ("Автор: Аглая Северцева", ("Аглая Северцева",), ""),
        ("作者：林若溪", ("林若溪",), ""),
        ("بقلم ليلى الحمداني", ("ليلى الحمداني",), ""),
        ("Haber: Sevda Korkmazer", ("Sevda Korkmazer",), ""),
        ("Words: Ann Lee and Bob Ray \u00b7 Tuesday 5 March 2024", ("Ann Lee", "Bob Ray"), ""),
        ("Submitted by admin", (), ""),
        ("Super User", (), ""),
        ("Sample Desk", ("Sample Desk",), ""),
        ("The Associated Press", ("The Associated Press",), ""),
        ("https://example.org/authors/ann-lee", (), ""),
        ("", (), ""),
    ],
)
def test_a_byline_gives_its_names_and_place(line, authors, dateline):
    byline = read_byline(line)
    assert (byline.authors, byline.dateline) == (authors, dateline)


def test_the_printed_line_is_kept_without_its_by():
    assert read_byline("By Ann Lee and Bob Ray in Kyiv").printed == "Ann Lee and Bob Ray in Kyiv"


def test_direction_controls_leave_a_name():
    assert read_byline("By Ann\u202e Lee").authors == ("Ann Lee",)


@pytest.mark.parametrize("line", ["By Ann Lee", "By Reuters", "By Sample Desk", "by Jean-Luc de la Tour"])
def test_a_byline_says_that_it_is_one(line):
    assert has_lead_in(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the town had fallen.",
        "By then, 40 were dead",
        "By any measure it is a defeat",
        "Standing by",
        "By 2017",
        "By Sea and By Land the army came",
    ],
)
def test_a_sentence_that_begins_with_by_is_no_byline(line):
    assert not has_lead_in(line)


@pytest.mark.parametrize(
    "name", ["Ann Lee", "Omar al-Sayed", "Ludwig van der Berg", "JOE DOE", "Mary O\u2019Brien", "J. R. Smith"]
)
def test_names_of_people(name):
    assert looks_like_person(name)


@pytest.mark.parametrize(
    "line",
    ["New York", "Tel Aviv", "Deir ez-Zor", "Gaza City", "South Sudan", "Middle East", "Sample Desk", "Editor December", "Breaking News", "Nobody moved.", "Beirut",
     "Air strikes", "Ann Lee 2016", "The Associated Press", "Air Strikes"],
)  # fmt: skip
def test_places_sections_and_sentences_are_no_people(line):
    assert not looks_like_person(line)


@pytest.mark.parametrize(
    ("line", "is_place"),
    [("Montreal, CA", True), ("Kabul, Afghanistan", True), ("Gaza City", True), ("Washington, D.C.", True), ("Ann Lee", False),
     ("Beirut, which fell", False), ("After the fight, Homs was quiet", False)],
)  # fmt: skip
def test_place_lines(line, is_place):
    assert looks_like_place(line) is is_place
