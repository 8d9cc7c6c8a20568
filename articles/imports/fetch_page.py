"""Fetch the page of an import through the one fetch function, and store its bytes before they are read."""

from __future__ import annotations

import time

from django.conf import settings

from articles.imports import robots
from articles.imports.site_turns import SiteTurns
from articles.imports.snapshots import SUMMARY_KIND
from articles.models import ImportItem, Snapshot
from articles.readers import fetch

# Between two pages of one site, in seconds: a feed leads to many pages of one site, which must not be overloaded.
PAUSE_SECONDS = 1.0
_turns = SiteTurns()


class SiteBusyError(Exception):
    """The site was asked a moment ago. The import must be tried again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The site may be asked again in {seconds:.1f} seconds.")
        self.seconds = seconds


def fetch_page(item: ImportItem) -> Snapshot:
    """The stored page of an import; its bytes are kept even if no reader can read them.

    Raises SiteBusyError instead of waiting: the worker has other imports to read; UnreadableError if a feed leads to a
    page that its site asks programs not to fetch.
    """
    take_turn(item.url, is_urgent=item.parent_id is None)
    if item.kind == SUMMARY_KIND:  # nobody chose this page: a feed leads to it
        robots.require_allowed(item.url)
    page = fetch.fetch(item.url, allow=settings.FETCH_ALLOW)
    content_type = f"{page.content_type}; charset={page.charset}" if page.charset else page.content_type
    item.snapshot = Snapshot.objects.store(
        page.content, content_type=content_type[:100], url=page.url[:2000], headers=page.headers
    )
    ImportItem.objects.filter(pk=item.pk).update(snapshot=item.snapshot)
    return item.snapshot


def take_turn(url: str, *, is_urgent: bool) -> None:
    """Raises SiteBusyError if the site of this address was asked a moment ago."""
    seconds = _turns.seconds_to_wait(url, now=time.monotonic(), pause=PAUSE_SECONDS, is_urgent=is_urgent)
    if seconds > 0:
        raise SiteBusyError(seconds)
