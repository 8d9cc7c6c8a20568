"""Public pages are the same for everyone, so they are kept whole until the index changes.

A page is kept under the index generation, its address, and whether the browser takes gzip. Whatever a reader can see
changes the index first, so a page that is kept is never out of date. Signed-in editors, and anyone with a message
waiting, go past the cache.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from articles.search.reader import NO_INDEX, generation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# Longer addresses are junk or an attack on the cache; they are answered, not kept.
MAX_ADDRESS = 400
# The browser may use its copy this long without asking; then it asks with its ETag. Withdrawal must show within 2 s.
MAX_AGE = 1
GZIP_FROM_BYTES = 860
_KEPT_FOR = 24 * 60 * 60
_NEVER_KEPT = ("/admin/", "/static/")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A whole answer: body as sent, headers as sent, and when it was made (seconds since 1970)."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    modified: int


class PageCacheMiddleware:
    """First in the list: a kept page costs a look-up and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = page_key(request)
        if not key:
            return self.get_response(request)
        page: KeptPage | None = cache.get(key)
        if page is None:
            response = self.get_response(request)
            if not may_keep(request, response):
                return response
            page = keep(response, takes_gzip=takes_gzip(request))
            cache.set(key, page, _KEPT_FOR)
        return answer(request, page)


def page_key(request: HttpRequest) -> str:
    """The key of the page that answers this request, "" when it must not come from the cache."""
    if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return ""
    address = request.get_full_path()
    made = generation()
    if made == NO_INDEX or len(address) > MAX_ADDRESS or request.path.startswith(_NEVER_KEPT):
        return ""
    # The day is part of it: the age of a story is counted in days.
    name = f"{made} {timezone.now():%Y-%m-%d} {int(takes_gzip(request))} {request.scheme} {request.META.get('HTTP_HOST', '')} {address}"
    return "page:" + hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=20).hexdigest()


def takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


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
    return KeptPage(body, tuple(response.items()), etag, made)


def answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    if is_current(request, page):
        response: HttpResponse = HttpResponseNotModified()
        wanted: tuple[str, ...] = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Security-Policy")
    else:
        response = HttpResponse(page.body)
        wanted = ()
    for name, value in page.headers:
        if not wanted or name in wanted:
            response[name] = value
    return response


def is_current(request: HttpRequest, page: KeptPage) -> bool:
    """Whether the browser's copy is this very page (RFC 9110: If-None-Match goes before If-Modified-Since)."""
    if "If-None-Match" in request.headers:
        given = request.headers["If-None-Match"]
        return given.strip() == "*" or page.etag in [tag.strip().removeprefix("W/") for tag in given.split(",")]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and page.modified <= since
