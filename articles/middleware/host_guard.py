"""Which host names the site answers for, checked before anything is answered, the page cache and static files included.

Our own server (newsroom/web) checks directly; the middleware is for other servers. Probes use no host name: their addresses
(newsroom/health) come first.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.http.request import split_domain_port, validate_host

from articles.middleware.request_guard import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

NO_HOST = Refusal(400, "The request must name one host.")
WRONG_HOST = Refusal(400, "This server has no site of that name.")
_MAX_LOGGED = 100


def check_host(given: Sequence[str]) -> Refusal | None:
    """The refusal of a request with these Host headers (RFC 9112, 3.2: exactly one), logged with what an operator may have
    forgotten.
    """
    if len(given) != 1 or not given[0]:
        return NO_HOST
    host = given[0]
    if _is_allowed(host, tuple(settings.ALLOWED_HOSTS)):
        return None
    logger.warning("Refused a request for the host %.*r, which ALLOWED_HOSTS does not list", _MAX_LOGGED, host)
    return WRONG_HOST


@lru_cache(maxsize=64)
def _is_allowed(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


class HostGuardMiddleware:
    """A server that is not ours may have accepted a request without a host; Django then takes the server's own name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            request.get_host()
        except DisallowedHost:
            refusal = check_host([request.META.get("HTTP_HOST", "")]) or WRONG_HOST
            response = HttpResponse(refusal.sentence, status=refusal.status, headers=dict(refusal.headers))
            response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  # as Django marks its own
            return response
        return self.get_response(request)
