"""Pages of anonymous readers are read from the replica, if the site has one and it is up to date.

A replica is passed over while it does not answer, and while it lacks changes that this machine already shows: rows of the
outbox that the search index has applied, or a version of the record by which cached pages were dropped. Editors, and
everything but GET and HEAD, read the primary, so that everyone who writes sees at once what was written.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Max
from django.http import HttpResponse

from articles.middleware import page_cache
from articles.middleware.request_guard import ADMIN_ROOT
from articles.models import RecordState, SearchOutbox
from articles.record.index_position import index_top
from articles.search.engine_failures import IndexFailedError
from articles.search.open_index import generation
from newsroom.replica import REPLICA, read_from, reads_replica

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

# How long this process relies on the last check, in seconds, unless the index changes.
CHECK_INTERVAL = 0.1
# After a failure the replica is not asked for this long, in seconds.
PAUSE_AFTER_FAILURE = 5.0
# A replica that is passed over is logged at most this often, in seconds.
_LOG_INTERVAL = 60.0


class ReplicaCheck:
    """Whether this process may read from the replica now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_usable = False
        self._generation = ""
        self._check_at = self._log_at = float("-inf")
        self._was_logged = False

    def is_usable(self) -> bool:
        """While one thread checks, others read the primary, so that a replica that does not answer delays one request."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            now, made = time.monotonic(), generation()
            is_due = now >= self._check_at or (self._is_usable and made != self._generation)
            if is_due:
                self._generation = made
                self._check()
            return self._is_usable
        finally:
            self._lock.release()

    def failed(self, error: Exception) -> None:
        """A query of a page failed on the replica."""
        with self._lock:
            self._has_failed(error)

    def _check(self) -> None:
        try:
            reason = _missing_changes()
        except DatabaseError as error:
            self._has_failed(error)
        except IndexFailedError as error:
            self._note(f"the search index cannot be read: {error}", CHECK_INTERVAL)
        else:
            self._note(reason, CHECK_INTERVAL)

    def _has_failed(self, error: Exception) -> None:
        connections[REPLICA].close()
        self._note(f"it does not answer: {str(error).strip()}", PAUSE_AFTER_FAILURE)

    def _note(self, reason: str | None, pause: float) -> None:
        """Use the replica, or pass it over for this reason, until the next check after `pause` seconds."""
        now = time.monotonic()
        self._is_usable, self._check_at = reason is None, now + pause
        if reason and now >= self._log_at:
            self._log_at, self._was_logged = now + _LOG_INTERVAL, True
            logger.warning("Pages are read from the primary, not from the replica: %s", reason)
        elif reason is None and self._was_logged:
            self._was_logged = False
            logger.info("Pages are read from the replica again.")


def _missing_changes() -> str | None:
    """What the replica lacks of what this machine shows, as the end of a sentence. Raises DatabaseError."""
    top, shown = index_top(), page_cache.PAGES.version
    version = RecordState.objects.using(REPLICA).values_list("version", flat=True).first() or 0
    newest = SearchOutbox.objects.using(REPLICA).aggregate(Max("id"))["id__max"] or 0
    if newest < top:
        return f"it lacks changes {newest + 1} to {top}, which are in the search index"
    if version < shown:
        return f"it has version {version} of the record, and cached pages are of version {shown}"
    return None


REPLICA_CHECK = ReplicaCheck()


class ReadReplicaMiddleware:
    """Runs before the page cache, which compares versions of the database that its pages are made from."""

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase], check: ReplicaCheck = REPLICA_CHECK
    ) -> None:
        self.get_response = get_response
        self.check = check

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        read_from(DEFAULT_DB_ALIAS)  # whatever an earlier request of this thread chose
        if REPLICA not in settings.DATABASES or not _is_public(request) or not self.check.is_usable():
            return self.get_response(request)
        read_from(REPLICA)
        response = self.get_response(request)
        if reads_replica():
            return response
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """A replica that failed in the middle of a page: the page is made again, from the primary."""
        if not reads_replica() or not isinstance(error, DatabaseError):
            return None
        self.check.failed(error)
        read_from(DEFAULT_DB_ALIAS)
        return HttpResponse(status=503)


def _is_public(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.META.get("HTTP_COOKIE", "")
        and not request.path_info.startswith(ADMIN_ROOT)
    )
