from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from articles.middleware import page_cache
from tests.builders import an_article


class Site:
    """A page that counts how often it is made, behind the page cache."""

    def __init__(self, monkeypatch):
        self.made = 0
        self.generation = "v1-1.10"
        self.response = lambda: HttpResponse(f"<p>page {self.made}</p>" + "x" * 1000)
        monkeypatch.setattr(page_cache, "generation", lambda: self.generation)
        monkeypatch.setattr(page_cache, "POLL_INTERVAL", 0)
        monkeypatch.setattr(page_cache.time, "time", lambda: 1_700_000_000.5)
        self.middleware = page_cache.PageCacheMiddleware(self.make, page_cache.PageCache())

    def make(self, _request):
        self.made += 1
        return self.response()

    def get(self, path="/", **headers):
        request = RequestFactory().get(path, headers=headers)
        return self.middleware(request)


@pytest.fixture
def site(monkeypatch):
    return Site(monkeypatch)


def test_a_page_is_made_once_for_one_generation(site):
    first, second = site.get(), site.get()
    assert site.made == 1
    assert first.content == second.content


def test_a_new_generation_makes_the_page_anew(site):
    site.get()
    site.generation = "v1-1.11"
    assert b"page 2" in site.get().content


def test_a_signed_in_editor_goes_past_the_cache(site):
    site.get()
    site.get(Cookie=f"{settings.SESSION_COOKIE_NAME}=abc")
    assert site.made == 2


@pytest.mark.parametrize("path", ["/admin/", "/static/x.css", "/?q=" + "x" * 500], ids=["admin", "static", "very long"])
def test_some_addresses_are_never_kept(site, path):
    site.get(path)
    site.get(path)
    assert site.made == 2


def test_other_words_of_the_question_are_another_page(site):
    site.get("/search/?q=a")
    site.get("/search/?q=b")
    assert site.made == 2


def test_each_format_of_a_list_is_kept_by_itself(client, index):
    an_article("A bridge was repaired")
    index()
    for _ in range(2):
        types = {
            name: client.get(f"/stories/?format={name}")["Content-Type"].partition(";")[0]
            for name in ("html", "json", "atom")
        }
        assert types == {"html": "text/html", "json": "application/json", "atom": "application/atom+xml"}
    assert {key.rpartition("format=")[2] for key in page_cache.PAGES._pages} == {"html", "json", "atom"}


def test_a_list_as_csv_is_streamed_past_the_cache_and_not_kept_by_browsers(client, index):
    an_article("A bridge was repaired")
    index()
    answer = client.get("/stories/?format=csv")
    assert answer["Cache-Control"] == "public, max-age=1, must-revalidate"
    assert not page_cache.PAGES._pages


@pytest.mark.parametrize("status", [301, 404, 500])
def test_only_good_answers_are_kept(site, status):
    site.response = lambda: HttpResponse("no", status=status)
    site.get()
    site.get()
    assert site.made == 2


def test_an_answer_that_sets_a_cookie_is_not_kept(site):
    def with_cookie():
        response = HttpResponse("hello")
        response.set_cookie("a", "b")
        return response

    site.response = with_cookie
    site.get()
    site.get()
    assert site.made == 2


def test_without_an_index_nothing_is_kept(site):
    site.generation = "none"
    site.get()
    site.get()
    assert site.made == 2


def test_a_browser_that_has_the_page_is_told_so(site):
    etag = site.get()["ETag"]
    again = site.get(**{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag


def test_a_browser_with_another_page_gets_the_page(site):
    site.get()
    assert site.get(**{"If-None-Match": '"other"'}).status_code == 200


def test_an_etag_goes_before_a_date(site):
    site.get()
    headers = {"If-None-Match": '"other"', "If-Modified-Since": "Wed, 15 Nov 2023 00:00:00 GMT"}
    assert site.get(**headers).status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [("Tue, 14 Nov 2023 22:13:20 GMT", 304), ("Tue, 14 Nov 2023 22:13:19 GMT", 200), ("yesterday", 200)],
    ids=["as new as the page", "a second older", "not a date"],
)
def test_a_date_is_compared_to_the_second(site, since, status):
    site.get()
    assert site.get(**{"If-Modified-Since": since}).status_code == status


def test_gzip_is_sent_only_where_it_is_taken(site):
    zipped = site.get(**{"Accept-Encoding": "br, gzip"})
    plain = site.get()
    assert zipped["Content-Encoding"] == "gzip"
    assert not plain.has_header("Content-Encoding")
    assert gzip.decompress(zipped.content).startswith(b"<p>page 1")
    assert "Accept-Encoding" in plain["Vary"]


def test_a_page_that_was_begun_before_a_change_is_not_kept_after_it(site):
    def slow():
        site.generation = "v1-1.11"
        site.middleware.pages.is_open()  # another reader notices meanwhile
        return HttpResponse(f"page {site.made}")

    site.response = slow
    site.get()
    site.get()
    assert site.made == 2


def test_the_oldest_pages_go_when_there_is_no_room(site, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_BYTES", 2500)
    for path in ("/a", "/b", "/c", "/c", "/a"):
        site.get(path)
    assert site.made == 4


def test_a_new_day_is_a_new_edition(site, monkeypatch):
    site.get()
    monkeypatch.setattr(page_cache.timezone, "now", lambda: datetime(2030, 1, 1, tzinfo=UTC))
    site.get()
    assert site.made == 2
