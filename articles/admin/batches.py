"""Batches: the progress of an import of many stories, the result of each, and actions on all of them at once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from articles.admin.answers import take_kept
from articles.admin.base import attempt, change_url, editor
from articles.admin.batch_filters import MISSING_FIELDS, filters_of, published_in
from articles.admin.batch_forms import SetFieldsForm
from articles.admin.batch_rows import page_of
from articles.admin.batch_selection import BatchSelectionAdmin, shown_of
from articles.admin.listing import moment_in_words
from articles.admin.story_form import known_outlets
from articles.desk.rights import PUBLISH, lacking
from articles.imports import batch_actions
from articles.imports.batch_counts import BatchCounts, count_batch, count_batches
from articles.models import ImportBatch
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


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


class ImportBatchAdmin(BatchSelectionAdmin):
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
        rename = path("<int:object_id>/name/", wrap(require_POST(self.name_view)), name=f"{name}_name")
        return [*acts, state, rename, *super().get_urls()]

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
        return self.page(request, self.one(request, object_id))

    def page(
        self, request: HttpRequest, batch: ImportBatch, form: SetFieldsForm | None = None, status: int = 200
    ) -> HttpResponse:
        """The page, with the outcomes of the last request beside the rows. `form` is shown again with its errors."""
        counts, shown = count_batch(batch), shown_of(request)
        outcomes, other_messages = take_kept(request)
        page = page_of(batch, counts, shown, outcomes)
        rows = {f"row-{row.item.pk}" for row in page.rows}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(batch),
            "batch": batch,
            "counts": counts,
            "progress": progress_of(batch, counts),
            "filters": filters_of(counts, published_in(batch), shown.status),
            "missing_fields": MISSING_FIELDS,
            "shown": shown,
            "page": page,
            "messages": [*other_messages, *(one.says for anchor, one in outcomes.items() if anchor not in rows)],
            "opened_at": time.time(),
            **self._forms_context(request, batch, form),
        }
        return TemplateResponse(request, "admin/articles/importbatch/batch.html", context, status=status)

    def _forms_context(self, request: HttpRequest, batch: ImportBatch, form: SetFieldsForm | None) -> dict[str, Any]:
        return {
            "may_change": self.has_change_permission(request, batch),
            "lacks_drafting": lacking(request.user, "articles.add_article", "articles.add_outlet"),
            "lacks_editing": lacking(request.user, "articles.change_article"),
            "lacks_publishing": lacking(request.user, "articles.change_article", PUBLISH),
            "state_url": reverse("admin:articles_importbatch_state", args=[batch.pk]),
            "form": form or SetFieldsForm(),
            "outlets": known_outlets(),
        }

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

    def name_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        batch = self.one(request, str(object_id), to_change=True)
        rename = partial(
            batch_actions.rename, batch, request.POST.get("note", ""), opened=request.POST.get("opened", ""),
            user=editor(request),
        )  # fmt: skip
        attempt(request, rename, "Batch renamed.")
        return HttpResponseRedirect(change_url(batch))
