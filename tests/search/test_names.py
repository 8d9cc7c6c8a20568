from __future__ import annotations

import pytest

from articles.search import names
from articles.search.names import browse, labels, nearest_names, suggest
from articles.search.open_index import open_index
from articles.vocabulary import ArticleStatus, EntityKind, FactStatus, OrganizationClass
from tests.builders import a_country, a_person, a_place, a_role, an_article, an_organization, appear


def named(found):
    return [label.name for label in found]


@pytest.fixture
def cast(index):
    people = {name: a_person(name) for name in ("Ash Carter", "Zoë Carter", "Harjit Singh Sajjan", "Hidden Figure")}
    group = an_organization("Islamic State", "Daesh", classification=OrganizationClass.ARMED_GROUP)
    place = a_place("Deir ez-Zor", country=a_country("Syria", code="SY"), at=(35.33, 40.14))
    appear(an_article(), people["Ash Carter"], group, place)
    appear(an_article(), people["Ash Carter"], people["Zoë Carter"], people["Harjit Singh Sajjan"], group)
    appear(an_article(), group)
    appear(an_article(status=ArticleStatus.DRAFT), people["Hidden Figure"])
    index()
    return people


def test_a_label_says_all_that_a_link_needs(index):
    place = a_place("Mosul", country=a_country("Iraq", code="IQ"), at=(36.3, 43.1))
    appear(an_article(), place)
    index()
    label = labels([place.pk])[place.pk]
    assert (label.name, label.slug, label.country_code, label.stories) == ("Mosul", "mosul", "IQ", 1)
    assert (label.latitude, label.longitude) == (36.3, 43.1)
    assert label.description == "Iraq"


def test_an_organization_is_distinguished_by_its_kind(cast):
    [group] = suggest("islamic")
    assert group.description == "Armed group"


def test_a_person_is_distinguished_by_a_role_with_its_date(index):
    person = a_person()
    a_role(person, "Deputy", start_date="2011", end_date="2013")
    a_role(person, "Secretary of Defense", start_date="2015-02", end_date="2017-01")
    a_role(person, "Astronaut", start_date="2020", as_of="2021", status=FactStatus.PROPOSED)
    appear(an_article(), person)
    index()
    assert labels([person.pk])[person.pk].description == "Secretary of Defense (2015 to 2017)"


def test_an_entity_without_a_public_story_has_no_label(cast):
    assert labels([cast["Hidden Figure"].pk, 10**9]) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("car", ["Ash Carter", "Zoë Carter"]),
        ("zoe c", ["Zoë Carter"]),
        ("carter ash", ["Ash Carter"]),
        ("dae", ["Islamic State"]),
        ("deir ezz", ["Deir ez-Zor"]),
        ("hidden", []),
        ("arter", []),
        ("", []),
        ("((", []),
        ("\ud800", []),
        ("a" * 10_000, []),
    ],
)
def test_it_suggests_names_that_begin_so_most_covered_first(cast, text, expected):
    assert named(suggest(text)) == expected


def test_it_suggests_no_more_than_asked(cast):
    assert len(suggest("carter", limit=1)) == 1


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Sajan", "Harjit Singh Sajjan"),
        ("Hajrit Sajan", "Harjit Singh Sajjan"),
        ("Dash", "Islamic State"),
        ("Islmaic", "Islamic State"),
        ("Deir Ezzor", "Deir ez-Zor"),
        ("Carter", "Ash Carter"),
    ],
)
def test_the_nearest_name_comes_first(cast, text, first):
    assert named(nearest_names(text))[0] == first


@pytest.mark.parametrize("text", ["qqqqqq", "", "?", "x" * 10_000], ids=["far", "empty", "no_words", "long"])
def test_nothing_is_near_to_noise(cast, text):
    assert nearest_names(text) == []


def test_an_a_to_z_list_is_ordered_by_sort_name(cast):
    page = browse("person")
    assert named(page.labels) == ["Ash Carter", "Zoë Carter", "Harjit Singh Sajjan"]
    assert (page.total, page.letters) == (3, (("C", 2), ("S", 1)))


def test_a_letter_narrows_the_list_and_not_the_letters(cast):
    page = browse("person", letter="s")
    assert named(page.labels) == ["Harjit Singh Sajjan"]
    assert (page.total, page.letters) == (1, (("C", 2), ("S", 1)))


@pytest.mark.parametrize("letter", ["Q", "%", "\ud800", "\x00", "x" * 10_000])
def test_an_odd_letter_finds_an_empty_list(cast, letter):
    assert browse("person", letter=letter).total == 0


def test_by_coverage_the_most_covered_come_first(cast):
    assert named(browse("person", order="coverage").labels)[0] == "Ash Carter"


def test_countries_and_places_have_separate_lists(cast):
    assert named(browse("country").labels) == ["Syria"]
    assert named(browse("place").labels) == ["Deir ez-Zor", "Syria"]


def test_a_list_goes_on_over_pages(index):
    appear(an_article(), *(a_person(f"Same Name {number:02d}") for number in range(45)))
    index()
    pages = [named(browse("person", page=page).labels) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert len({name for page in pages for name in page}) == 45


def test_without_an_index_there_are_no_names(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    assert (labels([1]), suggest("a"), nearest_names("a"), browse("person").total) == ({}, [], [], 0)


def test_the_document_of_a_name_is_decoded_once_for_a_state_of_the_index(cast):
    [shown, *_] = suggest("carter")
    assert labels([shown.id])[shown.id] is shown
    assert browse(EntityKind.PERSON).labels[0] is suggest("ash")[0]


def test_a_change_of_the_index_reads_names_and_letters_again(cast, index):
    assert (suggest("ash")[0].stories, dict(browse(EntityKind.PERSON).letters)) == (2, {"C": 2, "S": 1})
    appear(an_article(), cast["Ash Carter"], a_person("Barack Obama"))
    index()
    assert (suggest("ash")[0].stories, dict(browse(EntityKind.PERSON).letters)) == (3, {"C": 2, "O": 1, "S": 1})


def test_more_names_than_are_cached_are_all_found(cast, monkeypatch):
    monkeypatch.setattr(names, "_MAX_LABELS", 1)
    everyone = browse(EntityKind.PERSON).labels
    assert len(everyone) == 3
    assert set(labels([label.id for label in everyone])) == {label.id for label in everyone}
    assert len(open_index().labels) == 1
