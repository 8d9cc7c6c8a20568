"""How soon readers see a publication or withdrawal: a sum of intervals, which does not depend on the load of the
computer.
"""

from __future__ import annotations

from articles.middleware.cached_page import MAX_AGE
from articles.middleware.page_cache import POLL_INTERVAL
from articles.search.indexer import POLL_SECONDS

PROMISED_SECONDS = 2.0
# For the work itself, on an idle computer.
ROOM_FOR_WORK = 0.5


def test_what_is_published_or_withdrawn_is_seen_within_two_seconds_of_an_idle_machine():
    assert POLL_SECONDS + POLL_INTERVAL + MAX_AGE + ROOM_FOR_WORK <= PROMISED_SECONDS
