from __future__ import annotations

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory

from articles.middleware import page_cache
from articles.middleware.cached_page import CacheRequest
from articles.middleware.shared_pages import CACHE, ChangeHistory
from articles.record.index_position import Position
from tests.middleware.test_page_cache import Site, showing

KEY = CacheRequest.of(RequestFactory().get("/")).key


@pytest.fixture
def site(monkeypatch, settings):
    """A web process. `other` is a second one, with the same shared cache."""
    settings.CACHES = {
        **settings.CACHES,
        CACHE: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": CACHE},
    }
    caches[CACHE].clear()
    made = Site(monkeypatch)
    monkeypatch.setattr(page_cache.ChangeHistory, "load", lambda: ChangeHistory(since=1))
    made.other = page_cache.PageCacheMiddleware(made.make, page_cache.PageCache())
    yield made
    caches[CACHE].clear()


def ask_other(site):
    site.middleware, first = site.other, site.middleware
    try:
        return site.get()
    finally:
        site.middleware = first


@pytest.mark.parametrize("keys", [("story:1", "entity:7"), ()], ids=["page of records", "list"])
def test_a_page_that_one_process_made_is_sent_by_another(site, keys):
    site.response = lambda: showing(*keys)
    first, second = site.get(), ask_other(site)
    assert site.made == 1
    assert (first.content, first["ETag"]) == (second.content, second["ETag"])


@pytest.mark.parametrize(
    ("keys", "made"), [(("story:1",), 2), (("story:2",), 1), ((), 2)], ids=["it", "another", "list"]
)
def test_a_shared_page_is_not_sent_after_a_change_of_what_it_shows(site, keys, made):
    ask_other(site)  # so that both know the version before the change
    site.made = 0
    site.response = lambda: showing(*keys)
    caches[CACHE].clear()
    site.other.pages._clear()
    site.get()
    site.change("story:1")
    ask_other(site)
    assert site.made == made


def test_a_page_older_than_the_known_changes_is_made_again(site, monkeypatch):
    site.changed[1] = None  # a process that starts does not know what changed before
    site.response = lambda: showing("story:1")
    site.get()
    monkeypatch.setattr(page_cache.ChangeHistory, "load", lambda: ChangeHistory(since=2))
    ask_other(site)
    assert site.made == 2


@pytest.mark.parametrize(
    ("position", "keys", "made"),
    [(Position.BEHIND, ("story:1",), 2), (Position.AHEAD, ("story:1",), 1), (Position.AHEAD, (), 2)],
    ids=["index is behind", "index is ahead, records", "index is ahead, list"],
)
def test_a_page_from_an_index_with_other_changes_is_not_shared(site, position, keys, made):
    site.position = position
    site.response = lambda: showing(*keys)
    site.get()
    ask_other(site)
    assert site.made == made


def test_an_error_is_not_shared(site):
    site.response = lambda: HttpResponse("no", status=404)
    site.get()
    ask_other(site)
    assert site.made == 2


def test_a_process_waits_for_the_one_that_makes_the_page(site, monkeypatch):
    """While the first process makes the page, the second asks for it and waits; the page appears in the shared cache."""
    monkeypatch.setattr(page_cache.time, "sleep", lambda _seconds: put())

    def put():
        site.middleware.pages.put(KEY, page_cache.cached_page(showing("story:1"), ""), site.middleware.pages.changes)

    site.middleware.pages.is_open()
    site.other.pages.is_open()
    day = site.other.pages._day
    site.middleware.pages.shared.claim(KEY, day)
    assert ask_other(site).content == b"x" * 1000
    assert site.made == 0


def test_a_process_does_not_wait_for_one_that_gave_up(site, monkeypatch):
    site.other.pages.is_open()
    day = site.other.pages._day
    site.middleware.pages.shared.claim(KEY, day)
    monkeypatch.setattr(page_cache.time, "sleep", lambda _seconds: site.middleware.pages.shared.release(KEY, day))
    ask_other(site)
    assert site.made == 1


def test_a_cache_that_does_not_answer_is_logged_and_passed_over(site, monkeypatch, caplog):
    def away(*_args):
        raise ConnectionError("refused")

    for name in ("get", "add", "set", "delete"):
        monkeypatch.setattr(type(caches[CACHE]), name, away)
    assert site.get().status_code == 200
    assert caplog.text.count("The shared page cache does not answer") == 1
