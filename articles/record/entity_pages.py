"""Renders the pages of entities ahead of their readers: a few at a time, those first that changed longest ago."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from articles.models import Entity, EntityPage
from articles.record.changes import entity_ids
from articles.record.entity_document import rendered, stored_page
from articles.record.page_format import page_format
from articles.search.result import StoryQuery
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from articles.record.entity_document import EntityDocument

logger = logging.getLogger(__name__)

# So many pages at a time, and no further one after so many seconds: what is published meanwhile waits for as long.
_STEP, _SECONDS = 10, 0.25
# What SQLite takes in one statement, with room to spare.
_BATCH = 500


def drop_pages(keys: Iterable[str], version: int) -> None:
    """The pages with these keys are not shown any more, and wait to be rendered; call in the transaction of the change."""
    EntityPage.objects.bulk_create(
        [EntityPage(entity_id=pk, version=version, format="") for pk in sorted(entity_ids(keys))],
        batch_size=_BATCH, update_conflicts=True, unique_fields=["entity"],
        update_fields=["version", "format", "stories", "page"],
    )  # fmt: skip


def drop_all_pages() -> None:
    EntityPage.objects.exclude(format="").update(format="")


def render_pages() -> int:
    """Render some of the pages that wait. Returns how many."""
    current = page_format()
    dropped = EntityPage.objects.filter(format__lt=current).order_by("format", "version")
    of_other_software = EntityPage.objects.filter(format__gt=current).order_by("format", "version")
    # Two queries, because for one with both SQLite reads all pages.
    waiting = dropped.values_list("pk", flat=True)[:_STEP] or of_other_software.values_list("pk", flat=True)[:_STEP]
    until, count = time.monotonic() + _SECONDS, 0
    for pk in waiting:
        count += render([pk])
        if time.monotonic() > until:
            break
    return count


def render(ids: Collection[int]) -> int:
    """Render the pages of these entities; those without one are forgotten. Returns how many ids there were."""
    kinds = dict(Entity.objects.filter(pk__in=ids).values_list("pk", "kind"))
    documents = [document for pk, kind in kinds.items() if (document := _document(EntityKind(kind), pk))]
    EntityPage.objects.bulk_create(
        map(stored_page, documents),
        update_conflicts=True, unique_fields=["entity"], update_fields=["format", "head", "stories", "page"],
    )  # fmt: skip
    EntityPage.objects.filter(pk__in=set(ids) - {document.head.pk for document in documents}).delete()
    return len(ids)


def _document(kind: EntityKind, pk: int) -> EntityDocument | None:
    """None if there is no page, or it cannot be rendered: one entity must not stop all others."""
    try:
        return rendered(kind, StoryQuery(entities=(pk,)))
    except Exception:
        logger.exception("The page of entity %s could not be rendered", pk)
        return None
