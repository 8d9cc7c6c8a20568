"""The rows of the page of a batch: what each import is, what is missing, what it looks like, and its state."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.fields.json import KT

from articles.admin.listing import date_in_words, undecided_counts
from articles.desk import clearance
from articles.imports.row_actions import version_of
from articles.models import Article
from articles.readers import file_kinds
from articles.readers.hosts import shown_address
from articles.vocabulary import OPEN_IMPORT_STATUSES, ArticleStatus, DatePrecision, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from articles.admin.answers import Answer
    from articles.imports.batch_counts import BatchCounts
    from articles.models import ImportBatch, ImportItem

ROWS = 50
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
# Field -> (column of the story, key in the preview). These are checked, and are filters of the page.
_CHECKED = {
    "headline": ("headline", "headline"),
    "outlet": ("outlet", "outlet"),
    "date": ("date_published", "date_published"),
    "language": ("in_language", "language"),
    "author": ("authors", "authors"),
    "address": ("url", "url"),
}
MISSING_FIELDS = tuple(_CHECKED)
# Of a preview only these are loaded: its text is long.
_STATED = {
    **{f"stated_{name}": KT(f"preview__story__{key}") for name, (_, key) in _CHECKED.items()},
    "stated_precision": KT("preview__story__date_precision"),
    "stated_embargo": KT("preview__story__embargo"),
    "stated_embargo_text": KT("preview__story__embargo_text"),
    "stated_looks_like": KT("preview__looks_like"),
    "stated_updates": KT("preview__updates"),
}
# How the databases write that a preview does not state a field.
_NOTHING = ("", "null", "[]")
_ACTIONABLE = frozenset({*OPEN_IMPORT_STATUSES, ImportStatus.DRAFTED, ImportStatus.VERSION, ImportStatus.DUPLICATE})


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    status: str
    total: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Similar:
    """A story that an import looks like, or is a new version of; `says` how much of the text is the same."""

    id: int
    headline: str
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """`key` is what the form sends for the row: its id, with its version. Empty values are unknown."""

    item: ImportItem
    key: str
    headline: str
    outlet: str
    date: str
    language: str
    missing: list[str]
    similar: list[Similar]
    open_findings: int | None
    state: str
    tone: str
    restriction: str
    reason: str
    outcome: Answer | None

    @property
    def name(self) -> str:
        """The name of the import, if it says more than the headline."""
        return "" if str(self.item) == self.headline else str(self.item)

    @property
    def can_be_selected(self) -> bool:
        return self.item.status in _ACTIONABLE

    @property
    def can_be_drafted_anyway(self) -> bool:
        return self.item.status == ImportStatus.READ and self.item.is_lookalike


class _Counted(Paginator[Any]):
    """A paginator that is given the number of rows, which is known already."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


def anchor_of(item_id: int) -> str:
    return f"row-{item_id}"


def filters_of(counts: BatchCounts, current: str) -> list[Filter]:
    """Those that have rows, and the current one in any case."""
    shown = [Filter("All", "", sum(counts.by_status.values()), not current)]
    for status, label in _LABELS.items():
        if counts.of(status) or status == current:
            shown.append(Filter(label, status, counts.of(status), status == current))
    return shown


def items_of(batch: ImportBatch, status: str, missing: str) -> QuerySet[ImportItem]:
    """The imports that the page lists with these filters, without their previews."""
    items = batch.items.defer("preview").order_by("pk")
    if status:
        items = items.filter(status=status)
    return items.filter(_lacks(missing)) if missing else items


def page_of(
    batch: ImportBatch, counts: BatchCounts, status: str, missing: str, *, number: str, outcomes: Mapping[str, Answer]
) -> Any:
    """The page, with its rows as `rows`."""
    items = items_of(batch, status, missing).select_related("article__outlet").defer("preview", "article__body")
    items = items.annotate(**_STATED)
    if missing:
        page: Any = Paginator(items, ROWS).get_page(number)
    else:
        total = counts.of(ImportStatus(status)) if status else sum(counts.by_status.values())
        page = _Counted(items, ROWS, total).get_page(number)
    listed = list(page.object_list)
    open_findings = undecided_counts(item.article_id for item in listed if item.article_id)
    page.object_list = listed
    page.rows = [_row(item, open_findings, outcomes) for item in listed]
    return page


