"""Searches per address: the limit holds in any minute, says when to try again, and is not for cached pages."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.middleware import rate_limit
from articles.middleware.page_cache import PageCache, PageCacheMiddleware
from articles.middleware.rate_limit import RateLimit, SearchRateMiddleware
from tests.thoroughness import examples


class Clock:
    def __init__(self, now=1000.0):
        self.now = now

    def __call__(self):
        return self.now


def test_the_limit_holds_and_ends_when_it_says():
    clock = Clock()
    limit = RateLimit(3, clock)
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 0]
    seconds = limit.wait("a")
    assert seconds == 20  # the minute that began at 960
    clock.now += seconds
    # The three of the minute before still count, but for what of it is more than a minute ago.
    clock.now += limit.wait("a")
    assert limit.wait("a") == 0


def test_clients_are_counted_separately():
    limit = RateLimit(1, Clock())
    assert [limit.wait("a"), limit.wait("b")] == [0, 0]
    assert limit.wait("a")
    assert limit.wait("b")


def test_a_client_that_was_away_for_two_minutes_starts_from_zero():
    clock = Clock()
    limit = RateLimit(2, clock)
    assert [limit.wait("a") for _ in range(2)] == [0, 0]
    clock.now += 121
    assert [limit.wait("a") for _ in range(2)] == [0, 0]


def test_the_number_of_clients_in_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(rate_limit, "MAX_CLIENTS", 10)
    limit = RateLimit(1, Clock())
    for number in range(50):
        limit.wait(str(number))
    assert limit.wait("49")
    assert limit.wait("0") == 0


@given(
    st.integers(1, 20),
    st.lists(st.floats(0, 40, allow_nan=False), max_size=200),
)
@settings(max_examples=examples(100))
def test_no_minute_of_the_clock_has_more_than_the_limit_and_waiting_helps(most, pauses):
    clock = Clock(0.0)
    limit = RateLimit(most, clock)
    allowed = []
    for pause in pauses:
        clock.now += pause
        seconds = limit.wait("a")
        if not seconds:
            allowed.append(clock.now)
        else:
            assert 1 <= seconds <= 60
    by_minute = [int(at // 60) for at in allowed]
    assert all(by_minute.count(minute) <= most for minute in set(by_minute))


@pytest.fixture
def ask():
    """The response to a path from an address, after at most two searches a minute."""
    clock = Clock()
    middleware = SearchRateMiddleware(lambda _request: HttpResponse("found"), RateLimit(2, clock))

    def ask(path, address="198.51.100.1", **meta):
        return middleware(RequestFactory().get(path, REMOTE_ADDR=address, **meta))

    ask.clock = clock
    return ask


SEARCHES = ["/search/?q=a", "/search/suggest/?q=a", "/stories/?country=1", "/stories/?format=csv", "/people/?letter=a"]


@pytest.mark.parametrize("path", SEARCHES)
def test_searches_suggestions_and_filtered_lists_are_limited(ask, path):
    assert [ask(path).status_code for _ in range(3)] == [200, 200, 429]
    answer = ask(path)
    assert answer["Retry-After"] == "20"
    assert answer["Cache-Control"] == "no-store"
    assert "20 seconds" in answer.content.decode()
    ask.clock.now += 120
    assert ask(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/stories/", "/about/?q=a", "/search/", "/admin/?q=a", "/static/css/base.css?v=1"]
)
def test_other_pages_are_not_limited(ask, path):
    assert {ask(path).status_code for _ in range(5)} == {200}


def test_readers_get_a_page_and_programs_get_text(ask):
    for _ in range(2):
        ask("/search/?q=a")
    assert "<h1>Too many searches</h1>" in ask("/search/?q=a").content.decode()
    for path in ("/search/suggest/?q=a", "/stories/?format=json"):
        assert ask(path)["Content-Type"] == "text/plain; charset=utf-8"


def test_another_address_is_served_and_one_ipv6_network_is_one_address(ask):
    for number in range(2):
        ask("/search/?q=a", address=f"2001:db8:1:2::{number}")
    assert ask("/search/?q=a", address="2001:db8:1:2::9").status_code == 429
    assert ask("/search/?q=a", address="2001:db8:1:3::9").status_code == 200
    assert ask("/search/?q=a").status_code == 200


def test_behind_a_proxy_the_client_is_limited(ask, settings):
    settings.BEHIND_PROXY = True
    for _ in range(2):
        ask("/search/?q=a", HTTP_X_FORWARDED_FOR="8.8.8.8, 203.0.113.9")
    assert ask("/search/?q=a", HTTP_X_FORWARDED_FOR="9.9.9.9, 203.0.113.9").status_code == 429
    assert ask("/search/?q=a", HTTP_X_FORWARDED_FOR="203.0.113.10").status_code == 200


@pytest.mark.django_db
def test_cached_pages_are_not_counted(monkeypatch):
    pages = PageCache()
    monkeypatch.setattr(pages, "is_open", lambda: True)
    limited = SearchRateMiddleware(lambda _request: HttpResponse("found"), RateLimit(1, Clock()))
    cached = PageCacheMiddleware(limited, pages)

    def ask(path):
        return cached(RequestFactory().get(path)).status_code

    assert [ask("/search/?q=a") for _ in range(5)] == [200] * 5
    assert ask("/search/?q=b") == 429


@pytest.mark.django_db
def test_the_site_has_the_limit(client, settings):
    assert "articles.middleware.rate_limit.SearchRateMiddleware" in settings.MIDDLEWARE
    settings.SEARCH_RATE = 1
    client.handler.load_middleware()
    assert client.get("/search/?q=a").status_code == 200
    answer = client.get("/search/?q=b")
    assert answer.status_code == 429
    assert "default-src 'none'" in answer["Content-Security-Policy"]
