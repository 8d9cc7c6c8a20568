"""What the web server runs: cached pages and refusals on the event loop, everything else by Django in threads.

A request reaches a thread once its whole body has arrived, so a thread is never held by a client. Readers and the desk have
threads of their own: uploads that wait for the database, or logins, keep no reader waiting.
"""

from __future__ import annotations

import asyncio
import io
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.db import close_old_connections
from django.http import parse_cookie
from django.utils.encoding import escape_uri_path, iri_to_uri

from articles.desk.client_address import client_address, client_network
from articles.middleware.cached_page import CacheRequest
from articles.middleware.host_guard import check_host
from articles.middleware.page_cache import PAGES, PageCache
from articles.middleware.request_guard import (
    ADMIN_ROOT,
    MAX_ANONYMOUS_BYTES,
    Refusal,
    check_request,
    is_editor,
    is_large,
    too_large,
)
from articles.search.engine_failures import is_panic
from newsroom.health import metrics
from newsroom.health.health_addresses import HEALTHZ, PROBES
from newsroom.web.bodies import BrokenBodyError, Slots, SlowBodyError, drain, read_body
from newsroom.web.environ import make_environ, remote_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newsroom.web.protocol import HTTPProtocol, Scope

log = logging.getLogger(__name__)

READER_THREADS, DESK_THREADS = 4, 4
# Requests that wait for a thread, of readers and of the desk each; more are answered with 503.
MAX_WAITING = 200
_BUSY = Refusal(503, "The site is busy. Try again in a few seconds.", retry_after=5)
_SLOW = Refusal(408, "The request came in too slowly and was dropped.")
_NO_ROOM = Refusal(503, "The server has no room for this upload. Its administrator has to free disk space.")
_BROKEN = Refusal(400, "The connection ended before the whole request had come.")
_ERROR = Refusal(500, "Something went wrong. It has been logged.")
# This process runs, and its event loop is not blocked. It says nothing of the rest: that is what /readyz is for.
_ALIVE = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]


_CACHED = metrics.REQUESTS.labels("cached", "200")


class Threads:
    """A pool of threads with a bounded queue."""

    def __init__(self, count: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)
        self._most, self._in_hand = count + MAX_WAITING, 0

    @property
    def is_full(self) -> bool:
        return self._in_hand >= self._most

    async def run(self, call: Callable[[], Any]) -> Any:
        self._in_hand += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, call)
        finally:
            self._in_hand -= 1


