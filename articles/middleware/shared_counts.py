"""Counts that all web processes share, in the cache that CACHE_URL names."""

from __future__ import annotations

import hashlib
import logging
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.memcached import BaseMemcachedCache
from django.core.cache.backends.redis import RedisCache

from articles.middleware.shared_pages import CACHE

if TYPE_CHECKING:
    from collections.abc import Callable

    from articles.middleware.rate_limit import MemoryCounts

logger = logging.getLogger(__name__)

# Those of Django whose `incr` is one step; for files and tables it is a read and a write, which lose counts.
_COUNTING = (RedisCache, BaseMemcachedCache, LocMemCache)
# Longer than two windows of a limit, in seconds.
_KEEP = 180
# How long a cache that failed is not asked, in seconds.
_PAUSE_AFTER_FAILURE = 5.0


class SharedCounts:
    """While the cache does not answer, this process counts for itself."""

    def __init__(self, own: MemoryCounts) -> None:
        self._own, self._away_until = own, float("-inf")

    @staticmethod
    def can_count() -> bool:
        return CACHE in settings.CACHES and isinstance(caches[CACHE], _COUNTING)

    def count(self, client: str, window: int, fits: Callable[[int, int], bool]) -> tuple[int, int, bool]:
        """Count an event, if it fits. Returns how many there were in this and in the previous window, and if it did."""
        if time.monotonic() >= self._away_until:
            try:
                return _count(client, window, fits)
            except Exception as error:  # noqa: BLE001  # each kind of server has errors of its own
                self._away_until = time.monotonic() + _PAUSE_AFTER_FAILURE
                logger.warning("The shared cache does not answer, searches are counted here: %s", error)
        return self._own.count(client, window, fits)


def _count(client: str, window: int, fits: Callable[[int, int], bool]) -> tuple[int, int, bool]:
    """Counted first and taken back, so that no two processes count the last event that fits."""
    cache, name = caches[CACHE], _name(client, window)
    previous = int(cache.get(_name(client, window - 1)) or 0)
    cache.add(name, 0, _KEEP)
    current = cache.incr(name) - 1
    is_counted = fits(current, previous)
    if not is_counted:
        cache.decr(name)
    return current, previous, is_counted


def _name(client: str, window: int) -> str:
    """Without the address: whoever reads the cache need not see who searched."""
    digest = hashlib.blake2b(client.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
    return f"searches.{digest}.{window}"
