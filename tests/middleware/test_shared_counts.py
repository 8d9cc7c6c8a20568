"""Web processes that share a cache count searches together; without its answer each counts for itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches

from articles.middleware import shared_counts
from articles.middleware.rate_limit import MemoryCounts, RateLimit, SearchRateMiddleware
from articles.middleware.shared_counts import SharedCounts
from articles.middleware.shared_pages import CACHE
from tests.middleware.test_rate_limit import Clock


def cache_of(backend, location=CACHE):
    return {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": location}


@pytest.fixture
def shared(settings):
    settings.CACHES = {**settings.CACHES, CACHE: cache_of("locmem.LocMemCache")}
    caches[CACHE].clear()
    yield caches[CACHE]
    caches[CACHE].clear()


def processes(count, limit, clock):
    return [RateLimit(limit, clock, SharedCounts(MemoryCounts())) for _ in range(count)]


def test_the_limit_is_one_for_all_processes(shared):
    clock = Clock()
    first, second = processes(2, 3, clock)
    assert [first.wait("a"), second.wait("a"), first.wait("a")] == [0, 0, 0]
    assert second.wait("a") == first.wait("a") == 20
    assert second.wait("b") == 0
    clock.now += 20
    assert [first.wait("a") > 0, second.wait("a") > 0] == [True, True]  # those of the minute before still count
    clock.now += 60
    assert second.wait("a") == 0


def test_of_searches_at_the_same_moment_no_more_than_the_limit_are_answered(shared):
    limits = processes(8, 20, Clock())
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda number: limits[number % 8].wait("a"), range(400)))
    assert waits.count(0) <= 20
    assert limits[0].wait("a") or waits.count(0) == 19


def test_a_refused_search_is_not_counted(shared):
    clock = Clock(0.0)
    (limit,) = processes(1, 2, clock)
    assert [limit.wait("a") == 0 for _ in range(50)] == [True, True, *[False] * 48]
    clock.now = 90.0  # half of the two are still within a minute
    assert limit.wait("a") == 0


def test_a_cache_that_does_not_answer_is_passed_over_for_a_while(shared, monkeypatch, caplog):
    asked = []

    def fail(*args):
        asked.append(args)
        raise ConnectionError("refused")

    monkeypatch.setattr(shared_counts, "_count", fail)
    (limit,) = processes(1, 2, Clock())
    assert [limit.wait("a") == 0 for _ in range(3)] == [True, True, False]
    assert len(asked) == 1
    assert "does not answer" in caplog.text


def test_the_addresses_of_readers_are_not_in_the_cache(shared):
    processes(1, 2, Clock())[0].wait("198.51.100.7")
    assert shared._cache
    assert not any("198.51" in name for name in shared._cache)


@pytest.mark.parametrize(
    ("cache", "is_shared"),
    [
        (cache_of("redis.RedisCache", "redis://127.0.0.1:1/0"), True),
        (cache_of("locmem.LocMemCache"), True),
        (cache_of("db.DatabaseCache", "pages"), False),
        (cache_of("filebased.FileBasedCache", "/nowhere"), False),
        (None, False),
    ],
    ids=["redis", "memory", "table", "files", "none"],
)
def test_only_caches_that_count_in_one_step_are_used(settings, cache, is_shared):
    settings.CACHES = {**settings.CACHES, **({CACHE: cache} if cache else {})}
    assert SharedCounts.can_count() is is_shared
    limit = SearchRateMiddleware(lambda _request: None)._limit
    assert isinstance(limit._counts, SharedCounts) is is_shared
