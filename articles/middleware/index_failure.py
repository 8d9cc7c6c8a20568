"""A search index that fails while a page is made from it: the page is made again as if there were none.

Lists then say that the index is being built, and the pages of stories lack related stories only. Nothing of it is cached.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from django.http import HttpResponse

from articles.search.engine_failures import IndexFailedError
from articles.search.open_index import without_index
from articles.search.query import BEING_BUILT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

# A failing index is logged at most this often by one process, in seconds.
_LOG_INTERVAL = 10.0


class _IndexFailedResponse(HttpResponse):
    """Says inside the middleware that the index failed; sent only in answer to a request that cannot be repeated."""

    status_code = 503


class IndexFailureMiddleware:
    """Runs inside the page cache, which must not see the answers as those of an index."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._log_at = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, _IndexFailedResponse) or request.method not in ("GET", "HEAD"):
            return response
        with without_index():
            response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        failure = next((one for one in _causes(error) if isinstance(one, IndexFailedError)), None)
        if failure is None:
            return None
        if time.monotonic() >= self._log_at:
            self._log_at = time.monotonic() + _LOG_INTERVAL
            logger.warning("The search index failed in %s: %s", request.path, failure)
        headers = {"Retry-After": "5", "Content-Type": "text/plain; charset=utf-8"}
        return _IndexFailedResponse(BEING_BUILT, headers=headers)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those that led to it: templates wrap what happens in them."""
    while error is not None:
        yield error
        error = error.__cause__
