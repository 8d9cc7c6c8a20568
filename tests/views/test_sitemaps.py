"""Search engines find every public page in the sitemaps, and no other."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.listings import sitemaps
from articles.models import Article, StoryRecord
from articles.vocabulary import ArticleStatus
from tests.builders import a_country, a_person, an_article, an_organization, appear

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
_NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def addresses(client, url):
    """The paths in a sitemap or an index of sitemaps."""
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    tree = ET.fromstring(response.content)  # noqa: S314  # our own
    return [node.text.removeprefix(SITE) for node in tree.iter(f"{_NAME}loc")]


def everywhere(client):
    """All addresses of all sitemaps of the index."""
    files = addresses(client, "/sitemap.xml")
    return [address for name in files for address in addresses(client, name)]


@pytest.fixture
def written(index, monkeypatch):
    """Nine stories and a record that only a draft names; a file of a sitemap has four ids."""
    monkeypatch.setattr(sitemaps, "RANGE", 4)
    named = [a_person("Tal Orsey"), an_organization("Brenwick Council"), a_country("Norland", code="XN")]
    stories = [appear(an_article(f"Story {number} & more", "A text."), *named) for number in range(9)]
    appear(an_article("A draft", "A text.", review_status=ArticleStatus.DRAFT), a_person("Only In Draft"))
    index()
    cache.clear()
    return stories, named


def test_every_story_and_record_with_a_page_is_in_one_sitemap_once(client, written):
    stories, named = written
    found = everywhere(client)
    pages = [
        address for address in found if address.startswith(("/stories/", "/people/", "/organizations/", "/places/"))
    ]
    expected = {one.get_absolute_url() for one in (*stories, *named)}
    assert {address for address in pages if address.count("/") > 2} == expected
    assert len(found) == len(set(found))


def test_every_address_of_the_sitemaps_is_a_page(client, written):
    for address in everywhere(client):
        assert client.get(address).status_code == 200


def test_a_withdrawn_story_leaves_its_sitemap_before_its_record_does(client, written):
    gone = written[0][4]
    Article.objects.filter(pk=gone.pk).update(review_status=ArticleStatus.WITHDRAWN)
    assert StoryRecord.objects.filter(pk=gone.pk).exists()
    assert gone.get_absolute_url() not in everywhere(client)


@pytest.mark.parametrize("number", ["0", "-1", "999999999", "x", "1" * 40, "", "%00"])
def test_a_sitemap_that_there_is_not_is_not_found(client, written, number):
    assert client.get(f"/sitemaps/stories.xml?p={number}").status_code == 404


def test_a_file_costs_the_same_queries_however_many_stories_there_are(client, written, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        client.get("/sitemaps/stories.xml?p=2")
    with django_assert_max_num_queries(5):
        client.get("/sitemap.xml")


def test_a_site_without_stories_has_sitemaps_of_its_own_pages(client, index):
    index()
    assert "/about/" in everywhere(client)


def test_the_news_sitemap_has_the_stories_of_the_last_two_days(client, index):
    now = timezone.now()
    for hours in (1, 40, 60):
        an_article(
            f"{hours} <hours> ago", "A text.", date_published=now - timedelta(hours=hours), date_precision="minute"
        )
    an_article("Not dated", "A text.", date=None)
    index()
    cache.clear()
    tree = ET.fromstring(client.get("/sitemaps/news.xml").content)  # noqa: S314  # our own
    assert [node.text for node in tree.iter(f"{_NEWS}title")] == ["1 <hours> ago", "40 <hours> ago"]
