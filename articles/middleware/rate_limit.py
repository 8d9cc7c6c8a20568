"""A limit on how often one client may request what the search index has to compute.

It runs behind the page cache, so that cached pages are not counted. Web processes count together in the cache that they
share, if CACHE_URL names one that counts (Redis, Memcached). Otherwise each counts for itself, in memory: a count in the
database would cost a write for each search.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.desk.client_address import client_address, client_network
from articles.listings import LISTINGS
from articles.middleware.shared_counts import SharedCounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    # Whether an event fits beside so many of this and of the previous window.
    _Fits = Callable[[int, int], bool]

WINDOW = 60.0
# The clients that are counted at a time; then those that were seen longest ago are forgotten.
MAX_CLIENTS = 10_000


@dataclass(slots=True)
class _Counts:
    window: int
    current: int = 0
    previous: int = 0


class MemoryCounts:
    """The counts of this process."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, _Counts] = OrderedDict()
        self._lock = Lock()

    def count(self, client: str, window: int, fits: _Fits) -> tuple[int, int, bool]:
        """Count an event, if it fits. Returns how many there were in this and in the previous window, and if it did."""
        with self._lock:
            counts = self._counts_of(client, window)
            current, previous = counts.current, counts.previous
            is_counted = fits(current, previous)
            counts.current += is_counted
        return current, previous, is_counted

    def _counts_of(self, client: str, window: int) -> _Counts:
        counts = self._counts.pop(client, None) or _Counts(window)
        if counts.window != window:
            previous = counts.current if counts.window == window - 1 else 0
            counts = _Counts(window, previous=previous)
        self._counts[client] = counts
        while len(self._counts) > MAX_CLIENTS:
            self._counts.popitem(last=False)
        return counts


class RateLimit:
    """At most `limit` events per client in any 60 seconds, by the counts of the current and of the previous minute.

    The events of the previous minute are assumed to be spread evenly over it, so that nothing is stored per event.
    """

    def __init__(
        self, limit: int, clock: Callable[[], float] = time.time, counts: MemoryCounts | SharedCounts | None = None
    ) -> None:
        self._limit, self._clock, self._counts = limit, clock, counts or MemoryCounts()

    def wait(self, client: str) -> int:
        """Count an event. 0 if it is within the limit; otherwise it is not counted, and the result is the number of
        seconds until the next one will be.
        """
        window, second = divmod(self._clock(), WINDOW)
        current, previous, is_counted = self._counts.count(
            client,
            int(window),
            lambda current, previous: previous * (1 - second / WINDOW) < self._limit - current,
        )
        if is_counted:
            return 0
        rest = self._limit - current
        if rest > 0 and previous:
            return max(1, math.ceil(WINDOW * (1 - rest / previous) - second))
        return max(1, math.ceil(WINDOW - second))


class SearchRateMiddleware:
    """Runs behind the page cache. Counts searches, suggestions of the search box, and lists with filters or a format."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase], limit: RateLimit | None = None) -> None:
        self.get_response = get_response
        counts = SharedCounts(MemoryCounts()) if SharedCounts.can_count() else MemoryCounts()
        self._limit = limit or RateLimit(settings.SEARCH_RATE, counts=counts)
        self._suggest = reverse("articles:suggest")
        self._paths = {self._suggest, *(reverse(f"articles:{listing.url_name}") for listing in LISTINGS)}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path not in self._paths or not request.META.get("QUERY_STRING"):
            return self.get_response(request)
        address = client_address(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))
        seconds = self._limit.wait(client_network(address))
        return self._refusal(request, seconds) if seconds else self.get_response(request)

    def _refusal(self, request: HttpRequest, seconds: int) -> HttpResponse:
        if request.path == self._suggest or request.GET.get("format", "html") not in ("", "html"):
            sentence = f"Too many searches from your address. Try again in {seconds} seconds.\n"
            response = HttpResponse(sentence, status=429, content_type="text/plain; charset=utf-8")
        else:
            response = render(request, "429.html", {"seconds": seconds}, status=429)
        response["Retry-After"], response["Cache-Control"] = str(seconds), "no-store"
        return response
