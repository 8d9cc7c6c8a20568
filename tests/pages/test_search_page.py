"""The search page: recognized names, names to choose from, near names, and the way to other results."""

from __future__ import annotations

import pytest

from articles.pages.search_page import MOST_NAMES, SEARCHED_AT_ONCE, search_page
from articles.search.result import StoryQuery
from tests.builders import a_person, an_article, an_organization, appear

pytestmark = pytest.mark.django_db


@pytest.fixture
def coverage(index):
    """Two people and an organization with nine other names, in one story; a draft about somebody else."""
    others = ("IS", "Daesh", *(f"Caliphate of Example {letter}" for letter in "ABCDEFGH"))
    group, carter, kerry = an_organization("Islamic State", *others), a_person("Ash Carter"), a_person("John Kerry")
    appear(an_article("Talks", "Ash Carter and John Kerry spoke of Daesh."), group, carter, kerry)
    appear(an_article("Hidden", status="draft"), a_person("Zoe Zed"))
    index()
    return {entity.name: entity for entity in (group, carter, kerry)}


def names(links):
    return [link.name for link in links]


def test_a_search_without_words_lists_all_stories_and_recognizes_nothing(coverage):
    page = search_page(StoryQuery())
    assert (page.text, page.searched, page.names, page.near) == ("", (), (), ())
    assert (page.only_words, page.all_names, page.problem) == ("", "", "")
    assert page.stories.total == 1


def test_a_recognized_name_is_shown_with_its_other_names_the_first_eight_at_once(coverage):
    (found,) = search_page(StoryQuery("Daesh")).searched
    assert (found.words, found.entity.name, found.entity.stories) == ("Daesh", "Islamic State", 1)
    assert found.entity.url == coverage["Islamic State"].get_absolute_url()
    assert len(found.names) == SEARCHED_AT_ONCE
    assert len({*found.names, *found.more}) == len(found.names) + len(found.more) > SEARCHED_AT_ONCE


def test_a_recognized_name_is_not_offered_again_as_a_name(coverage):
    page = search_page(StoryQuery("Ash Carter"))
    assert names(found.entity for found in page.searched) == ["Ash Carter"]
    assert page.names == ()


def test_the_beginning_of_a_name_offers_it(coverage):
    assert names(search_page(StoryQuery("Cart")).names) == ["Ash Carter"]


def test_a_name_of_a_draft_is_neither_recognized_nor_offered(coverage):
    for words in ("Zoe Zed", "Zoe", "Zo"):
        page = search_page(StoryQuery(words))
        assert (page.searched, page.names, page.near, page.stories.total) == ((), (), (), 0)


def test_a_recognized_name_can_be_searched_as_words_only_and_back(coverage):
    page = search_page(StoryQuery("Daesh", page=2))
    assert (page.only_words, page.all_names) == ("?q=Daesh&exact=1", "")
    exact = search_page(StoryQuery("Daesh", exact=True))
    assert (exact.only_words, exact.all_names) == ("", "?q=Daesh")


def test_words_that_are_no_name_have_no_other_way_to_be_searched(coverage):
    page = search_page(StoryQuery("spoke"))
    assert (page.searched, page.only_words, page.stories.total) == ((), "", 1)


@pytest.mark.parametrize(
    ("misspelt", "meant"), [("Ash Cartr", "Ash Carter"), ("Ishlamic Stade", "Islamic State"), ("Zoe Zedd", "")]
)
def test_a_misspelt_name_leads_to_the_near_one(coverage, misspelt, meant):
    page = search_page(StoryQuery(misspelt))
    assert page.stories.total == 0
    assert names(page.near)[:1] == ([meant] if meant else [])


def test_near_names_do_not_repeat_those_that_are_offered(coverage):
    for words in ("Cart", "Carter Kerri", "John Kerri"):
        page = search_page(StoryQuery(words))
        assert not set(page.near) & set(page.names)


def test_of_many_recognized_names_six_are_shown_at_once(index):
    people = [
        a_person(f"{first} Examplename") for first in ("Ann", "Bea", "Cleo", "Dora", "Eve", "Fay", "Gail", "Hope")
    ]
    appear(an_article(), *people)
    index()
    page = search_page(StoryQuery(" ".join(person.name for person in people[:8])))
    assert len(page.searched) == MOST_NAMES
    assert names(found.entity for found in (*page.searched, *page.more_searched)) == [p.name for p in people]


def test_while_there_is_no_index_the_page_says_so(db, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    page = search_page(StoryQuery("Daesh"))
    assert page.problem
    assert (page.searched, page.names, page.near, page.stories.total) == ((), (), (), 0)


@pytest.mark.parametrize(("words", "queries"), [("", 3), ("Daesh", 1), ("zzz", 0)])
def test_a_search_costs_its_cards_only(coverage, words, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        search_page(StoryQuery(words))
