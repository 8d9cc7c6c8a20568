"""What search engines are asked to skip and to index."""

from __future__ import annotations

import re

import pytest

from tests.builders import a_person, an_article, appear

pytestmark = pytest.mark.django_db

PLAIN = [
    "/",
    "/stories/",
    "/stories/7-a-story/",
    "/stories/7/versions/",
    "/people/",
    "/people/3-ash-carter/",
    "/places/",
    "/about/",
    "/corrections/",
    "/sitemap.xml",
    "/sitemaps/stories.xml",
    "/sitemaps/stories.xml?p=2",
    "/static/css/base.css",
]
COMPARED = ["/stories/7/versions/?from=1&to=2", "/stories/7/versions/?before=51"]
NARROWED = ["/stories/?country=5", "/stories/?sort=oldest", "/stories/?year=2016&page=2", "/people/?letter=C", "/people/?order=coverage"]  # fmt: skip

FORMATS = ["/stories/?format=csv", "/stories/?page=2&format=json", "/people/?format=atom"]


class Rules:
    """The rules of a robots.txt according to RFC 9309: a star matches anything, the longest match decides."""

    def __init__(self, text):
        lines = [line.partition(":") for line in text.splitlines() if not line.startswith("#")]
        self.rules = [(name, value.strip()) for name, _, value in lines if name in ("Allow", "Disallow")]

    def allow(self, address):
        def matches(pattern):
            return re.match(re.escape(pattern).replace(r"\*", ".*"), address)

        found = [(len(pattern), name == "Allow") for name, pattern in self.rules if matches(pattern)]
        return max(found, default=(0, True))[1]


@pytest.fixture
def rules(client):
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return Rules(answer.content.decode())


@pytest.mark.parametrize("address", [*PLAIN, "/stories/?page=2", "/people/?page=3"])
def test_crawlers_may_read_plain_pages(rules, address):
    assert rules.allow(address)


@pytest.mark.parametrize(
    "address",
    [
        *NARROWED,
        *COMPARED,
        *FORMATS,
        "/search/?q=Mosul",
        "/search/",
        "/search/suggest/?q=M",
        "/admin/",
        "/admin/login/",
    ],
)
def test_crawlers_are_kept_out_of_filters_search_and_desk(rules, address):
    assert not rules.allow(address)


def test_the_sitemaps_that_are_promised_exist_and_may_be_read(client, rules):
    promised = re.findall(
        r"^Sitemap: http://testserver(\S+)$", client.get("/robots.txt").content.decode(), re.MULTILINE
    )
    assert promised == ["/sitemap.xml", "/sitemaps/news.xml"]
    for address in promised:
        assert rules.allow(address)
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", NARROWED)
def test_a_narrowed_list_names_the_whole_list_and_asks_not_to_be_indexed(index, client, address):
    index()
    page = client.get(address).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert re.findall(r'rel="canonical" href="([^"]+)"', page) == [f"http://testserver{address.partition('?')[0]}"]


@pytest.mark.parametrize("address", ["/stories/", "/people/", "/places/", "/stories/?page=2"])
def test_a_whole_list_may_be_indexed(index, client, address):
    index()
    assert "noindex" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("query", "robots"), [("?sort=oldest", "noindex"), ("?utm=1", "noindex"), ("?page=2", None), ("", None)]
)
def test_a_narrowed_page_of_a_person_names_the_whole_page_and_asks_not_to_be_indexed(index, client, query, robots):
    person = a_person()
    appear(an_article(), person)
    index()
    answer = client.get(person.get_absolute_url() + query)
    assert answer.get("X-Robots-Tag") == robots
    assert f'<link rel="canonical" href="{person.get_absolute_url()}">' in answer.content.decode()


def test_a_browser_that_asks_for_the_usual_icon_gets_one(client):
    assert client.get("/favicon.ico", follow=True).status_code == 200
