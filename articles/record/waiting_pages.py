"""Renders the pages of stories ahead of their readers: the newest first, a few at a time.

The page of a story that waits is rendered for each request that the page cache does not answer (`story_document`). Pages
take more space than everything else in the record, so that those of old stories of a large collection are not stored.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import transaction

from articles.models import RecordState, StoryRecord
from articles.record import changes
from articles.record.page_format import page_format
from articles.record.story_records import rendered_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# So many of the newest stories have a stored page. At about 5 kB each they take half a gigabyte.
AHEAD = 100_000
# So many pages at a time, and no further ones after so many seconds: what is published meanwhile waits for as long.
_STEP, _SECONDS = 10, 0.25


def first_to_render() -> int:
    """The sort key of the oldest story whose page is stored ahead of its readers."""
    newest = StoryRecord.objects.order_by("-newest").values_list("newest", flat=True)
    return next(iter(newest[AHEAD - 1 : AHEAD]), 0)


def render_waiting(render_from: int) -> int:
    """Render some of the pages that wait, of stories with at least this sort key. Returns how many."""
    until, count = time.monotonic() + _SECONDS, 0
    while not count or time.monotonic() < until:
        waiting = StoryRecord.objects.filter(format="", newest__gte=render_from).order_by("-newest")
        chunk = list(waiting.values_list("pk", flat=True)[:_STEP])
        if not chunk:
            break
        render(chunk)
        count += len(chunk)
    return count


def render(ids: Collection[int]) -> None:
    """Render the pages of these stories, as far as they have a record."""
    rows = StoryRecord.objects.filter(pk__in=ids).values_list("pk", "page")
    before = {pk: bytes(main) for pk, main in rows}
    _write(before, rendered_pages(before))


@transaction.atomic
def _write(before: Mapping[int, bytes], pages: Mapping[int, bytes]) -> None:
    """Store the pages, and tell caches which differ from those that readers may have."""
    state = RecordState.objects.select_for_update().get()
    changed = {pk for pk, page in pages.items() if before[pk] and before[pk] != page}
    if changed:
        state.version += 1
        state.save()
        changes.write(state.version, map(changes.story_key, changed))
    for pk in before:
        page = pages.get(pk, b"")
        columns = {"format": page_format() if page else StoryRecord.NOT_RENDERED, "page": page}
        StoryRecord.objects.filter(pk=pk).update(**columns, **({"version": state.version} if pk in changed else {}))
