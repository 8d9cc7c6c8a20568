"""/healthz, /readyz and /metrics: answered before the checks of host names and TLS, because probes use neither."""

from __future__ import annotations

import threading
import time
from hmac import compare_digest
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from newsroom.health.metrics import CONTENT_TYPE, exposition
from newsroom.health.readiness import Readiness, check_readiness

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

HEALTHZ, READYZ, METRICS = PROBES = ("/healthz", "/readyz", "/metrics")
# Anyone may ask /readyz: the answer is computed at most this often, in seconds.
_MAX_AGE = 1.0
# An answer of this age, in seconds, says nothing any more.
_TOO_OLD = 15.0
# Headers that only a proxy adds: a request with one of them does not come from this machine.
_OF_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


class _RecentReadiness:
    """While one thread checks, others get the last answer: a database that does not answer must not occupy all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found = Readiness()
        self._made = float("-inf")

    def get(self) -> Readiness:
        age = time.monotonic() - self._made
        if age < _MAX_AGE or not self._lock.acquire(blocking=False):
            return self._found if age < _TOO_OLD else Readiness(problems=["The check has not ended."])
        try:
            self._found = check_readiness()
            self._made = time.monotonic()
            return self._found
        finally:
            self._lock.release()


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._readiness = _RecentReadiness()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == HEALTHZ:
            response: HttpResponseBase = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
        elif request.path_info == READYZ:
            response = self._ready(request)
        elif request.path_info == METRICS and is_operator(request):
            response = HttpResponse(exposition(), content_type=CONTENT_TYPE)
        else:
            return self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _ready(self, request: HttpRequest) -> HttpResponseBase:
        found = self._readiness.get()
        answer: dict[str, object] = {"ready": found.is_ready}
        if is_operator(request):
            answer |= {"problems": found.problems, "warnings": found.warnings, **found.details}
        return JsonResponse(answer, status=200 if found.is_ready else 503)


def is_operator(request: HttpRequest) -> bool:
    """Whether the request has the token of METRICS_TOKEN, or comes from a program on this machine, not through a proxy."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "bearer" and settings.METRICS_TOKEN:
        return compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    if any(name in request.META for name in _OF_PROXIES):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
