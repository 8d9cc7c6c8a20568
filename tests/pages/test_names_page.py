"""The lists of people, organizations, places and countries: addresses, letters, orders and pages."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from articles.pages.names_page import NameQuery, name_list, parse_name_query
from articles.vocabulary import EntityKind
from tests.builders import a_country, a_person, a_place, an_article, an_organization, appear

PERSON, PLACE = EntityKind.PERSON, EntityKind.PLACE
NO_LETTER = "Names in the order of their coverage are not listed by letter; the letter was ignored."
NOT_A_LETTER = "Only one letter can be selected; all letters are shown."


@pytest.mark.parametrize(
    ("address", "query", "notes"),
    [
        ("", NameQuery(PERSON), ()),
        ("letter=c", NameQuery(PERSON, "C"), ()),
        ("letter=+%C3%A9+&page=2", NameQuery(PERSON, "É", page=2), ()),
        ("order=coverage", NameQuery(PERSON, order="coverage"), ()),
        ("order=name", NameQuery(PERSON), ()),
        ("letter=C&order=coverage", NameQuery(PERSON, order="coverage"), (NO_LETTER,)),
        ("letter=Ca", NameQuery(PERSON), (NOT_A_LETTER,)),
        (
            "order=size",
            NameQuery(PERSON),
            ("Names cannot be ordered by “size”; they are listed from A to Z.",),
        ),
        ("page=0", NameQuery(PERSON), ("There is no page “0”; showing the first page.",)),
        ("colour=red", NameQuery(PERSON), ("This list has no filter “colour”; it was ignored.",)),
        ("utm_source=x", NameQuery(PERSON), ()),
    ],
)
def test_every_address_is_a_list_and_notes_say_what_was_left_out(address, query, notes):
    found = parse_name_query(PERSON, QueryDict(address))
    assert found == NameQuery(query.kind, query.letter, query.order, query.page, notes)


@pytest.mark.parametrize(
    ("query", "params"),
    [
        (NameQuery(PERSON), []),
        (NameQuery(PERSON, "C"), [("letter", "C")]),
        (NameQuery(PERSON, order="coverage"), [("order", "coverage")]),
    ],
)
def test_an_address_has_no_parameters_that_change_nothing(query, params):
    assert query.params() == params
    assert query.params(page=3) == [*params, ("page", "3")]


@pytest.fixture
def coverage(index):
    """Twenty-three people, one of them in two stories; three countries, one with a town; a draft with a name of its own."""
    iraq, syria, _ = (a_country(name) for name in ("Iraq", "Syria", "Niger"))
    people = [a_person(f"Anna Payne{number:02d}") for number in range(22)]
    article = appear(an_article(), *people, a_person("Ash Carter"), a_place("Mosul", country=iraq), iraq, syria)
    appear(an_article(), people[5], iraq, an_organization("United Nations"))
    appear(an_article(status="draft"), a_person("Zoe Zed"), a_country("Chad"))
    index()
    return article


def names(found):
    return [link.name for link in found.names]


def test_people_are_listed_by_family_name_with_their_number_of_stories(coverage):
    found = name_list(NameQuery(PERSON))
    assert (found.title, found.total, len(found.names)) == ("People", 23, 20)
    assert names(found)[:2] == ["Ash Carter", "Anna Payne00"]
    assert {link.name: link.stories for link in found.names}["Anna Payne05"] == 2
    assert found.names[0].url.startswith("/people/")


def test_the_most_covered_comes_first_if_asked(coverage):
    assert names(name_list(NameQuery(PERSON, order="coverage")))[:2] == ["Anna Payne05", "Ash Carter"]


def test_the_second_page_has_the_rest_and_keeps_the_letter(coverage):
    found = name_list(NameQuery(PERSON, "P", page=2))
    assert names(found) == ["Anna Payne20", "Anna Payne21"]
    assert (found.pages.previous, found.pages.next) == ("?letter=P", "")


def test_letters_count_all_names_whatever_is_shown(coverage):
    for query in (NameQuery(PERSON), NameQuery(PERSON, "C"), NameQuery(PERSON, page=2)):
        found = name_list(query)
        assert [(letter.letter, letter.names, letter.url) for letter in found.letters] == [
            ("C", 1, "?letter=C"), ("P", 22, "?letter=P"),
        ]  # fmt: skip
        assert [letter.letter for letter in found.letters if letter.is_current] == [*query.letter]


def test_a_letter_without_names_is_an_empty_list_that_leads_to_all_letters(coverage):
    found = name_list(NameQuery(PERSON, "Z"))
    assert (found.total, found.names, found.everything) == (0, (), "?")
    assert not found.pages


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (NameQuery(PLACE), ["Iraq", "Syria"]),
        (NameQuery(PLACE, order="coverage"), ["Iraq", "Syria"]),
        (NameQuery(PLACE, "M"), []),
        (NameQuery(PLACE, page=2), []),
        (NameQuery(PERSON), []),
        (NameQuery("country"), []),
    ],
    ids=str,
)
def test_countries_are_above_the_first_page_of_all_places(coverage, query, shown):
    assert [link.name for link in name_list(query).countries] == shown


def test_a_list_of_countries_has_countries_only(coverage):
    found = name_list(NameQuery("country"))
    assert (found.title, names(found)) == ("Countries", ["Iraq", "Syria"])


@pytest.mark.parametrize(("order", "current"), [("name", "A to Z"), ("coverage", "Most covered first")])
def test_the_order_in_use_is_marked_and_the_other_is_a_link(coverage, order, current):
    orders = name_list(NameQuery(PERSON, order=order)).orders
    assert {choice.name: choice.url for choice in orders} == {"A to Z": "?", "Most covered first": "?order=coverage"}
    assert [choice.name for choice in orders if choice.is_current] == [current]


def test_a_list_costs_no_query(coverage, django_assert_num_queries):
    with django_assert_num_queries(0):
        for kind in (*EntityKind, "country"):
            assert name_list(NameQuery(kind)).total
