"""The rows of the page of a batch: what each import is, what is missing, what it looks like, and its state."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models.fields.json import KT

from articles.admin.batch_filters import CHECKED, HELD, PUBLISHED, items_of
from articles.admin.listing import date_in_words, undecided_counts
from articles.desk import clearance
from articles.imports.row_actions import version_of
from articles.models import Article
from articles.readers import file_kinds
from articles.readers.hosts import shown_address
from articles.vocabulary import CONFIDENT, OPEN_IMPORT_STATUSES, ArticleStatus, DatePrecision, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.admin.answers import Answer
    from articles.admin.batch_selection import Shown
    from articles.imports.batch_counts import BatchCounts
    from articles.models import ImportBatch, ImportItem

ROWS = 50
# Of a preview only these are loaded: its text is long.
_STATED = {
    **{f"stated_{name}": KT(f"preview__story__{key}") for name, (_, key) in CHECKED.items()},
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
    place: str
    missing: list[str]
    similar: list[Similar]
    open_findings: int | None
    unsure: int
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


def page_of(batch: ImportBatch, counts: BatchCounts, shown: Shown, outcomes: Mapping[str, Answer]) -> Any:
    """The page, with its rows as `rows`."""
    status, missing = shown.status, shown.missing
    items = (
        items_of(batch, status, missing, shown.sort).select_related("article__outlet").defer("preview", "article__body")
    )
    items = items.annotate(**_STATED)
    if missing or status in (HELD, PUBLISHED):
        page: Any = Paginator(items, ROWS).get_page(shown.page)
    else:
        total = counts.of(ImportStatus(status)) if status else sum(counts.by_status.values())
        page = _Counted(items, ROWS, total).get_page(shown.page)
    listed = list(page.object_list)
    stories = [item.article_id for item in listed if item.article_id]
    open_findings, unsure = undecided_counts(stories), undecided_counts(stories, below=CONFIDENT)
    page.object_list = listed
    page.rows = [_row(item, open_findings, unsure, outcomes) for item in listed]
    return page


def _row(item: Any, open_findings: Mapping[int, int], unsure: Mapping[int, int], outcomes: Mapping[str, Answer]) -> Row:
    story = item.article or _future_story(item)
    outlet = (item.article.outlet.name if item.article.outlet else "") if item.article else _set(item, "outlet")
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
        place=story.dateline,
        missing=_missing(item, story, outlet),
        similar=_similar(item),
        open_findings=findings,
        unsure=unsure.get(item.article_id, 0) if findings else 0,
        state=state,
        tone=tone,
        restriction=clearance.in_short(story),
        reason=file_kinds.without_accepted(item.error),
        outcome=_without_name(outcomes.get(anchor_of(item.pk)), str(item.article or story.headline or item)),
    )


def _missing(item: Any, story: Article, outlet: str) -> list[str]:
    """The checked fields that an import which was read, or its story, does not have."""
    if item.article is None and item.status != ImportStatus.READ:
        return []
    values = {"outlet": outlet, "author": story.authors, "date": story.date_published, "address": story.url}
    values |= {"headline": story.headline, "language": story.in_language, "dateline": story.dateline}
    return [name for name in CHECKED if not values[name]]


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
        dateline=_stated(item, "dateline"),
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
