"""Which pages changed, for caches: written with the record, read by web processes by version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Max, Min

from articles.models import RecordChange, RecordState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

KEEP_CHANGES = timedelta(days=1)
# A web process that has more to catch up with drops all its pages instead.
MAX_KEYS = 10_000
# The page of corrections.
CORRECTIONS_KEY = "corrections"
# The key of a change after which caches keep nothing; no page has it.
_EVERYTHING = "everything"


def story_key(article_id: int) -> str:
    return f"story:{article_id}"


def entity_key(entity_id: int) -> str:
    return f"entity:{entity_id}"


def entity_ids(keys: Iterable[str]) -> set[int]:
    """The entities among the keys of pages."""
    pairs = (key.partition(":") for key in keys)
    return {int(pk) for kind, _, pk in pairs if kind == "entity"}


def showing(response: HttpResponse, *keys: str) -> HttpResponse:
    """Mark a response with the keys of the records that it shows: it is cached until one of them changes."""
    response.record_keys = keys  # type: ignore[attr-defined]  # read by articles.middleware.cached_page
    return response


def write(version: int, keys: Iterable[str]) -> None:
    RecordChange.objects.bulk_create(RecordChange(version=version, key=key) for key in sorted(keys))


def forget_all(state: int) -> None:
    """Have caches drop everything; `state` is the key of the row with the version. Call in the transaction of the change."""
    RecordChange.objects.all().delete()
    # Two, because caches that have seen the last version would take the next one for the only change since.
    RecordState.objects.filter(pk=state).update(version=F("version") + 2)
    write(current_version(), [_EVERYTHING])


def current_version() -> int:
    """The version of the record; 0 before the first one."""
    return RecordState.objects.values_list("version", flat=True).first() or 0


def last_version() -> int:
    """The version of the newest change; 0 without one. The record may have been deleted since."""
    return RecordChange.objects.aggregate(Max("version"))["version__max"] or 0


def keys_since(version: int) -> set[str] | None:
    """The keys of the pages that changed after this version; None if they are too many, or were
    deleted, or the record was.
    """
    oldest = RecordChange.objects.aggregate(Min("version"))["version__min"]
    if oldest is None or oldest > version + 1 or version > current_version():
        return None
    keys = set(RecordChange.objects.filter(version__gt=version).values_list("key", flat=True)[: MAX_KEYS + 1])
    return keys if len(keys) <= MAX_KEYS else None


def latest_versions() -> tuple[int, dict[str, int]]:
    """The version of the last change of each page, of the newest MAX_KEYS changes; they are complete for all versions
    after the returned one.
    """
    rows = list(RecordChange.objects.order_by("-version").values_list("version", "key")[:MAX_KEYS])
    since = rows[-1][0] if rows else current_version()
    return since, {key: version for version, key in reversed(rows)}


def prune() -> int:
    """Delete the keys of changes that every web process has seen by now; returns how many."""
    return RecordChange.objects.filter(created__lt=datetime.now(UTC) - KEEP_CHANGES).delete()[0]