class WebApplication:
    """An RSGI application around a WSGI one."""

    def __init__(self, django: Callable[..., Iterable[bytes]], pages: PageCache = PAGES) -> None:
        self._django, self._pages = django, pages
        self._readers, self._desk = Threads(READER_THREADS, "reader"), Threads(DESK_THREADS, "desk")
        self._slots = Slots()

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        try:
            refusal = _check(scope)
            if refusal is None and scope.path == HEALTHZ:
                proto.response_bytes(200, _ALIVE, b"ok\n" if scope.method == "GET" else b"")
            elif refusal is not None or not self._answer_from_cache(scope, proto):
                await self._answer(scope, proto, refusal)
        except BaseException as error:
            if not isinstance(error, Exception) and not is_panic(error):
                raise
            log.exception("Error before a request reached Django: %s %r", scope.method, scope.path)
            _send(proto, _ERROR)

    def _answer_from_cache(self, scope: Scope, proto: HTTPProtocol) -> bool:
        request = _cache_request(scope)
        key = request.key
        if not key or not self._pages.is_recent:
            return False
        page = self._pages.get(key)
        if page is None:
            return False
        if page.is_current(request):
            proto.response_empty(304, page.unchanged_headers)
        else:
            proto.response_bytes(200, list(page.headers.items()), page.body)
        _CACHED.inc()
        return True

    async def _answer(self, scope: Scope, proto: HTTPProtocol, refusal: Refusal | None) -> None:
        length, _ = _framing(scope)
        needs_editor = (refusal is None or refusal.status == 413) and is_large(length)
        from_editor = needs_editor and await self._is_editor(scope)
        if needs_editor and not from_editor:
            refusal = too_large(length, MAX_ANONYMOUS_BYTES)
        if refusal is not None:
            _send(proto, refusal)
            await drain(proto, from_editor=from_editor)
        elif int(length or 0):
            await self._receive(scope, proto, int(length))
        else:
            await self._ask_django(scope, proto, io.BytesIO())

    async def _receive(self, scope: Scope, proto: HTTPProtocol, length: int) -> None:
        forwarded = scope.headers.get("x-forwarded-for") or ""
        address = client_network(client_address(remote_address(scope), forwarded))
        if not self._slots.is_free(address):
            _send(proto, _BUSY)
            await drain(proto)
            return
        try:
            with self._slots.taken(address):
                body = await read_body(proto, length)
        except SlowBodyError:
            _send(proto, _SLOW)
        except BrokenBodyError:
            _send(proto, _BROKEN)
        except OSError:
            log.exception("A request body could not be stored")
            _send(proto, _NO_ROOM)
        else:
            with body:
                await self._ask_django(scope, proto, body)

    async def _is_editor(self, scope: Scope) -> bool:
        key = parse_cookie(_all(scope, "cookie")).get(settings.SESSION_COOKIE_NAME)
        return key is not None and bool(await self._desk.run(partial(_look_up_session, key)))

    async def _ask_django(self, scope: Scope, proto: HTTPProtocol, body: IO[bytes]) -> None:
        kind = "admin" if scope.path.startswith(ADMIN_ROOT) else "public"
        threads = self._desk if kind == "admin" else self._readers
        if threads.is_full:
            _send(proto, _BUSY)
            return
        begun = time.monotonic()
        status = await threads.run(partial(self._call_django, make_environ(scope, body), proto))
        metrics.SECONDS.labels(kind).observe(time.monotonic() - begun)
        metrics.REQUESTS.labels(kind, str(status)).inc()

    def _call_django(self, environ: dict[str, Any], proto: HTTPProtocol) -> int:
        """Runs in a thread. Answers are sent complete, CSV included, so that a slow client does not block a thread. Returns
        the status.
        """
        begun: list[Any] = []
        chunks = self._django(environ, lambda *status_and_headers: begun.extend(status_and_headers))
        try:
            status = int(begun[0][:3])
            proto.response_bytes(status, begun[1], b"".join(chunks))
            return status
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()


def _send(proto: HTTPProtocol, refusal: Refusal) -> None:
    """The body of the request is not read to its end, so the connection cannot be used again."""
    proto.response_bytes(refusal.status, [*refusal.headers, ("Connection", "close")], refusal.sentence.encode())
    metrics.REQUESTS.labels("refused", str(refusal.status)).inc()


def _check(scope: Scope) -> Refusal | None:
    """Host, method and length, before anything is answered."""
    wrong_host = None if scope.path in PROBES else check_host(_values(scope, "host"))
    return wrong_host or check_request(scope.method, scope.path, *_framing(scope))


def _cache_request(scope: Scope) -> CacheRequest:
    header = scope.headers.get
    query = f"?{iri_to_uri(scope.query_string)}" if scope.query_string else ""
    return CacheRequest(
        method=scope.method,
        scheme=_scheme(scope),
        host=header("host") or "",
        address=escape_uri_path(scope.path) + query,
        cookies=_all(scope, "cookie"),
        encodings=header("accept-encoding") or "",
        if_none_match=header("if-none-match") or "",
        if_modified_since=header("if-modified-since") or "",
    )


def _scheme(scope: Scope) -> str:
    """As Django finds it: what the proxy says, where there is one."""
    forwarded = scope.headers.get("x-forwarded-proto") if settings.SECURE_PROXY_SSL_HEADER else None
    if forwarded is None:
        return scope.scheme
    return "https" if forwarded.partition(",")[0].strip() == "https" else "http"


def _framing(scope: Scope) -> tuple[str, str]:
    return scope.headers.get("content-length") or "", scope.headers.get("transfer-encoding") or ""


def _all(scope: Scope, name: str) -> str:
    return "; ".join(_values(scope, name))


def _values(scope: Scope, name: str) -> list[str]:
    return [value for given, value in scope.headers.items() if given == name]


def _look_up_session(key: str) -> bool:
    """In a thread, outside of a request, where Django does not look after connections by itself."""
    close_old_connections()
    try:
        return is_editor(key)
    finally:
        close_old_connections()
