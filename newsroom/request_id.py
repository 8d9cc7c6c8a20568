"""An id for each request: in the response, on error pages and in every line of the log, so that these can be connected."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id of the request that this thread answers; "" outside of requests."""
    return _current.get()


class RequestIds:
    """A WSGI application around Django. Outside of its middleware, because headers of cached pages are shared."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        number = _given(environ) or secrets.token_hex(8)
        token = _current.set(number)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, (HEADER, number)], *rest)

        try:
            return self._application(environ, start)
        finally:
            _current.reset(token)


def _given(environ: dict[str, Any]) -> str:
    """The id that the reverse proxy gave the request. A client could use one id for many requests, so it gives none."""
    value = environ.get("HTTP_X_REQUEST_ID", "")
    return value if settings.BEHIND_PROXY and _GIVEN.fullmatch(value) else ""