def _lacks(field: str) -> Q:
    """Imports that were read, or their stories, without this field."""
    column, key = _CHECKED[field]
    path = f"preview__story__{key}"
    empty: Any = {"outlet": None, "date_published": None, "url": None, "authors": []}.get(column, "")
    of_story = Q(article__isnull=False) & (
        Q(**{f"article__{column}__isnull": True}) if empty is None else Q(**{f"article__{column}": empty})
    )
    unstated = Q(**{path: ""}) | Q(**{path: None}) | Q(**{path: []})
    is_set = Q(set_fields__isnull=False, set_fields__has_key=column)
    return of_story | (Q(article__isnull=True, status=ImportStatus.READ) & unstated & ~is_set)


def _row(item: Any, open_findings: Mapping[int, int], outcomes: Mapping[str, Answer]) -> Row:
    story = item.article or _future_story(item)
    outlet = (item.article.outlet.name if item.article.outlet else "") if item.article else _set(item, "outlet")
    values = {"outlet": outlet, "author": story.authors, "date": story.date_published, "address": story.url}
    values |= {"headline": story.headline, "language": story.in_language}
    is_read = item.article is not None or item.status == ImportStatus.READ
    is_open = item.article is not None and item.article.review_status != ArticleStatus.DISCARDED
    findings = open_findings.get(item.article_id, 0) if is_open else None
    state, tone = _state(item, findings)
    return Row(
        item=item,
        key=f"{item.pk}:{version_of(item, item.article)}",
        headline=story.headline,
        outlet=outlet,
        date=date_in_words(story) if story.date_published else "",
        language=story.in_language,
        missing=[name for name in _CHECKED if not values[name]] if is_read else [],
        similar=_similar(item),
        open_findings=findings,
        state=state,
        tone=tone,
        restriction=clearance.in_short(story),
        reason=file_kinds.without_accepted(item.error),
        outcome=_without_name(outcomes.get(anchor_of(item.pk)), str(item.article or story.headline or item)),
    )


def _without_name(outcome: Answer | None, name: str) -> Answer | None:
    """An outcome names its row, in case the page shows it at the top; beside its row this is not repeated."""
    return replace(outcome, says=outcome.says.removeprefix(f"{name}: ")) if outcome else None


def _future_story(item: Any) -> Article:
    """What the import is going to be, not saved; its outlet is only a name."""
    date = _set(item, "date_published", "date")
    embargo = _stated(item, "embargo")
    own = item.set_fields or {}
    precision = own.get("date_precision") or _stated(item, "precision") or DatePrecision.UNKNOWN
    return Article(
        headline=_stated(item, "headline"),
        date_published=datetime.fromisoformat(date) if date else None,
        date_precision=precision,
        in_language=_set(item, "in_language", "language"),
        authors=json.loads(_stated(item, "author") or "[]"),
        url=shown_address(_stated(item, "address")),
        embargo=datetime.fromisoformat(embargo) if embargo else None,
        embargo_text=_stated(item, "embargo_text"),
    )


def _set(item: Any, column: str, stated: str = "") -> str:
    """The value that was set for the import, or else the one that it states."""
    own = item.set_fields or {}
    return str(own[column] or "") if column in own else _stated(item, stated or column)


def _stated(item: Any, name: str) -> str:
    value = getattr(item, f"stated_{name}")
    return "" if value is None or value in _NOTHING else str(value)


def _similar(item: Any) -> list[Similar]:
    if item.status != ImportStatus.READ:
        return []
    updates = json.loads(_stated(item, "updates") or "null")
    rows = [Similar(updates["id"], updates["headline"], "a new version of it")] if updates else []
    alike = json.loads(_stated(item, "looks_like") or "[]")
    return rows + [Similar(one["id"], one["headline"], f"{round(100 * one['share'])}% the same") for one in alike]


def _state(item: ImportItem, findings: int | None) -> tuple[str, str]:
    """The state in words, and the class of its mark."""
    if item.article is None:
        return item.get_status_display(), "failed" if item.status == ImportStatus.FAILED else "open"
    if item.article.is_published:
        return "Published", "published"
    label = item.article.get_review_status_display()
    origin = "" if item.status == ImportStatus.DRAFTED else f"{item.get_status_display()}: "
    if findings == 0:
        return f"{origin}{label}, all decided", "decided"
    return f"{origin}{label}", "open"
