"""A list of stories: its filters, the address without each, the choices offered, its forms, orders and pages."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pages.stories import address, bare, filters_in_force, is_filtered, months_address, story_list
from articles.search.facets.base import FacetValue
from articles.search.result import MAX_PAGE, SearchResult, StoryQuery

pytestmark = pytest.mark.django_db
DAY = date(2016, 7, 21)
FULL = StoryQuery(
    text="aid",
    exact=True,
    filters={"outlet": (1, 2), "year": (2016,)},
    date_from=DAY,
    date_to=date(2016, 8, 1),
    sort="oldest",
    page=3,
)


def a_choice(value, total=1, *, selected=False):
    return FacetValue(value, f"Value {value}", total, selected)


def a_result(query=StoryQuery(), total=0, **fields):  # noqa: B008  # frozen
    return SearchResult(query, (), total, **fields)


def test_a_list_without_parameters_still_has_an_address():
    assert address(StoryQuery()) == "?"
    assert address(StoryQuery(), page=2) == "?page=2"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2016-07", "2016-07", "?from=2016-07-01&to=2016-07-31"),
        ("2015-12", "2016-02", "?from=2015-12-01&to=2016-02-29"),
        ("2015-02", "2015-02", "?from=2015-02-01&to=2015-02-28"),
    ],
)
def test_months_are_whole_and_the_list_begins_on_its_first_page(first, last, expected):
    assert months_address(StoryQuery(page=4), first, last) == expected


def test_months_replace_the_days_of_a_list_and_keep_its_other_filters():
    assert months_address(FULL, "2017-01", "2017-02") == (
        "?q=aid&exact=1&outlet=1&outlet=2&year=2016&from=2017-01-01&to=2017-02-28&sort=oldest"
    )


@pytest.mark.parametrize(
    ("query", "filtered"),
    [
        (StoryQuery(), False),
        (StoryQuery("aid"), False),
        (StoryQuery(entities=(3,)), False),
        (StoryQuery(page=2), False),
        (StoryQuery(sort="oldest"), False),
        (StoryQuery("aid", exact=True), False),
        (StoryQuery(filters={"year": (2016,)}), True),
        (StoryQuery(date_from=DAY), True),
        (StoryQuery(date_to=DAY), True),
    ],
    ids=str,
)
def test_words_order_and_page_are_no_filters(query, filtered):
    assert is_filtered(query) is filtered


def test_without_filters_a_list_keeps_its_words_its_entity_and_the_size_of_its_pages():
    query = StoryQuery("aid", entities=(3,), filters={"year": (2016,)}, sort="oldest", page=2, page_size=5)
    assert bare(query) == StoryQuery("aid", entities=(3,), page_size=5)


def test_each_filter_is_removed_by_itself():
    facets = {
        "outlet": (a_choice(1, selected=True), a_choice(2, selected=True)),
        "year": (a_choice(2016, selected=True),),
    }
    filters = filters_in_force(FULL, facets)
    assert [(each.kind, each.name, each.remove) for each in filters] == [
        ("outlets", "Value 1", "?q=aid&exact=1&outlet=2&year=2016&from=2016-07-21&to=2016-08-01&sort=oldest"),
        ("outlets", "Value 2", "?q=aid&exact=1&outlet=1&year=2016&from=2016-07-21&to=2016-08-01&sort=oldest"),
        ("years", "Value 2016", "?q=aid&exact=1&outlet=1&outlet=2&from=2016-07-21&to=2016-08-01&sort=oldest"),
        (
            "words",
            "Exact words only",
            "?q=aid&outlet=1&outlet=2&year=2016&from=2016-07-21&to=2016-08-01&sort=oldest",
        ),
        ("dates", "From 21 July 2016", "?q=aid&exact=1&outlet=1&outlet=2&year=2016&to=2016-08-01&sort=oldest"),
        ("dates", "To 1 August 2016", "?q=aid&exact=1&outlet=1&outlet=2&year=2016&from=2016-07-21&sort=oldest"),
    ]


def test_a_choice_that_is_not_selected_is_no_filter():
    assert filters_in_force(StoryQuery(), {"year": (a_choice(2016),)}) == ()


def groups(result):
    return {group.name: group for group in story_list(result).panels.facets}


def test_a_facet_whose_choices_change_nothing_is_not_offered():
    facets = {"year": (a_choice(2016, 5),), "genre": (a_choice("opinion", 4), a_choice("analysis", 5))}
    assert set(groups(a_result(total=5, facets=facets))) == {"genre"}


def test_a_selected_choice_stays_to_be_undone_even_if_all_stories_have_it():
    facets = {"year": (a_choice(2016, 5, selected=True),)}
    assert set(groups(a_result(total=5, facets=facets))) == {"year"}


def test_six_choices_are_shown_at_once_and_selected_ones_come_first():
    values = [a_choice(number, 20 - number, selected=number == 8) for number in range(9)]
    group = groups(a_result(total=50, facets={"outlet": tuple(values)}))["outlet"]
    assert [value.value for value in group.shown] == [8, 0, 1, 2, 3, 4]
    assert [value.value for value in group.more] == [5, 6, 7]


def test_all_selected_choices_are_shown_however_many():
    values = tuple(a_choice(number, selected=number < 8) for number in range(10))
    group = groups(a_result(total=50, facets={"outlet": values}))["outlet"]
    assert (len(group.shown), len(group.more)) == (8, 2)


def test_a_list_without_words_cannot_be_sorted_by_relevance():
    assert [sort.name for sort in story_list(a_result()).panels.sorts] == ["Newest first", "Oldest first"]
    sorts = story_list(a_result(FULL)).panels.sorts
    assert [sort.name for sort in sorts if sort.is_current] == ["Oldest first"]
    assert sorts[2].name == "Best match"
    assert all("page=" not in sort.url for sort in sorts)


def test_the_forms_carry_along_what_they_do_not_set():
    found = story_list(a_result(FULL)).panels
    assert found.facet_form == (
        ("q", "aid"), ("exact", "1"), ("from", "2016-07-21"), ("to", "2016-08-01"), ("sort", "oldest"),
    )  # fmt: skip
    assert found.date_form == (
        ("q", "aid"), ("exact", "1"), ("outlet", "1"), ("outlet", "2"), ("year", "2016"), ("sort", "oldest"),
    )  # fmt: skip
    assert found.clear == "?q=aid"


def test_an_empty_list_has_no_chart_no_pages_and_no_filters():
    found = story_list(a_result())
    assert (found.total, found.cards, found.panels.filters, found.panels.facets, found.notes) == (0, (), (), (), ())
    assert found.panels.chart is None
    assert not found.pages


@pytest.mark.parametrize(("total", "more"), [(MAX_PAGE * 20, False), (MAX_PAGE * 20 + 1, True)])
def test_a_list_says_when_it_has_more_stories_than_pages(total, more):
    assert story_list(a_result(total=total)).has_more_than_pages is more


def test_the_pages_of_a_list_keep_its_filters():
    found = story_list(a_result(StoryQuery(filters={"year": (2016,)}, page=2), total=50))
    assert (found.pages.previous, found.pages.next) == ("?year=2016", "?year=2016&page=3")
    assert (found.pages.first, found.pages.last) == (21, 40)


def test_the_notes_about_an_address_are_those_of_its_query():
    query = StoryQuery(address_notes=("There is no year “x”; it was ignored.",))
    assert story_list(a_result(query)).address_notes == query.address_notes


def test_the_panels_of_a_list_are_made_once_for_all_its_pages():
    first, second = (story_list(a_result(StoryQuery("aid", page=page), total=50)) for page in (1, 2))
    assert first.panels is second.panels


def test_panels_are_made_again_for_other_counts_and_other_words():
    panels = story_list(a_result(StoryQuery("aid"), total=50)).panels
    assert story_list(a_result(StoryQuery("aid"), total=51)).panels is not panels
    assert story_list(a_result(StoryQuery("aids"), total=50)).panels is not panels
