"""Public pages are the same for everyone, so whole responses are cached until the index changes.

The cache key is the URL and whether the browser accepts gzip; entries are valid for one index generation and one day (the
age of a story is counted in days). Every change that readers can see changes the index first, so a cached page is never
out of date. Requests of logged-in editors bypass the cache. Pages are cached in the process, not in Django's cache: that
would unpickle a whole page per request, which measured a third of the cost of a cached page.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from articles.search.open_index import NO_INDEX, generation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase, ResponseHeaders

# Longer URLs are junk or an attack on the cache; they are served but not cached.
MAX_ADDRESS = 400
# Browsers may use their copy this long, then revalidate with its ETag. A withdrawal must be visible within 2 s.
MAX_AGE = 1
# How long this process does not check whether the index has changed, in seconds.
POLL_INTERVAL = 0.1
# Of all cached pages in one process. The oldest are evicted first.
MAX_BYTES = 64 * 1024 * 1024
GZIP_FROM_BYTES = 860
_NEVER_KEPT = ("/admin/", "/static/")


# The headers that a 304 response repeats (RFC 9110, 15.4.5).
_REPEATED = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Security-Policy")


@dataclass(frozen=True, slots=True)
class Question:
    """The parts of a request that select a cached page and tell whether the browser already has it. Headers are as sent, ""
    if missing. `address` is the quoted path with the query string.
    """

    method: str
    scheme: str
    host: str
    address: str
    cookies: str
    encodings: str
    if_none_match: str
    if_modified_since: str

    @property
    def takes_gzip(self) -> bool:
        return "gzip" in self.encodings

    @property
    def key(self) -> str:
        """The cache key, or "" if the response must not come from the cache."""
        if self.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in self.cookies:
            return ""
        if len(self.address) > MAX_ADDRESS or self.address.startswith(_NEVER_KEPT):
            return ""
        return f"{int(self.takes_gzip)} {self.scheme} {self.host} {self.address}"


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A complete response: body and headers as sent, and the time it was created (seconds since 1970). Headers are shared:
    nothing that runs after this middleware may change them.
    """

    body: bytes
    headers: ResponseHeaders
    etag: str
    modified: int

    def is_current(self, question: Question) -> bool:
        """Whether the browser's copy is current (RFC 9110: If-None-Match takes precedence over If-Modified-Since)."""
        given = question.if_none_match
        if given:
            return given.strip() == "*" or self.etag in [tag.strip().removeprefix("W/") for tag in given.split(",")]
        since = parse_http_date_safe(question.if_modified_since)
        return since is not None and self.modified <= since

    @property
    def unchanged_headers(self) -> list[tuple[str, str]]:
        """The headers of a 304 response."""
        return [(name, self.headers[name]) for name in _REPEATED if name in self.headers]


class PageCache:
    """The cached pages of one edition (index generation and day); a new edition starts empty."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._edition = ""
        self._looked = float("-inf")
        self._pages: dict[str, CachedPage] = {}
        self._bytes = 0

    def is_open(self) -> bool:
        """Whether pages can be cached now; starts a new edition if the index or the day has changed."""
        now = time.monotonic()
        if now - self._looked >= POLL_INTERVAL:
            made = generation()
            edition = "" if made == NO_INDEX else f"{made} {timezone.now():%Y-%m-%d}"
            with self._lock:
                self._looked = now
                if edition != self._edition:
                    self._edition, self._pages, self._bytes = edition, {}, 0
        return bool(self._edition)

    @property
    def is_recent(self) -> bool:
        """Whether the last check of the index is recent, so that `get` needs no disk access."""
        return time.monotonic() - self._looked < POLL_INTERVAL

    @property
    def edition(self) -> str:
        return self._edition

    def get(self, key: str) -> CachedPage | None:
        return self._pages.get(key)

    def put(self, key: str, page: CachedPage, edition: str) -> None:
        """Store a page rendered in this edition; one started before a change is not stored."""
        with self._lock:
            if edition != self._edition or key in self._pages:
                return
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > MAX_BYTES:
                oldest = next(iter(self._pages))
                self._bytes -= len(self._pages.pop(oldest).body)


# The cache of this process: filled by the middleware, and also served by newsroom/web.
PAGES = PageCache()


class PageCacheMiddleware:
    """Runs before everything except the request guard: a cached page costs only a look-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase], pages: PageCache | None = None) -> None:
        self.get_response = get_response
        self.pages = PAGES if pages is None else pages

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        question = asked(request)
        key = question.key
        if not key or not self.pages.is_open():
            return self.get_response(request)
        page = self.pages.get(key)
        if page is None:
            edition = self.pages.edition
            response = self.get_response(request)
            if not is_cacheable(request, response):
                return response
            page = keep(response, takes_gzip=question.takes_gzip)
            self.pages.put(key, page, edition)
        return answer(question, page)


def asked(request: HttpRequest) -> Question:
    meta = request.META
    return Question(
        method=request.method or "",
        scheme=request.scheme or "",
        host=meta.get("HTTP_HOST", ""),
        address=request.get_full_path(),
        cookies=meta.get("HTTP_COOKIE", ""),
        encodings=meta.get("HTTP_ACCEPT_ENCODING", ""),
        if_none_match=meta.get("HTTP_IF_NONE_MATCH", ""),
        if_modified_since=meta.get("HTTP_IF_MODIFIED_SINCE", ""),
    )


def is_cacheable(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a response can be cached: complete, public, successful, without cookies, and not marked as uncacheable."""
    return (
        request.method == "GET"
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
    )


def keep(response: HttpResponseBase, *, takes_gzip: bool) -> CachedPage:
    assert isinstance(response, HttpResponse)  # noqa: S101  # ensured by is_cacheable; narrows the type
    body = response.content
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    if takes_gzip and len(body) >= GZIP_FROM_BYTES:
        # mtime=0 makes the bytes, and so the ETag, identical across restarts.
        body = gzip.compress(body, 6, mtime=0)
        response["Content-Encoding"] = "gzip"
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    made = int(time.time())
    response["ETag"], response["Last-Modified"] = etag, http_date(made)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}, must-revalidate"
    response["Content-Length"] = str(len(body))
    return CachedPage(body, response.headers, etag, made)


def answer(question: Question, page: CachedPage) -> HttpResponse:
    if page.is_current(question):
        return HttpResponseNotModified(headers=dict(page.unchanged_headers))
    response = HttpResponse(page.body)
    response.headers = page.headers
    return response
