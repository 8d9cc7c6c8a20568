"""Public pages are the same for everyone, so they are kept whole until the index changes.

A page is kept under its address, and whether the browser takes gzip, for one index generation and one day (the age of a
story is counted in days). Whatever a reader can see changes the index first, so a page that is kept is never out of
date. Signed-in editors go past the cache. Pages are kept in the process, not in Django's cache: that would unpickle a
whole page for every reader, which measured a third of the cost of a kept page.
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

from articles.search.reader import NO_INDEX, generation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase, ResponseHeaders

# Longer addresses are junk or an attack on the cache; they are answered, not kept.
MAX_ADDRESS = 400
# The browser may use its copy this long without asking; then it asks with its ETag. Withdrawal must show within 2 s.
MAX_AGE = 1
# How long this process goes on without asking whether the index has changed, in seconds.
LOOK_EVERY = 0.1
# Of all pages together, in one process. The oldest go first.
MAX_BYTES = 64 * 1024 * 1024
GZIP_FROM_BYTES = 860
_NEVER_KEPT = ("/admin/", "/static/")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A whole answer: body and headers as sent, and when it was made (seconds since 1970). Headers are shared: nothing
    that runs after this middleware may change them.
    """

    body: bytes
    headers: ResponseHeaders
    etag: str
    modified: int


class KeptPages:
    """The pages of one edition (index generation and day); a new edition begins empty."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._edition = ""
        self._looked = float("-inf")
        self._pages: dict[str, KeptPage] = {}
        self._bytes = 0

    def is_open(self) -> bool:
        """Whether pages may be kept now; begins a new edition when the index or the day has changed."""
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY:
            made = generation()
            edition = "" if made == NO_INDEX else f"{made} {timezone.now():%Y-%m-%d}"
            with self._lock:
                self._looked = now
                if edition != self._edition:
                    self._edition, self._pages, self._bytes = edition, {}, 0
        return bool(self._edition)

    @property
    def edition(self) -> str:
        return self._edition

    def get(self, key: str) -> KeptPage | None:
        return self._pages.get(key)

    def put(self, key: str, page: KeptPage, edition: str) -> None:
        """Keep a page that was begun under this edition; one that began before a change is not kept."""
        with self._lock:
            if edition != self._edition or key in self._pages:
                return
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > MAX_BYTES:
                oldest = next(iter(self._pages))
                self._bytes -= len(self._pages.pop(oldest).body)


class PageCacheMiddleware:
    """First in the list: a kept page costs a look-up and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages = KeptPages()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = page_key(request)
        if not key or not self.pages.is_open():
            return self.get_response(request)
        page = self.pages.get(key)
        if page is None:
            edition = self.pages.edition
            response = self.get_response(request)
            if not may_keep(request, response):
                return response
            page = keep(response, takes_gzip=takes_gzip(request))
            self.pages.put(key, page, edition)
        return answer(request, page)


def page_key(request: HttpRequest) -> str:
    """The key of the page that answers this request, "" when it must not come from the cache."""
    meta = request.META
    if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in meta.get("HTTP_COOKIE", ""):
        return ""
    address = request.get_full_path()
    if len(address) > MAX_ADDRESS or address.startswith(_NEVER_KEPT):
        return ""
    return f"{int(takes_gzip(request))} {request.scheme} {meta.get('HTTP_HOST', '')} {address}"


def takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")


def may_keep(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whole pages for everybody: nothing streamed, no cookie set, no error, no view that asked not to be kept."""
    return (
        request.method == "GET"
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
    )


def keep(response: HttpResponseBase, *, takes_gzip: bool) -> KeptPage:
    assert isinstance(response, HttpResponse)  # noqa: S101  # may_keep saw to it; this tells the type checker
    body = response.content
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    if takes_gzip and len(body) >= GZIP_FROM_BYTES:
        # mtime=0: the same page is the same bytes, so its ETag stays over restarts.
        body = gzip.compress(body, 6, mtime=0)
        response["Content-Encoding"] = "gzip"
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    made = int(time.time())
    response["ETag"], response["Last-Modified"] = etag, http_date(made)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}, must-revalidate"
    response["Content-Length"] = str(len(body))
    return KeptPage(body, response.headers, etag, made)


def answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    if not is_current(request, page):
        response = HttpResponse(page.body)
        response.headers = page.headers
        return response
    unchanged = HttpResponseNotModified()
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Security-Policy"):
        if name in page.headers:
            unchanged[name] = page.headers[name]
    return unchanged


def is_current(request: HttpRequest, page: KeptPage) -> bool:
    """Whether the browser's copy is this very page (RFC 9110: If-None-Match goes before If-Modified-Since)."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if given is not None:
        return given.strip() == "*" or page.etag in [tag.strip().removeprefix("W/") for tag in given.split(",")]
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and page.modified <= since
