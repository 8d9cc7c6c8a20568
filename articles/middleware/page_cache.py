"""Public pages are the same for everyone, so whole responses are cached until something that they show changes.

A page names the records that it shows (`response.record_keys`), and is dropped when one of them changes. Pages without
keys show lists, and are dropped when the search index or any record changes. Every page is dropped at midnight (UTC), because the age of
a story is counted in days. Each change that readers can see changes the index or a record, so a cached page is never out of
date for longer than that takes. Requests of logged-in editors bypass the cache.

Pages are cached in the process, not in Django's cache: that would unpickle a whole page per request, which measured a third
of the cost of a cached page.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from articles.middleware.cached_page import CachedPage, CacheRequest, cached_page, compress, is_cacheable
from articles.record import changes
from articles.search.open_index import NO_INDEX, generation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

# How long this process does not check whether something has changed, in seconds.
POLL_INTERVAL = 0.1
# Of all cached pages in one process. The oldest are evicted first.
MAX_BYTES = 64 * 1024 * 1024
# How long a dropped page may be sent while another request renders the new one, in seconds.
MAX_STALE = 1.0
# How long a request waits for another that renders the same page, before it renders the page itself.
MAX_WAIT = 5.0
# The key of pages that show lists.
_LISTS = "lists"


class PageCache:
    """The cached pages of this process, by cache key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = self._day = ""
        self._version = 0
        self._checked = float("-inf")
        self._changes = 0
        self._pages: dict[str, CachedPage] = {}
        self._showing: defaultdict[str, set[str]] = defaultdict(set)
        self._stale: dict[str, tuple[float, CachedPage]] = {}
        self._building: dict[str, threading.Event] = {}
        self._bytes = 0

    def is_open(self) -> bool:
        """Whether pages can be cached now; drops those that changed since the last check."""
        now = time.monotonic()
        if now - self._checked >= POLL_INTERVAL:
            made, day = generation(), f"{timezone.now():%Y-%m-%d}"
            version, keys = self._record_changes()
            with self._lock:
                self._checked = now
                if made == NO_INDEX or day != self._day or keys is None:
                    self._clear()
                else:
                    has_changed = made != self._generation or version != self._version
                    self._drop([*keys, *([_LISTS] if has_changed else [])], now)
                self._generation, self._day, self._version = made, day, version
        return self._generation not in ("", NO_INDEX)

    @property
    def is_recent(self) -> bool:
        """Whether the last check is recent, so that `get` needs neither disk nor database."""
        return time.monotonic() - self._checked < POLL_INTERVAL

    @property
    def changes(self) -> int:
        """Counts the checks that found a change. A page is stored only if there was none while it was rendered."""
        return self._changes

    def get(self, key: str) -> CachedPage | None:
        return self._pages.get(key)

    def put(self, key: str, page: CachedPage, changes: int) -> None:
        """Store a page whose rendering began at this value of `changes`."""
        with self._lock:
            if changes != self._changes or key in self._pages:
                return
            self._stale.pop(key, None)
            self._pages[key] = page
            for shown in page.record_keys or (_LISTS,):
                self._showing[shown].add(key)
            self._bytes += len(page.body)
            while self._bytes > MAX_BYTES:
                self._remove(next(iter(self._pages)))

    def claim(self, key: str) -> tuple[bool, CachedPage | None]:
        """(whether the caller is to render the page, the page to send instead).

        One request renders a page; others send the dropped copy if it is recent, or wait. After waiting in vain the caller
        renders it. Whoever renders has to `release` the key.
        """
        with self._lock:
            building = self._building.get(key)
            if building is None:
                self._building[key] = threading.Event()
                return True, None
            dropped, stale = self._stale.get(key, (0.0, None))
            if stale is not None and time.monotonic() - dropped <= MAX_STALE:
                return False, stale
        building.wait(MAX_WAIT)
        return False, self.get(key)

    def release(self, key: str) -> None:
        with self._lock:
            building = self._building.pop(key, None)
        if building is not None:
            building.set()

    def _record_changes(self) -> tuple[int, set[str] | None]:
        """The version of the record, and the keys of what changed since the last check; None if that is not known."""
        try:
            version = changes.current_version()
            return version, changes.keys_since(self._version) if version != self._version else set()
        except DatabaseError:
            # What is stored cannot have changed for readers either while the database is away.
            logger.warning("The database does not answer: cached pages are sent as they are", exc_info=True)
            return self._version, set()

    def _drop(self, shown: Sequence[str], now: float) -> None:
        """Drop the pages that show one of these records, or lists; `now` is on the monotonic clock."""
        keys = {key for one in shown for key in self._showing.pop(one, ())}
        self._changes += bool(shown)
        self._stale = {key: entry for key, entry in self._stale.items() if now - entry[0] <= MAX_STALE}
        for key in keys & set(self._pages):
            self._stale[key] = now, self._pages[key]
            self._remove(key)

    def _remove(self, key: str) -> None:
        page = self._pages.pop(key)
        self._bytes -= len(page.body)
        for shown in page.record_keys or (_LISTS,):
            self._showing[shown].discard(key)
            if not self._showing[shown]:
                del self._showing[shown]

    def _clear(self) -> None:
        self._changes += 1
        self._pages, self._stale, self._bytes = {}, {}, 0
        self._showing.clear()


# The cache of this process: filled by the middleware, and also served by newsroom/web.
PAGES = PageCache()


class PageCacheMiddleware:
    """Runs before everything except the request guard: a cached page costs only a look-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase], pages: PageCache | None = None) -> None:
        self.get_response = get_response
        self.pages = PAGES if pages is None else pages

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = CacheRequest.of(request)
        key = asked.key
        if not key or not self.pages.is_open():
            return _compressed(self.get_response(request), asked)
        page = self.pages.get(key)
        if page is not None:
            return page.response_to(asked)
        return self._rendered(request, asked)

    def _rendered(self, request: HttpRequest, asked: CacheRequest) -> HttpResponseBase:
        is_builder, page = self.pages.claim(asked.key)
        if page is not None:
            return page.response_to(asked)
        try:
            begun = self.pages.changes
            response = self.get_response(request)
            if not is_cacheable(request, response):
                return _compressed(response, asked)
            page = cached_page(response, asked.encoding)
            self.pages.put(asked.key, page, begun)
        finally:
            if is_builder:
                self.pages.release(asked.key)
        return page.response_to(asked)


def _compressed(response: HttpResponseBase, asked: CacheRequest) -> HttpResponseBase:
    """A response that is not cached, such as a page of the desk. Streams and short responses stay as they are."""
    if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html"):
        patch_vary_headers(response, ["Accept-Encoding"])
        compress(response, asked.encoding)
    return response
