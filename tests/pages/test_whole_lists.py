"""Whole lists of stories: what the record answers is what the search index answers."""

from __future__ import annotations

import pytest

from articles.models import Article, ListRecord, Quotation, RecordState
from articles.pages import whole_lists as whole_lists_module
from articles.pages.whole_lists import list_counts, newest_with, number_of, stories_of, story_total
from articles.search.list_counts import ALL_STORIES, QUOTATIONS, TOTAL, list_key
from articles.search.query import search
from articles.search.result import StoryQuery
from tests.builders import a_person, an_article, an_outlet, appear

pytestmark = pytest.mark.django_db
STORIES, PAGE = 13, 5


@pytest.fixture
def carter(index):
    """The person whom nine of thirteen stories name; every fourth story is undated, one more is a draft."""
    carter, outlets = a_person("Ash Carter"), [an_outlet("Sample Desk"), an_outlet("Other Desk")]
    for number in range(STORIES):
        day = None if number % 4 == 0 else f"201{number % 3 + 5}-0{number % 9 + 1}-11"
        article = an_article(f"Story {number}", date=day, outlet=outlets[number % 2])
        if number < 9:
            appear(article, carter)
    appear(an_article("Draft", status="draft"), carter)
    index()
    return carter


def whole_lists(carter):
    return [StoryQuery(page_size=PAGE), StoryQuery(entities=(carter.pk,), page_size=PAGE)]


def without_records():
    RecordState.objects.update(format="")


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_every_page_of_a_whole_list_is_that_of_the_index(carter, sort):
    for query in whole_lists(carter):
        for page in range(1, 5):
            asked = StoryQuery(entities=query.entities, sort=sort, page=page, page_size=PAGE)
            record, index = stories_of(asked), search(asked)
            assert [hit.article_id for hit in record.hits] == [hit.article_id for hit in index.hits], (sort, page)


def test_counts_choices_and_months_are_those_of_the_index(carter):
    for query in whole_lists(carter):
        record, index = stories_of(query), search(query)
        assert (record.total, record.undated, record.histogram) == (index.total, index.undated, index.histogram)
        assert record.facets == index.facets


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_undated_stories_come_last_in_both_orders(carter, sort):
    result = stories_of(StoryQuery(sort=sort, page_size=50))
    undated = Article.objects.published().filter(date_published=None).values_list("pk", flat=True)
    assert (result.total, result.undated) == (STORIES, 4)
    assert {hit.article_id for hit in result.hits[-4:]} == set(undated)


@pytest.mark.parametrize(
    "narrowed",
    [
        {"text": "Story"},
        {"filters": {"outlet": (1,)}},
        {"sort": "relevance"},
        {"exact": True},
        {"entities": (1, 2)},
    ],
    ids=str,
)
def test_part_of_a_list_is_a_search_and_costs_no_query(carter, narrowed, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert stories_of(StoryQuery(**narrowed)) == search(StoryQuery(**narrowed))


def test_a_whole_list_costs_two_queries_and_one_if_its_counts_are_known(carter, django_assert_num_queries):
    query = StoryQuery(entities=(carter.pk,))
    with django_assert_num_queries(2):
        first = stories_of(query)
    counts = list_counts(list_key(carter.pk))
    with django_assert_num_queries(1):
        assert stories_of(query, counts) == first


def test_until_the_record_has_all_stories_the_index_answers(carter):
    whole = [stories_of(query) for query in whole_lists(carter)]
    without_records()
    assert list_counts(ALL_STORIES) is None
    assert [stories_of(query).total for query in whole_lists(carter)] == [result.total for result in whole]
    assert story_total() == STORIES


def test_a_page_that_was_counted_wrongly_shows_that_its_counts_are_read(carter):
    ListRecord.objects.filter(pk=ALL_STORIES).update(shown={TOTAL: {"": 99}})
    assert story_total() == stories_of(StoryQuery()).total == 99


def test_the_filters_of_a_list_are_made_once_for_all_its_pages(carter):
    for query in whole_lists(carter):
        assert stories_of(query).facets is stories_of(query.on_page(2)).facets
    everything, of_carter = (stories_of(query) for query in whole_lists(carter))
    assert everything.facets != of_carter.facets


def test_filters_change_with_the_counts_of_a_list(carter, index):
    before = stories_of(StoryQuery())
    an_article("One more", date="2020-02-03", outlet=an_outlet("New Desk"))
    index()
    after = stories_of(StoryQuery())
    assert (after.total, after.histogram[-1]) == (before.total + 1, ("2020-02", 1))
    assert "New Desk" in [choice.name for choice in after.facets["outlet"]]


def test_filters_of_more_lists_than_are_cached_are_made_again(carter, monkeypatch):
    monkeypatch.setattr(whole_lists_module, "_MAX_CACHED_LISTS", 1)
    for query in whole_lists(carter) * 2:
        assert stories_of(query).facets == search(query).facets


def test_without_an_index_no_list_is_shown(carter, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    assert stories_of(StoryQuery()).hits == ()


@pytest.mark.parametrize(("counts", "number"), [({}, 0), ({QUOTATIONS: {}}, 0), ({QUOTATIONS: {"": 3}}, 3)], ids=str)
def test_a_list_without_quotations_has_none(counts, number):
    assert number_of(counts, QUOTATIONS) == number


def test_the_newest_stories_with_a_quotation_are_those_of_the_entity_that_says_it(index):
    carter, kerry = a_person("Ash Carter"), a_person("John Kerry")
    articles = [an_article(f"Story {month}", date=f"2016-0{month}-11") for month in (1, 3, 2)]
    for article in articles:
        appear(article, carter, kerry)
        Quotation.objects.create(
            article=article, block=0, start=0, end=9, text="Engineers", status="accepted", speaker=carter
        )
    index()
    assert list(newest_with(carter.pk, QUOTATIONS, 2)) == [(articles[1].pk, True), (articles[2].pk, True)]
    assert list(newest_with(kerry.pk, QUOTATIONS, 2)) == []
