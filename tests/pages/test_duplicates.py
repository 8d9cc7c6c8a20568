"""The other outlets that published the same text, on the page of a story."""

from __future__ import annotations

import pytest

from articles.models import DuplicateCluster
from articles.pages.story_page import story_page
from tests.builders import an_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return DuplicateCluster.objects.create()


def duplicates_on_page(article):
    return [(copy.site, copy.url) for copy in story_page(article.pk).duplicates]


def test_a_story_names_the_other_outlets_of_its_group(group):
    story = an_article("Pumps", outlet="Valley Post", cluster=group)
    other = an_article("Water", outlet="Coast Herald", cluster=group)
    assert duplicates_on_page(story) == [("Coast Herald", other.get_absolute_url())]


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_an_unpublished_near_duplicate_is_not_named(group, status):
    story = an_article("Pumps", outlet="Valley Post", cluster=group)
    an_article("Water", outlet="Coast Herald", cluster=group, status=status)
    assert duplicates_on_page(story) == []


def test_a_story_of_no_group_names_no_other_of_none(group):
    story = an_article("Pumps")
    an_article("Water")
    assert duplicates_on_page(story) == []


def test_near_duplicates_take_no_additional_query(group, django_assert_num_queries):
    story = an_article("Pumps", outlet="Valley Post", cluster=group)
    for number in range(5):
        an_article("Water", outlet=f"Herald {number}", cluster=group)
    with django_assert_num_queries(8):  # story, duplicates, names, quotations, pledges, links, notes, changes
        story_page(story.pk)


def test_the_page_links_them(client, group):
    story = an_article("Pumps", outlet="Valley Post", cluster=group)
    other = an_article("Water", outlet="Coast Herald", cluster=group)
    page = client.get(story.get_absolute_url()).content.decode()
    assert f'Also published by: <a href="{other.get_absolute_url()}" title="Water"><bdi>Coast Herald</bdi></a>' in page
