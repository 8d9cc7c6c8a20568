"""A complete response as the page cache stores and sends it, and what of a request selects it."""

from __future__ import annotations

import gzip
import hashlib
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import brotli
from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase, ResponseHeaders

# Longer URLs are junk or an attack on the cache; they are served but not cached.
MAX_ADDRESS = 400
# Browsers may use their copy this long, then revalidate with its ETag. A withdrawal must be visible within 2 s.
MAX_AGE = 1
MIN_COMPRESSED_BYTES = 860
# Of 0 to 11. Pages that are stored have level 5; one that is rendered for a request must not wait for it: level 3 makes a
# list a tenth larger, as small as gzip 6, in a quarter of the time.
_BROTLI_QUALITY = 3
_GZIP_LEVEL = 6
_REFUSED = ("q=0", "q=0.0", "q=0.00", "q=0.000")
# Pictures are files that are compressed already; kept in memory they would push out the pages.
_NEVER_CACHED = ("/admin/", "/static/", "/pictures/")
# The headers that a 304 response repeats (RFC 9110, 15.4.5).
_REPEATED = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Security-Policy")


@lru_cache(maxsize=256)  # browsers send few different headers
def best_encoding(accepted: str) -> str:
    """The best encoding that an Accept-Encoding header allows: "br", "gzip" or "". A quality of 0 refuses one."""
    given = {}
    for part in accepted.split(","):
        name, _, quality = part.partition(";")
        given[name.strip().lower()] = quality.replace(" ", "").lower() not in _REFUSED
    return next((name for name in ("br", "gzip") if given.get(name)), "")


@dataclass(frozen=True, slots=True)
class CacheRequest:
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

    @classmethod
    def of(cls, request: HttpRequest) -> CacheRequest:
        meta = request.META
        return cls(
            method=request.method or "",
            scheme=request.scheme or "",
            host=meta.get("HTTP_HOST", ""),
            address=request.get_full_path(),
            cookies=meta.get("HTTP_COOKIE", ""),
            encodings=meta.get("HTTP_ACCEPT_ENCODING", ""),
            if_none_match=meta.get("HTTP_IF_NONE_MATCH", ""),
            if_modified_since=meta.get("HTTP_IF_MODIFIED_SINCE", ""),
        )

    @property
    def encoding(self) -> str:
        return best_encoding(self.encodings)

    @property
    def key(self) -> str:
        """The cache key, or "" if the response must not come from the cache."""
        if self.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in self.cookies:
            return ""
        if len(self.address) > MAX_ADDRESS or self.address.startswith(_NEVER_CACHED):
            return ""
        return f"{self.encoding} {self.scheme} {self.host} {self.address}"


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A complete response: body and headers as sent, and the time it was created (seconds since 1970). Headers are shared:
    nothing that runs after the page cache may change them.

    `record_keys` are the keys of the records that the page shows; without any it shows lists, which change with the index and any record.
    """

    body: bytes
    headers: ResponseHeaders
    etag: str
    modified: int
    record_keys: frozenset[str] = frozenset()

    def is_current(self, request: CacheRequest) -> bool:
        """Whether the browser's copy is current (RFC 9110: If-None-Match takes precedence over If-Modified-Since)."""
        given = request.if_none_match
        if given:
            return given.strip() == "*" or self.etag in [tag.strip().removeprefix("W/") for tag in given.split(",")]
        since = parse_http_date_safe(request.if_modified_since)
        return since is not None and self.modified <= since

    @property
    def unchanged_headers(self) -> list[tuple[str, str]]:
        """The headers of a 304 response."""
        return [(name, self.headers[name]) for name in _REPEATED if name in self.headers]

    def response_to(self, request: CacheRequest) -> HttpResponse:
        if self.is_current(request):
            return HttpResponseNotModified(headers=dict(self.unchanged_headers))
        response = HttpResponse(self.body)
        response.headers = self.headers
        return response


def is_cacheable(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a response can be cached: complete, public, successful, without cookies, and not marked as uncacheable."""
    return (
        request.method == "GET"
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
    )


def cached_page(response: HttpResponseBase, encoding: str) -> CachedPage:
    """The response as it is stored, in this encoding ("br", "gzip" or "" for none)."""
    assert isinstance(response, HttpResponse)  # noqa: S101  # ensured by is_cacheable; narrows the type
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    compress(response, encoding)
    body = response.content
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    made = int(time.time())
    response["ETag"], response["Last-Modified"] = etag, http_date(made)
    response.headers.setdefault("Cache-Control", f"public, max-age={MAX_AGE}, must-revalidate")
    response["Content-Length"] = str(len(body))
    return CachedPage(body, response.headers, etag, made, frozenset(getattr(response, "record_keys", ())))


def compress(response: HttpResponse, encoding: str) -> None:
    """Compress the body of a response, unless it is short or compressed already."""
    body = response.content
    if not encoding or len(body) < MIN_COMPRESSED_BYTES or response.has_header("Content-Encoding"):
        return
    if encoding == "br":
        response.content = brotli.compress(body, quality=_BROTLI_QUALITY)
    else:
        # mtime=0 makes the bytes, and so the ETag, identical across restarts.
        response.content = gzip.compress(body, _GZIP_LEVEL, mtime=0)
    response["Content-Encoding"] = encoding
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
