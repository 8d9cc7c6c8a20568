"""Pages for the desk: fetched through the one fetch function, and kept before anybody looks at them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings

from articles.imports.intake import keep
from articles.models import ImportItem
from articles.readers import fetch

if TYPE_CHECKING:
    from articles.models import Snapshot

# Between two pages of one site, in seconds: a feed leads to many pages, and we are a guest there.
PAUSE = 1.0
_MOST_SITES = 500
_asked: dict[str, float] = {}


def fetch_for(item: ImportItem) -> Snapshot:
    """Fetch the page of an item. Whatever a reader makes of it, its bytes are here."""
    _wait_for_turn(item.url)
    got = fetch.fetch(item.url, allow=settings.FETCH_ALLOW)
    kind = f"{got.content_type}; charset={got.charset}" if got.charset else got.content_type
    item.snapshot = keep(got.content, content_type=kind[:100], url=got.url[:2000], headers=got.headers)
    ImportItem.objects.filter(pk=item.pk).update(snapshot=item.snapshot)
    return item.snapshot


def _wait_for_turn(url: str) -> None:
    host = url.partition("://")[2].partition("/")[0].lower()
    left = _asked.get(host, -PAUSE) + PAUSE - time.monotonic()
    if left > 0:
        time.sleep(left)
    if len(_asked) >= _MOST_SITES:
        _asked.clear()
    _asked[host] = time.monotonic()
