"""Which imports of a batch its page lists, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower, NullIf

from articles.admin.listing import open_count
from articles.models.article import is_published
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet
    from django.db.models.expressions import OrderBy

    from articles.imports.batch_counts import BatchCounts
    from articles.models import ImportBatch, ImportItem

# What the filter of the page calls the statuses, in its order.
_LABELS = {
    ImportStatus.READ: "Ready to check",
    ImportStatus.FAILED: "Could not be read",
    ImportStatus.MAPPING: "Columns to map",
    ImportStatus.DRAFTED: "Draft created",
    ImportStatus.VERSION: "New version",
    ImportStatus.DUPLICATE: "Duplicate",
    ImportStatus.REVOKED: "Cancelled by its source",
    ImportStatus.RECEIVED: "Waiting",
    ImportStatus.READING: "Being read",
    ImportStatus.DISCARDED: "Discarded",
    ImportStatus.SPLIT: "Split into items",
}
# Filters that are no status of an import.
HELD, PUBLISHED = "held", "published"
# Field -> (column of the story, key in the preview). These are checked, and are filters of the page.
CHECKED = {
    "headline": ("headline", "headline"),
    "outlet": ("outlet", "outlet"),
    "date": ("date_published", "date_published"),
    "language": ("in_language", "language"),
    "dateline": ("dateline", "dateline"),
    "author": ("authors", "authors"),
    "address": ("url", "url"),
}
MISSING_FIELDS = tuple(CHECKED)
# Columns by which the page can be sorted; a minus before the name turns the order round.
SORTS = ("headline", "date", "open")


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    status: str
    total: int
    is_current: bool


def statuses() -> tuple[str, ...]:
    """The values of the filter by status."""
    return (*ImportStatus.values, HELD, PUBLISHED)


def filters_of(counts: BatchCounts, published: int, current: str) -> list[Filter]:
    """Those that have rows, and the current one in any case."""
    shown = [Filter("All", "", sum(counts.by_status.values()), not current)]
    for status, label in _LABELS.items():
        if counts.of(status) or status == current:
            shown.append(Filter(label, status, counts.of(status), status == current))
        if status == ImportStatus.READ and (counts.lookalikes or current == HELD):
            shown.append(Filter("Held: looks like another story", HELD, counts.lookalikes, current == HELD))
    if published or current == PUBLISHED:
        shown.append(Filter("Published", PUBLISHED, published, current == PUBLISHED))
    return shown


def sorts() -> tuple[str, ...]:
    return tuple(f"{sign}{name}" for name in SORTS for sign in ("", "-"))


def items_of(batch: ImportBatch, status: str, missing: str, sort: str = "") -> QuerySet[ImportItem]:
    """The imports that the page lists with these filters, without their previews."""
    items = batch.items.defer("preview")
    if status == HELD:
        items = items.filter(status=ImportStatus.READ, is_lookalike=True)
    elif status == PUBLISHED:
        items = items.filter(is_published("article__"))
    elif status:
        items = items.filter(status=status)
    items = items.filter(_lacks(missing)) if missing else items
    return items.order_by(*_order(sort), "pk")


def published_in(batch: ImportBatch) -> int:
    """How many imports of the batch have a story that readers see."""
    return batch.items.filter(is_published("article__")).count()


def _order(sort: str) -> list[OrderBy]:
    name = sort.removeprefix("-")
    if name not in _KEYS:
        return []
    # What is unknown comes last in both directions.
    return [key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True) for key in _KEYS[name]()]


_KEYS: Mapping[str, Callable[[], list[Any]]] = {
    "headline": lambda: [Lower(Coalesce(NullIf(F("article__headline"), Value("")), KT("preview__story__headline")))],
    # Stories by their date, then imports by what they state: as text, which sorts like the date.
    "date": lambda: [F("article__date_published"), KT("preview__story__date_published")],
    "open": lambda: [open_count("article")],
}


def _lacks(field: str) -> Q:
    """Imports that were read, or their stories, without this field."""
    column, key = CHECKED[field]
    path = f"preview__story__{key}"
    empty: Any = {"outlet": None, "date_published": None, "url": None, "authors": []}.get(column, "")
    of_story = Q(article__isnull=False) & (
        Q(**{f"article__{column}__isnull": True}) if empty is None else Q(**{f"article__{column}": empty})
    )
    unstated = Q(**{path: ""}) | Q(**{path: None}) | Q(**{path: []})
    is_set = Q(set_fields__isnull=False, set_fields__has_key=column)
    return of_story | (Q(article__isnull=True, status=ImportStatus.READ) & unstated & ~is_set)
