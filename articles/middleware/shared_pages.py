"""Pages that all web processes share, in the cache that CACHE_URL names. Each process has its own cache in front of it.

An entry has the version of the record from before its page was made. A process uses it only if it knows that nothing that
the page shows has changed since; so an entry need not be deleted when its page is dropped.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.http.response import ResponseHeaders

from articles.middleware.cached_page import CachedPage
from articles.record import changes
from articles.record.page_format import page_format

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

logger = logging.getLogger(__name__)

CACHE = "pages"
# How long a page stays without being made again, and how long a process may take to make one, in seconds.
_KEEP, _MAX_BUILD = 24 * 3600, 5
# How long a cache that failed is not asked, in seconds.
_PAUSE_AFTER_FAILURE = 5.0


@dataclass(slots=True)
class ChangeHistory:
    """At which version of the record each page changed last, complete for the versions after `since`."""

    since: int = 0
    versions: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls) -> ChangeHistory:
        """From the changes that are stored. Raises DatabaseError."""
        return cls(*changes.latest_versions())

    def add(self, version: int, keys: Collection[str]) -> None:
        self.versions.update(dict.fromkeys(keys, version))
        if len(self.versions) > 2 * changes.MAX_KEYS:
            self.since, self.versions = version, {}

    def has_changed(self, version: int, keys: Collection[str]) -> bool:
        """Whether one of the pages changed after this version, or may have."""
        return version < self.since or any(self.versions.get(key, 0) > version for key in keys)


class SharedPages:
    """A cache that does not answer is passed over, and logged: pages are then rendered by each process."""

    def __init__(self) -> None:
        self._away_until = float("-inf")

    @property
    def is_configured(self) -> bool:
        return CACHE in settings.CACHES

    def get(self, key: str, day: str) -> tuple[int, CachedPage] | None:
        """The stored page and its version."""
        stored = self._ask(lambda: caches[CACHE].get(_name(key, day)))
        if not stored:
            return None
        version, body, headers, etag, modified, record_keys = stored
        return version, CachedPage(body, ResponseHeaders(headers), etag, modified, frozenset(record_keys))

    def put(self, key: str, day: str, version: int, page: CachedPage) -> None:
        stored = (version, page.body, dict(page.headers), page.etag, page.modified, sorted(page.record_keys))
        self._ask(lambda: caches[CACHE].set(_name(key, day), stored, _KEEP))

    def claim(self, key: str, day: str) -> bool:
        """Whether this process is to make the page; also if the cache does not answer."""
        return self._ask(lambda: caches[CACHE].add(_claim(key, day), 1, _MAX_BUILD)) is not False

    def is_claimed(self, key: str, day: str) -> bool:
        return self._ask(lambda: caches[CACHE].get(_claim(key, day))) is not None

    def release(self, key: str, day: str) -> None:
        self._ask(lambda: caches[CACHE].delete(_claim(key, day)))

    def _ask(self, call: Callable[[], Any]) -> Any:
        if not self.is_configured or time.monotonic() < self._away_until:
            return None
        try:
            return call()
        except Exception as error:  # noqa: BLE001  # each kind of server has errors of its own; a page needs none of them
            self._away_until = time.monotonic() + _PAUSE_AFTER_FAILURE
            logger.warning("The shared page cache does not answer, pages are rendered here: %s", error)
            return None


def _name(key: str, day: str) -> str:
    """Memcached limits the length and the characters of a name. Other software makes other pages."""
    software = f"{page_format()} {getattr(staticfiles_storage, 'manifest_hash', '')} {settings.SITE_NAME}"
    return hashlib.blake2b(f"{software} {day} {key}".encode(), digest_size=20).hexdigest()


def _claim(key: str, day: str) -> str:
    return f"{_name(key, day)}.claim"
