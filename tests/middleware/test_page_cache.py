from __future__ import annotations

import gzip
import threading
from datetime import UTC, datetime

import brotli
import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from articles.middleware import cached_page, page_cache
from tests.builders import an_article


class Site:
    """A page behind the page cache that counts how often it is rendered."""

    def __init__(self, monkeypatch):
        self.made = 0
        self.generation = "v1-1.10"
        self.response = lambda: HttpResponse(f"<p>page {self.made}</p>" + "x" * 1000)
        self.version, self.changed = 1, {}
        monkeypatch.setattr(page_cache, "generation", lambda: self.generation)
        monkeypatch.setattr(page_cache.changes, "current_version", lambda: self.version)
        monkeypatch.setattr(page_cache.changes, "keys_since", self.keys_since)
        self.position = page_cache.Position.EQUAL
        monkeypatch.setattr(page_cache, "index_position", lambda: self.position)
        monkeypatch.setattr(page_cache, "POLL_INTERVAL", 0)
        monkeypatch.setattr(cached_page.time, "time", lambda: 1_700_000_000.5)
        self.middleware = page_cache.PageCacheMiddleware(self.make, page_cache.PageCache())

    def keys_since(self, version):
        """None if too much has changed since."""
        changed = [keys for number, keys in self.changed.items() if number > version]
        return None if None in changed else set().union(*changed)

    def change(self, *keys):
        self.version += 1
        self.changed[self.version] = set(keys)

    def make(self, _request):
        self.made += 1
        return self.response()

    def get(self, path="/", **headers):
        request = RequestFactory().get(path, headers=headers)
        return self.middleware(request)


@pytest.fixture
def site(monkeypatch):
    return Site(monkeypatch)


def test_a_page_is_rendered_once_per_generation(site):
    first, second = site.get(), site.get()
    assert site.made == 1
    assert first.content == second.content


def test_a_new_generation_renders_the_page_again(site):
    site.get()
    site.generation = "v1-1.11"
    assert b"page 2" in site.get().content


def test_a_logged_in_editor_bypasses_the_cache(site):
    site.get()
    site.get(Cookie=f"{settings.SESSION_COOKIE_NAME}=abc")
    assert site.made == 2


@pytest.mark.parametrize("path", ["/admin/", "/static/x.css", "/?q=" + "x" * 500], ids=["admin", "static", "very long"])
def test_some_urls_are_never_cached(site, path):
    site.get(path)
    site.get(path)
    assert site.made == 2


def test_different_query_strings_are_different_pages(site):
    site.get("/search/?q=a")
    site.get("/search/?q=b")
    assert site.made == 2


def test_each_format_of_a_list_is_cached_separately(client, index):
    an_article("A bridge was repaired")
    index()
    for _ in range(2):
        types = {
            name: client.get(f"/stories/?format={name}")["Content-Type"].partition(";")[0]
            for name in ("html", "json", "atom")
        }
        assert types == {"html": "text/html", "json": "application/json", "atom": "application/atom+xml"}
    assert {key.rpartition("format=")[2] for key in page_cache.PAGES._pages} == {"html", "json", "atom"}


def test_csv_lists_are_streamed_and_cached_neither_here_nor_by_browsers(client, index):
    an_article("A bridge was repaired")
    index()
    answer = client.get("/stories/?format=csv")
    assert answer["Cache-Control"] == "public, max-age=1, must-revalidate"
    assert not page_cache.PAGES._pages


@pytest.mark.parametrize("status", [301, 404, 500])
def test_only_successful_responses_are_cached(site, status):
    site.response = lambda: HttpResponse("no", status=status)
    site.get()
    site.get()
    assert site.made == 2


def test_a_response_that_sets_a_cookie_is_not_cached(site):
    def with_cookie():
        response = HttpResponse("hello")
        response.set_cookie("a", "b")
        return response

    site.response = with_cookie
    site.get()
    site.get()
    assert site.made == 2


@pytest.mark.parametrize("how", ["no-store", "private, no-store", "no-store, max-age=0"])
def test_a_response_that_asks_not_to_be_stored_is_not_cached(site, how):
    site.response = lambda: HttpResponse("hello", headers={"Cache-Control": how})
    site.get()
    site.get()
    assert site.made == 2


def test_without_an_index_nothing_is_cached(site):
    site.generation = "none"
    site.get()
    site.get()
    assert site.made == 2


