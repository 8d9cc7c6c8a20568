"""Public pages are the same for everyone, so whole responses are cached until something that they show changes.

A page names the records that it shows (`response.record_keys`), and is dropped when one of them changes. Pages without
keys show lists, and are dropped when the search index or any record changes. Every page is dropped at midnight (UTC), because the age of
a story is counted in days. Each change that readers can see changes the index or a record, so a cached page is never out of
date for longer than that takes. Requests of logged-in editors bypass the cache.

Pages are cached in the process, not in Django's cache: that would unpickle a whole page per request, which measured a third
of the cost of a cached page. A cache that all web processes share (`shared_pages`) comes second, if the site has one.
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
from articles.middleware.shared_pages import ChangeHistory, SharedPages
from articles.record import changes
from articles.record.index_position import Position, index_position
from articles.search.engine_failures import IndexFailedError
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
# The same for a page that another process renders, and how often it is asked for meanwhile.
MAX_WAIT_FOR_OTHERS, ASK_EVERY = 2.0, 0.05
# The key of pages that show lists.
_LISTS = "lists"


class PageCache:
    """The cached pages of this process, by cache key."""

    def __init__(self, shared: SharedPages | None = None) -> None:
        self.shared = shared or SharedPages()
        self._history = ChangeHistory()
        self._position = Position.EQUAL
        # The keys of pages that may have been rendered from an index that lacked their changes; not all of them if not
        # `_can_settle`.
        self._unsettled: set[str] = set()
        self._can_settle = True
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
            self._check(now, generation(), f"{timezone.now():%Y-%m-%d}")
        return self._generation not in ("", NO_INDEX)

    @property
    def version(self) -> int:
        """The version of the record up to which changed pages were dropped."""
        return self._version

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
            if changes != self._changes:
                return
            version, day, is_shareable = self._version, self._day, self._is_shareable(page)
            self._store(key, page)
        if is_shareable:
            self.shared.put(key, day, version, page)

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

    def claim_among_all(self, key: str) -> tuple[bool, CachedPage | None]:
        """As `claim`, among the processes that share a cache: (whether to render and release it, the page to send)."""
        page = self._from_shared(key)
        if page is not None or not self.shared.is_configured:
            return False, page
        day = self._day
        if self.shared.claim(key, day):
            return True, None
        with self._lock:
            dropped, stale = self._stale.get(key, (0.0, None))
        if stale is not None and time.monotonic() - dropped <= MAX_STALE:
            return False, stale
        give_up = time.monotonic() + MAX_WAIT_FOR_OTHERS
        while time.monotonic() < give_up:
            time.sleep(ASK_EVERY)
            page = self._from_shared(key)
            if page is not None or not self.shared.is_claimed(key, day):
                break
        return False, page

    def release_among_all(self, key: str) -> None:
        self.shared.release(key, self._day)

    def _from_shared(self, key: str) -> CachedPage | None:
        """The page as another process rendered it, unless something that it shows has changed since."""
        begun, found = self._changes, self.shared.get(key, self._day)
        if found is None:
            return None
        version, page = found
        with self._lock:
            is_current = begun == self._changes and (
                not self._history.has_changed(version, page.record_keys)
                if page.record_keys
                else version == self._version and self._position is Position.EQUAL
            )
            if not is_current:
                return None
            self._store(key, page)
        return page

    def _is_shareable(self, page: CachedPage) -> bool:
        """A page of lists is for machines whose index has the same changes; no page is from an index that lacks some."""
        if not self.shared.is_configured:
            return False
        return self._position is Position.EQUAL or (self._position is Position.AHEAD and bool(page.record_keys))

    def _check(self, now: float, made: str, day: str) -> None:
        """Drop what changed since the last check."""
        version, keys = self._record_changes()
        is_same = made == self._generation and version == self._version
        is_known = is_same and (self._position is Position.EQUAL or not self.shared.is_configured)
        position = self._position if is_known else self._index_position()
        with self._lock:
            self._checked = now
            if made == NO_INDEX or day != self._day or keys is None or not (is_same or self._can_settle):
                self._clear()
                self._can_settle = position is not Position.BEHIND
            else:
                # Pages rendered while the index lacked their changes are dropped once more when it has them.
                self._drop([] if is_same else [*keys, *self._unsettled, _LISTS], now)
                if not is_same:
                    self._unsettled = keys | self._unsettled if position is Position.BEHIND else set()
            self._history.add(version, keys or ())
            self._generation, self._day, self._version, self._position = made, day, version, position
        if keys is None:
            self._load_history(version)

    def _record_changes(self) -> tuple[int, set[str] | None]:
        """The version of the record, and the keys of what changed since the last check; None if that is not known."""
        try:
            version = changes.current_version()
            return version, changes.keys_since(self._version) if version != self._version else set()
        except DatabaseError:
            # What is stored cannot have changed for readers either while the database is away.
            logger.warning("The database does not answer: cached pages are sent as they are", exc_info=True)
            return self._version, set()

    def _index_position(self) -> Position:
        try:
            return index_position()
        except (DatabaseError, IndexFailedError):
            return Position.BEHIND  # nothing is shared until it is known

    def _load_history(self, version: int) -> None:
        """After all pages were dropped: which pages of other processes are still current."""
        history = ChangeHistory(since=version)
        if self.shared.is_configured:
            try:
                history = ChangeHistory.load()
            except DatabaseError:
                logger.warning("The changes of the record cannot be read: no older shared page is used", exc_info=True)
        with self._lock:
            self._history = history

    def _store(self, key: str, page: CachedPage) -> None:
        if key in self._pages:
            return
        self._stale.pop(key, None)
        self._pages[key] = page
        for shown in page.record_keys or (_LISTS,):
            self._showing[shown].add(key)
        self._bytes += len(page.body)
        while self._bytes > MAX_BYTES:
            self._remove(next(iter(self._pages)))

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
        self._unsettled = set()
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
        is_only_builder = False
        try:
            is_only_builder, page = self.pages.claim_among_all(asked.key)
            if page is not None:
                return page.response_to(asked)
            begun = self.pages.changes
            response = self.get_response(request)
            if not is_cacheable(request, response):
                return _compressed(response, asked)
            page = cached_page(response, asked.encoding)
            self.pages.put(asked.key, page, begun)
        finally:
            if is_only_builder:
                self.pages.release_among_all(asked.key)
            if is_builder:
                self.pages.release(asked.key)
        return page.response_to(asked)


def _compressed(response: HttpResponseBase, asked: CacheRequest) -> HttpResponseBase:
    """A response that is not cached, such as a page of the desk. Streams and short responses stay as they are."""
    if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html"):
        patch_vary_headers(response, ["Accept-Encoding"])
        compress(response, asked.encoding)
    return response
