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

from articles.search.open_index import NO_INDEX, generation

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


# What an answer without a body repeats of the page that the browser has (RFC 9110, 15.4.5).
_REPEATED = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Security-Policy")


@dataclass(frozen=True, slots=True)
class Question:
    """What decides which kept page answers a request, and whether the browser has that page already: headers as they were
    sent, "" where they are missing. `address` is the path, quoted, with the query.
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
        """The key of the page that answers, "" when it must not come from the cache."""
        if self.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in self.cookies:
            return ""
        if len(self.address) > MAX_ADDRESS or self.address.startswith(_NEVER_KEPT):
            return ""
        return f"{int(self.takes_gzip)} {self.scheme} {self.host} {self.address}"


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A whole answer: body and headers as sent, and when it was made (seconds since 1970). Headers are shared: nothing
    that runs after this middleware may change them.
    """

    body: bytes
    headers: ResponseHeaders
    etag: str
    modified: int

    def is_current(self, question: Question) -> bool:
        """Whether the browser's copy is this very page (RFC 9110: If-None-Match goes before If-Modified-Since)."""
        given = question.if_none_match
        if given:
            return given.strip() == "*" or self.etag in [tag.strip().removeprefix("W/") for tag in given.split(",")]
        since = parse_http_date_safe(question.if_modified_since)
        return since is not None and self.modified <= since

    @property
    def unchanged_headers(self) -> list[tuple[str, str]]:
        """The headers that tell a browser to show its own copy."""
        return [(name, self.headers[name]) for name in _REPEATED if name in self.headers]


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
    def is_recent(self) -> bool:
        """Whether the look at the index is not due again: then `get` answers without touching the disk."""
        return time.monotonic() - self._looked < LOOK_EVERY

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


# The pages of this process: the middleware keeps them, and newsroom/web answers with them too.
PAGES = KeptPages()


class PageCacheMiddleware:
    """Before everything but the request guard: a kept page costs a look-up and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase], pages: KeptPages | None = None) -> None:
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
            if not may_keep(request, response):
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


def answer(question: Question, page: KeptPage) -> HttpResponse:
    if page.is_current(question):
        return HttpResponseNotModified(headers=dict(page.unchanged_headers))
    response = HttpResponse(page.body)
    response.headers = page.headers
    return response