def test_a_browser_with_a_current_copy_gets_304(site):
    etag = site.get()["ETag"]
    again = site.get(**{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag


def test_a_browser_with_another_page_gets_the_page(site):
    site.get()
    assert site.get(**{"If-None-Match": '"other"'}).status_code == 200


def test_an_etag_takes_precedence_over_a_date(site):
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
    zipped = site.get(**{"Accept-Encoding": "deflate, gzip"})
    plain = site.get()
    assert zipped["Content-Encoding"] == "gzip"
    assert not plain.has_header("Content-Encoding")
    assert gzip.decompress(zipped.content).startswith(b"<p>page 1")
    assert "Accept-Encoding" in plain["Vary"]


def test_a_page_started_before_a_change_is_not_cached_after_it(site):
    def slow():
        site.generation = "v1-1.11"
        site.middleware.pages.is_open()  # another request notices the change in the meantime
        return HttpResponse(f"page {site.made}")

    site.response = slow
    site.get()
    site.get()
    assert site.made == 2


def test_the_oldest_pages_are_evicted_when_the_cache_is_full(site, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_BYTES", 2500)
    for path in ("/a", "/b", "/c", "/c", "/a"):
        site.get(path)
    assert site.made == 4


def test_a_new_day_starts_a_new_edition(site, monkeypatch):
    site.get()
    monkeypatch.setattr(page_cache.timezone, "now", lambda: datetime(2030, 1, 1, tzinfo=UTC))
    site.get()
    assert site.made == 2


def showing(*keys):
    """A response that shows these records."""
    response = HttpResponse("x" * 1000)
    response.record_keys = keys
    return response


def test_a_page_is_dropped_when_a_record_that_it_shows_changes(site):
    site.response = lambda: showing("story:1", "entity:7")
    site.get()
    site.change("entity:7")
    site.get()
    assert site.made == 2


def test_a_page_stays_when_another_record_or_the_index_changes(site):
    site.response = lambda: showing("story:1", "entity:7")
    site.get()
    site.change("story:2", "entity:8")
    site.generation = "v1-1.11"
    site.get()
    assert site.made == 1


def test_a_page_of_a_list_is_dropped_when_any_record_changes(site):
    site.get()
    site.change("story:2")
    site.get()
    assert site.made == 2


def test_all_pages_are_dropped_when_it_is_not_known_what_changed(site):
    site.response = lambda: showing("story:1")
    site.get()
    site.version, site.changed[2] = 2, None
    site.get()
    assert site.made == 2


def test_pages_are_sent_while_the_database_is_away(site, monkeypatch):
    site.get()

    def away():
        raise OperationalError("the database is away")

    monkeypatch.setattr(page_cache.changes, "current_version", away)
    assert site.get().status_code == 200
    assert site.made == 1


def test_one_request_renders_a_page_while_others_get_the_dropped_copy(site):
    site.response = lambda: showing("story:1")
    old = site.get()
    site.change("story:1")

    def render_while_another_asks():
        if site.made == 2:
            others.append(site.get())
        return HttpResponse("new" * 400)

    others = []
    site.response = render_while_another_asks
    assert site.get().content == b"new" * 400
    assert [answer.content for answer in others] == [old.content]
    assert site.made == 2


def test_a_dropped_copy_that_is_too_old_is_not_sent(site, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_STALE", -1)
    monkeypatch.setattr(page_cache, "MAX_WAIT", 0)
    site.response = lambda: showing("story:1")
    site.get()
    site.change("story:1")
    site.response = lambda: site.get() if site.made == 2 else HttpResponse("new" * 400)
    assert site.get().content == b"new" * 400
    assert site.made == 3


def test_a_request_waits_for_another_that_renders_the_same_page(site):
    entered, go_on = threading.Event(), threading.Event()

    def slow():
        entered.set()
        go_on.wait(30)
        return HttpResponse("x" * 1000)

    site.response = slow
    answers = []
    first = threading.Thread(target=lambda: answers.append(site.get()))
    first.start()
    entered.wait(30)
    second = threading.Thread(target=lambda: answers.append(site.get()))
    second.start()
    go_on.set()
    first.join(30)
    second.join(30)
    assert (len(answers), site.made) == (2, 1)


def test_a_failure_to_render_lets_the_next_request_render(site):
    site.response = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        site.get()
    site.response = lambda: HttpResponse("x" * 1000)
    assert site.get().status_code == 200


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("br, gzip", "br"), ("gzip, br;q=0.9", "br"), ("br;q=0, gzip", "gzip"), ("identity", ""), ("brx", ""), ("", "")],
    ids=str,
)
def test_a_page_is_sent_in_the_best_encoding_that_the_browser_takes(site, accepted, sent):
    answer = site.get(**{"Accept-Encoding": accepted})
    assert answer.get("Content-Encoding", "") == sent
    body = {"br": brotli.decompress, "gzip": gzip.decompress}.get(sent, bytes)(answer.content)
    assert body.startswith(b"<p>page 1")


def test_a_page_for_a_signed_in_editor_is_compressed_but_not_cached(site):
    answer = site.get(**{"Cookie": f"{settings.SESSION_COOKIE_NAME}=abc", "Accept-Encoding": "br"})
    assert answer["Content-Encoding"] == "br"
    assert not site.middleware.pages.get("br http testserver /")


def test_pages_made_while_the_index_lacked_a_change_are_dropped_when_it_has_it(site):
    site.response = lambda: showing("story:1")
    site.get()
    site.position = page_cache.Position.BEHIND
    site.change("story:1")
    site.get()
    assert site.made == 2
    site.position, site.generation = page_cache.Position.EQUAL, "v1-1.11"
    site.get()
    site.generation = "v1-1.12"
    site.get()
    assert site.made == 3


def test_all_pages_are_dropped_again_if_it_was_unknown_what_the_index_lacked(site):
    site.response = lambda: showing("story:1")
    site.position = page_cache.Position.BEHIND
    site.change()
    site.changed[site.version] = None
    site.get()
    site.position, site.generation = page_cache.Position.EQUAL, "v1-1.11"
    site.get()
    assert site.made == 2
