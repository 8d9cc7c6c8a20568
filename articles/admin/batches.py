"""Batches: the progress of an import of many stories, the result of each, and actions on all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models.fields.json import KT
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from articles.admin.base import DeskModelAdmin, attempt, change_url, editor
from articles.admin.listing import moment_in_words
from articles.desk import clearance
from articles.desk.rights import lacking
from articles.imports import batch_actions
from articles.imports.batch_counts import BatchCounts, count_batch, count_batches
from articles.models import Article, ImportBatch
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

_ROWS = 50
# What the filter of the page calls the statuses, in its order.
_FILTERS = {
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


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the page, the function of the desk behind it, and what is said when it is done."""

    do: Callable[..., Any]
    done: Callable[[Any], str]


def _counted(count: int) -> str:
    return "1 import" if count == 1 else f"{count} imports"


def _drafting(asked: BatchCounts) -> str:
    message = f"Creating drafts from {_counted(asked.to_draft)}."
    if asked.lookalikes:
        message += f" {_counted(asked.lookalikes)} left out: they look like another story, so compare them first."
    return message


_ACTIONS = {
    "drafts": Action(batch_actions.request_drafts, _drafting),
    "again": Action(batch_actions.retry_failed, lambda count: f"{_counted(count)} will be read again."),
    "cancel": Action(
        batch_actions.cancel_waiting, lambda count: f"{_counted(count)} cancelled. The originals are kept."
    ),
    "discard": Action(
        batch_actions.discard_open, lambda count: f"{_counted(count)} discarded. The originals are kept."
    ),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """The bar of a batch: shares of a hundred, and the same in words."""

    read: float
    failed: float
    finished: int
    total: int
    text: str
    is_done: bool


def progress_of(batch: ImportBatch, counts: BatchCounts) -> Progress:
    whole = max(counts.total, 1)
    said = [f"{counts.read} read", f"{counts.failed} failed", f"{counts.waiting} waiting"]
    if counts.of(ImportStatus.MAPPING):
        said.append(f"{counts.of(ImportStatus.MAPPING)} with columns to map")
    drafted = f" Creating drafts: {counts.to_draft} to go." if batch.drafts_wanted and counts.to_draft else ""
    return Progress(
        read=round(100 * counts.read / whole, 2),
        failed=round(100 * counts.failed / whole, 2),
        finished=counts.read + counts.failed,
        total=counts.total,
        text=f"Of {_counted(counts.total)}: {', '.join(said)}.{drafted}",
        is_done=not counts.waiting and not batch.drafts_wanted,
    )


class HowManyFilter(admin.SimpleListFilter):
    """Every import has a batch; the list shows those of several, unless asked for all."""

    title, parameter_name = "how many", "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "Including single imports")]

    def choices(self, changelist: Any) -> Any:
        several, every = super().choices(changelist)
        yield {**several, "display": "Several imports"}
        yield every

    def queryset(self, request: HttpRequest, queryset: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
        return queryset if self.value() == "all" else queryset.filter(pk__in=ImportBatch.objects.of_several())


class ImportBatchAdmin(DeskModelAdmin[ImportBatch]):
    label = "Batches"
    list_display = ("name", "came_in", "user", "imports", "read", "failed", "waiting")
    list_filter = (HowManyFilter, "created")
    list_select_related = ("created_by",)
    search_fields = ("note", "items__name")
    ordering = ("-id",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Batches are created by imports only."""
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "articles_importbatch"
        acts = [
            path(f"<int:object_id>/{verb}/", wrap(require_POST(partial(self.act_view, act=act))), name=f"{name}_{verb}")
            for verb, act in _ACTIONS.items()
        ]
        state = path("<int:object_id>/state/", wrap(require_GET(self.state_view)), name=f"{name}_state")
        return [*acts, state, *super().get_urls()]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        # Only the rows of this page are counted, in one query.
        counts = count_batches([batch.pk for batch in changelist.result_list])
        for batch in changelist.result_list:
            batch.counts = counts.get(batch.pk, BatchCounts({}))
        return changelist

    @admin.display(description="Name", ordering="note")
    def name(self, batch: ImportBatch) -> str:
        return str(batch)

    @admin.display(description="Received", ordering="created")
    def came_in(self, batch: ImportBatch) -> str:
        return moment_in_words(batch.created)

    @admin.display(description="By")
    def user(self, batch: ImportBatch) -> str:
        return str(batch.created_by or "")

    @admin.display(description="Imports")
    def imports(self, batch: Any) -> str:
        return str(batch.counts.total)

    @admin.display(description="Read")
    def read(self, batch: Any) -> str:
        return str(batch.counts.read)

    @admin.display(description="Failed")
    def failed(self, batch: Any) -> str:
        return str(batch.counts.failed)

    @admin.display(description="Waiting")
    def waiting(self, batch: Any) -> str:
        return str(batch.counts.waiting)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self.one(request, object_id)
        counts = count_batch(batch)
        status = request.GET.get("status", "")
        status = status if status in ImportStatus.values else ""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(batch),
            "batch": batch,
            "counts": counts,
            "progress": progress_of(batch, counts),
            "filters": _filters(counts, status),
            "status": status,
            "page": _page(batch, counts, status, request.GET.get("page", "")),
            "may_change": self.has_change_permission(request, batch),
            "lacks_drafting": lacking(request.user, "articles.add_article", "articles.add_outlet"),
            "state_url": reverse("admin:articles_importbatch_state", args=[batch.pk]),
        }
        return TemplateResponse(request, "admin/articles/importbatch/batch.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        return super().get_queryset(request).select_related("created_by")

    def state_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """For the script of the page while the batch is being read."""
        batch = self.one(request, str(object_id))
        progress = progress_of(batch, count_batch(batch))
        return JsonResponse(
            {
                "read": progress.read, "failed": progress.failed, "finished": progress.finished, "total": progress.total,
                "text": progress.text, "done": progress.is_done,
            }
        )  # fmt: skip

    def act_view(self, request: HttpRequest, object_id: int, act: Action) -> HttpResponse:
        batch = self.one(request, str(object_id), to_change=True)
        attempt(request, partial(act.do, batch, user=editor(request)), act.done)
        return HttpResponseRedirect(change_url(batch))


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    status: str
    total: int
    is_current: bool


def _filters(counts: BatchCounts, current: str) -> list[Filter]:
    """Those that have rows, and the current one in any case."""
    shown = [Filter("All", "", sum(counts.by_status.values()), not current)]
    for status, label in _FILTERS.items():
        if counts.of(status) or status == current:
            shown.append(Filter(label, status, counts.of(status), status == current))
    return shown


class _Counted(Paginator[Any]):
    """A paginator that is given the number of rows, which is known already."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


def _page(batch: ImportBatch, counts: BatchCounts, status: str, number: str) -> Any:
    stated = {name: KT(f"preview__story__{name}") for name in ("embargo", "embargo_text")}
    rows = batch.items.defer("preview").select_related("article").annotate(**stated).order_by("pk")
    if status:
        page = _Counted(rows.filter(status=status), _ROWS, counts.of(ImportStatus(status))).get_page(number)
    else:
        page = _Counted(rows, _ROWS, sum(counts.by_status.values())).get_page(number)
    for item in page.object_list:
        item.restriction = _restriction(item)
    return page


def _restriction(item: Any) -> str:
    """The restriction of the source on a story that waits for its draft, or has one."""
    if item.article is not None:
        return clearance.in_short(item.article)
    # SQLite answers with the word where the preview says that there is none.
    embargo, words = ("" if value in (None, "null") else value for value in (item.embargo, item.embargo_text))
    moment = datetime.fromisoformat(embargo) if embargo else None
    return clearance.in_short(Article(embargo=moment, embargo_text=words))
