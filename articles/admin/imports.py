"""Imports: the page that starts them, a page that follows each one, and the preview from which a draft is created."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from articles.admin.base import DeskModelAdmin, attempt, change_url, editor
from articles.admin.columns import columns_page
from articles.admin.import_forms import SOURCE_FORMS, SourceForm
from articles.admin.listing import moment_in_words
from articles.admin.original_files import download
from articles.admin.preview import preview_of
from articles.desk.rights import lacking
from articles.imports import item_actions
from articles.imports.column_mapping import map_columns
from articles.imports.drafts import make_draft
from articles.imports.previous_import import find_previous_import
from articles.imports.receive import receive_batch
from articles.imports.upload_rate import seconds_to_wait
from articles.models import ImportItem
from articles.readers import file_kinds, table_example
from articles.readers.hosts import shown_address
from articles.vocabulary import WAITING_IMPORT_STATUSES, ImportStatus, SourceType

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern

_OLD_FILTER = "door__"
# A worker starts an import within a second or two; no progress for this long means that none is running.
PATIENCE = 15
_WHAT_TO_DO = {
    SourceType.ADDRESS: "Check whether the address opens in a browser. If it does, save the page there and import the file, or paste its text.",
    SourceType.FILE: "Check whether the file opens in a browser or an editor, or paste the text of the story.",
    SourceType.TEXT: "Check whether the whole story was pasted.",
}

_WHAT_TO_DO_WITH_A_LINK = "Check whether its page opens in a browser. The feed entry is stored."


@dataclass(frozen=True, slots=True)
class ItemAction:
    """A button of the page: the function that it runs, and the message afterwards."""

    run: Callable[..., ImportItem]
    message: str


_TEMPLATES = {
    "csv": (table_example.template, "text/csv; charset=utf-8"),
    "xlsx": (table_example.template_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_ACTIONS = {
    "discard": ItemAction(item_actions.discard, "Import discarded. The original is kept."),
    "again": ItemAction(item_actions.read_again, "The import is being read again."),
    "entry": ItemAction(item_actions.use_entry, "The feed entry is being read as the story."),
}


class ImportItemAdmin(DeskModelAdmin[ImportItem]):
    label = "Imports"
    list_display = ("status_in_words", "name_or_address", "source_type", "story", "reason", "came_in", "user")
    list_display_links = ("name_or_address",)
    list_filter = ("status", "source_type", "created")
    list_select_related = ("article", "batch__created_by")
    search_fields = ("name", "url", "error")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportItem]:
        related = ("article", "snapshot", "entry", "parent", "batch__created_by")
        return super().get_queryset(request).select_related(*related).defer("snapshot__compressed", "entry__compressed")

    def get_urls(self) -> list[URLPattern]:
        own: dict[str, Any] = {
            "state": require_GET(self.state_view),
            "original": require_GET(partial(self.original_view, column="snapshot_id")),
            "original_entry": require_GET(partial(self.original_view, column="entry_id")),
        } | {name: require_POST(partial(self.action_view, action=action)) for name, action in _ACTIONS.items()}
        wrap = self.admin_site.admin_view
        return [
            path("template.csv", wrap(require_GET(partial(_template, ending="csv"))), name="articles_importitem_csv"),
            path(
                "template.xlsx", wrap(require_GET(partial(_template, ending="xlsx"))), name="articles_importitem_xlsx"
            ),
            path("<int:object_id>/draft/", wrap(require_POST(self.draft_view)), name="articles_importitem_draft"),
            path("<int:object_id>/columns/", wrap(require_POST(self.columns_view)), name="articles_importitem_columns"),
            *(
                path(f"<int:object_id>/{name}/", wrap(view), name=f"articles_importitem_{name}")
                for name, view in own.items()
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """URLs with the former name of the source type filter show the same list."""
        if any(name.startswith(_OLD_FILTER) for name in request.GET):
            query = urlencode([(_renamed(name), value) for name, values in request.GET.lists() for value in values])
            return HttpResponseRedirect(f"{request.path}?{query}")
        return super().changelist_view(request, extra_context)

    @admin.display(description="Status", ordering="status")
    def status_in_words(self, item: ImportItem) -> str:
        return item.get_status_display()

    @admin.display(description="Name")
    def name_or_address(self, item: ImportItem) -> str:
        return str(item)

    @admin.display(description="Error")
    def reason(self, item: ImportItem) -> str:
        return file_kinds.without_accepted(item.error)

    @admin.display(description="Received", ordering="created")
    def came_in(self, item: ImportItem) -> str:
        return moment_in_words(item.created)

    @admin.display(description="Story")
    def story(self, item: ImportItem) -> str:
        return str(item.article) if item.article else ""

    @admin.display(description="By")
    def user(self, item: ImportItem) -> str:
        return str(item.batch.created_by or "")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The import page: one form for each source type."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        chosen = request.POST.get("source_type") if request.method == "POST" else None
        forms = [self._source_form(form, request, chosen) for form in SOURCE_FORMS]
        seconds = 0
        for form in forms:
            if not form.is_bound or not form.is_valid():
                continue
            seconds = seconds_to_wait(editor(request))
            if not seconds:
                batch = receive_batch(form.sources(), user=editor(request), note=form.cleaned_data.get("note", ""))
                items = batch.items.all()[:2]
                return HttpResponseRedirect(change_url(items[0] if len(items) == 1 else batch))
            form.add_error(None, f"You have started many imports within a minute. Try again in {seconds} seconds.")
        response = self._import_page(request, forms)
        if seconds:
            response.status_code, response["Retry-After"] = 429, str(seconds)
        return response

    def _import_page(self, request: HttpRequest, forms: list[SourceForm]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Import stories",
            "forms": forms,
        }
        return TemplateResponse(request, "admin/articles/importitem/add.html", context)

    def _source_form(self, form: type[SourceForm], request: HttpRequest, chosen: str | None) -> SourceForm:
        prefix = f"source_{form.source_type}"
        if form.source_type == chosen:
            return form(request.POST, request.FILES, prefix=prefix)
        return form(prefix=prefix)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.item_page(request, self.one(request, object_id))

    def item_page(self, request: HttpRequest, item: ImportItem, data: Any = None) -> HttpResponse:
        is_table = item.status == ImportStatus.MAPPING
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": item.preview.get("story", {}).get("headline") or str(item),
            "item": item,
            "address": shown_address(item.url),
            "may_change": self.has_change_permission(request, item),
            "may_add": self.has_add_permission(request),
            "lacks_drafting": lacking(request.user, "articles.add_article"),
            "is_moving": item.status in WAITING_IMPORT_STATUSES,
            "preview": preview_of(item, data) if item.status == ImportStatus.READ else None,
            "columns": columns_page(item, data) if is_table else None,
            "earlier": find_previous_import(item) if item.status == ImportStatus.DUPLICATE else None,
            "part_count": item.parts.count() if item.status == ImportStatus.SPLIT else 0,
            "has_entry": item.entry_id is not None and item.entry_id != item.snapshot_id,
            "what_to_do": _WHAT_TO_DO[SourceType(item.source_type)]
            if item.entry_id is None
            else _WHAT_TO_DO_WITH_A_LINK,
            **_waiting(request, item),
        }
        return TemplateResponse(request, "admin/articles/importitem/item.html", context)

    def state_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The state of an import, polled by the page's script while it is read."""
        item = self.one(request, str(object_id))
        following = change_url(item.batch) if item.status == ImportStatus.SPLIT else ""
        done = item.status not in WAITING_IMPORT_STATUSES
        return JsonResponse(
            {"status": item.status, "label": item.get_status_display(), "done": done, "next": following}
        )

    def original_view(self, request: HttpRequest, object_id: int, column: str) -> HttpResponse:
        item = self.one(request, str(object_id))
        return download(item, getattr(item, column))

    def draft_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        item = self.one(request, str(object_id), to_change=True)
        fields: dict[str, Any] = {}
        if item.status == ImportStatus.READ:
            preview = preview_of(item, request.POST)
            if not preview.form.is_valid():
                return self.item_page(request, item, request.POST)
            fields = preview.form.changed_fields()
        make = partial(make_draft, item, user=editor(request), fields=fields)
        article = attempt(request, make, lambda _article: _drafted(item))
        if article is None:
            return self.item_page(request, self.one(request, str(object_id)), request.POST)
        return HttpResponseRedirect(change_url(article))

    def columns_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Apply the chosen column mapping, or only preview the rows with it."""
        item = self.one(request, str(object_id), to_change=True)
        if item.status != ImportStatus.MAPPING:
            return HttpResponseRedirect(change_url(item))  # someone else was faster: the page shows the current state
        form = columns_page(item, request.POST).form
        if "look" in request.POST or not form.is_valid():
            return self.item_page(request, item, request.POST)
        name = partial(map_columns, item, form.columns(), user=editor(request))
        if attempt(request, name, "The stories are being read.") is None:
            return self.item_page(request, item, request.POST)
        return HttpResponseRedirect(change_url(item))

    def action_view(self, request: HttpRequest, object_id: int, action: ItemAction) -> HttpResponse:
        item = self.one(request, str(object_id), to_change=True)
        attempt(request, partial(action.run, item, user=editor(request)), action.message)
        return HttpResponseRedirect(change_url(item.batch if "of-batch" in request.POST else item))


def _template(_request: HttpRequest, ending: str) -> HttpResponse:
    """A table template with the recognized headings and one example."""
    make, content_type = _TEMPLATES[ending]
    how = {"Content-Disposition": f'attachment; filename="stories.{ending}"'}
    return HttpResponse(make(), content_type=content_type, headers=how)


def _renamed(filter_name: str) -> str:
    is_old = filter_name.startswith(_OLD_FILTER)
    return filter_name.replace(_OLD_FILTER, "source_type__", 1) if is_old else filter_name


def _drafted(item: ImportItem) -> str:
    item.refresh_from_db(fields=["status", "preview"])
    if item.status == ImportStatus.DUPLICATE:
        return "This story already exists; no duplicate was created."
    if item.status == ImportStatus.VERSION:
        return f"Saved as a new version of an existing story. Changed: {', '.join(item.preview['changed']).lower()}."
    return "Draft created. Review its suggestions, then publish it."


def _waiting(request: HttpRequest, item: ImportItem) -> dict[str, Any]:
    """The time at which this page was first loaded, so that missing progress is noticed without a script, too."""
    now = int(time.time())
    given = request.GET.get("since", "")
    since = int(given) if given.isdecimal() and len(given) < 12 else now
    if item.attempts == 0 and item.finished_at is None:
        since = min(since, int(item.created.timestamp()))
    return {
        "since": since,
        "patience": PATIENCE,
        "is_silent": item.status == ImportStatus.RECEIVED and item.retry_at is None and now - since >= PATIENCE,
        "state_url": reverse("admin:articles_importitem_state", args=[item.pk]),
    }
