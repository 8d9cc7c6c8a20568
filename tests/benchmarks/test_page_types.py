"""The addresses that benchmarks ask for, and the questions that they put to Tantivy beside the search pages."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from articles.models import Appearance, Article
from articles.models.article import is_published
from articles.search.open_index import open_index
from articles.search.query import search
from articles.search.result import StoryQuery
from benchmarks import raw_search
from benchmarks.page_types import page_types


@pytest.fixture
def pages(corpus, index):
    index()
    return page_types()


def test_every_address_answers(pages):
    client = Client()

    answers = {address: client.get(address).status_code for addresses in pages.values() for address in addresses}

    assert set(answers.values()) == {200}
    assert [name for name, addresses in pages.items() if not addresses] == []


@pytest.mark.parametrize("kind", ["person", "organization", "place", "country"])
def test_a_hot_record_is_in_more_stories_than_a_cold_one(pages, kind):
    rows = Appearance.objects.filter(is_published("article__")).values_list("entity", flat=True)
    stories = Counter(rows)

    def covered(state):
        return stories[int(pages[f"{kind}, {state}"][0].split("/")[2].partition("-")[0])]

    assert covered("hot") > covered("cold") >= 2


def test_the_story_of_a_hot_name_is_its_newest(pages):
    hot = int(pages["person, hot"][0].split("/")[2].partition("-")[0])

    newest = Article.objects.published().filter(appearances__entity=hot).newest_first().first()

    assert pages["story, hot names"][0] == newest.get_absolute_url()


@pytest.mark.parametrize("name", ["search, common", "search, middle", "search, rare"])
def test_tantivy_is_asked_the_question_of_the_page(pages, name):
    """As printed: the page would find other forms of the word as well."""
    address = pages[name][0]
    word = parse_qs(urlsplit(address).query)["q"][0]

    found = open_index().count(raw_search._query(address))

    assert found == search(StoryQuery(f'"{word}"')).total
    assert found < Article.objects.published().count()
