"""How long a login lasts: at most SESSION_HOURS after it, and SESSION_IDLE_MINUTES after the last request.

Both limits are in the expiry date of the stored session, so that everything that reads sessions respects them.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# Keys of the session: when it was begun by a login and last extended, in seconds since 1970.
BEGUN, EXTENDED = "login_at", "extended_at"
# A session is extended at most this often, in seconds: each time writes to the database.
_EXTEND_EVERY = 60


class SessionLimitsMiddleware:
    """Runs after the authentication middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            limit(request, time.time())
        return self.get_response(request)


def connect() -> None:
    user_logged_in.connect(begin)


def begin(request: HttpRequest, **_: Any) -> None:
    """After a login, also one in a session that was logged in already."""
    now = time.time()
    request.session[BEGUN] = now
    _extend(request, now)


def limit(request: HttpRequest, now: float) -> None:
    """Extend the session of this request, or end it."""
    session = request.session
    begun, extended = session.get(BEGUN), session.get(EXTENDED, 0.0)
    if begun is None:  # a login of an earlier version
        begin(request)
    elif now >= begun + settings.SESSION_MAX_SECONDS:
        logout(request)
    elif not 0 <= now - extended < _EXTEND_EVERY:
        _extend(request, now)


def _extend(request: HttpRequest, now: float) -> None:
    session = request.session
    left = session[BEGUN] + settings.SESSION_MAX_SECONDS - now
    session[EXTENDED] = now
    session.set_expiry(max(1, int(min(left, settings.SESSION_IDLE_SECONDS))))
