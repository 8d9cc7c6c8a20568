"""Tables of records: download as CSV, and the upload with its preview."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from articles.admin.base import DeskModelAdmin, attempt, editor
from articles.desk.record_columns import ID, NEW, columns_of
from articles.desk.record_import import continue_import, start_import, waiting_rows
from articles.desk.record_plan import ADDED, CHANGED, REFUSED, UNCHANGED
from articles.desk.record_table import MAX_BYTES, MAX_ROWS, read_table, template, write_table
from articles.desk.rights import holds, right_to_add
from articles.desk.transitions import IllegalTransitionError
from articles.models import Entity, RecordImport
from articles.wording.counts import counted

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.urls import URLPattern

_E = TypeVar("_E", bound=Entity)
_ROWS_PER_PAGE = 100
# One request saves for about this long; the page then offers to continue.
SECONDS = 10.0
_OUTCOMES = {ADDED: "New", CHANGED: "Changed", REFUSED: "Refused", UNCHANGED: "Unchanged"}
_CSV = "text/csv; charset=utf-8; header=present"


class TableForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        help_text=f"Up to {MAX_ROWS:,} rows and {filesizeformat(MAX_BYTES)}.",
        error_messages={
            "required": "Choose the CSV file to import.",
            "empty": "This file is empty.",
            "missing": "Choose the CSV file to import.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"{file.name} has {filesizeformat(file.size)}; up to {filesizeformat(MAX_BYTES)} can be read."
            )
        return file


class RecordTablesAdmin(DeskModelAdmin[_E]):
    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, f"articles_{self.opts.model_name}"
        upload = require_http_methods(["GET", "POST"])(self.import_view)
        return [
            path("export/", wrap(require_GET(self.export_view)), name=f"{name}_export"),
            path("import/", wrap(upload), name=f"{name}_import"),
            path("import/template.csv", wrap(require_GET(self.template_view)), name=f"{name}_template"),
            path("import/<int:import_id>/", wrap(require_GET(self.preview_view)), name=f"{name}_import_preview"),
            path("import/<int:import_id>/save/", wrap(require_POST(self.save_view)), name=f"{name}_import_save"),
            path("import/<int:import_id>/again/", wrap(require_POST(self.again_view)), name=f"{name}_import_again"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        model_name = self.opts.model_name
        may_import = holds(request.user, f"articles.change_{model_name}") and holds(
            request.user, right_to_add(self.model)
        )
        tables = {"export": reverse(f"admin:articles_{model_name}_export")}
        tables |= {"import": reverse(f"admin:articles_{model_name}_import")} if may_import else {}
        return super().changelist_view(request, {"record_tables": tables, **(extra_context or {})})

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """With the search and the filters of the list."""
        try:
            records = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse(f"admin:articles_{self.opts.model_name}_changelist"))
        response = StreamingHttpResponse(write_table(self.model.entity_kind, records), content_type=_CSV)
        return _as_download(response, f"{self.label.lower()}.csv")

    def template_view(self, request: HttpRequest) -> HttpResponseBase:
        response = HttpResponse(template(self.model.entity_kind), content_type=_CSV)
        return _as_download(response, f"{self.label.lower()}-template.csv")

    def import_view(self, request: HttpRequest) -> HttpResponse:
        form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                started = start_import(self.model.entity_kind, file.name, file.read(), user=editor(request))
            except IllegalTransitionError as error:
                form.add_error("file", str(error))
            else:
                return HttpResponseRedirect(self._preview_url(started))
        columns = [(ID, "the number of the record; empty for a new one")]
        columns += [(NEW, "yes for another record whose name exists")]
        columns += [(column.name, column.help) for column in columns_of(self.model.entity_kind)]
        context = {"title": f"Import {self.label.lower()}", "form": form, "columns": columns}
        return self._table_page(request, "import", context, status=200 if not form.errors else 400)

    def preview_view(self, request: HttpRequest, import_id: int) -> HttpResponse:
        started = self._started(request, import_id)
        rows = started.rows
        counts = Counter(row["outcome"] for row in rows)
        shown = request.GET.get("show", "")
        shown = shown if shown in _OUTCOMES else next((one for one in _OUTCOMES if counts[one]), ADDED)
        matching = [row for row in rows if row["outcome"] == shown]
        page = Paginator(matching, _ROWS_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "tabs": [(key, label, counts[key]) for key, label in _OUTCOMES.items()],
            "shown": shown,
            "page": page,
            "rows": [self._shown_row(row, started.outcomes.get(str(row["number"]))) for row in page],
        }
        return self._table_page(request, "preview", {**context, **self._progress(started)})

    def _progress(self, started: RecordImport) -> dict[str, Any]:
        handled, table = started.outcomes, read_table(started.kind, started.file)
        return {
            "title": f"Import {self.label.lower()}: {started.name}",
            "save_url": f"{self._preview_url(started)}save/",
            "again_url": f"{self._preview_url(started)}again/",
            "waiting": len(waiting_rows(started)),
            "saved": sum(isinstance(outcome, int) for outcome in handled.values()),
            "not_saved": [(number, says) for number, says in handled.items() if isinstance(says, str)],
            "unknown": table.unknown,
            "is_damaged": table.is_damaged,
        }

    def save_view(self, request: HttpRequest, import_id: int) -> HttpResponse:
        started = self._started(request, import_id)

        def says(counts: Counter[str]) -> str:
            refused = f"; {counted(counts['refused'], 'row', 'rows')} refused" if counts["refused"] else ""
            return f"{counted(counts['saved'], 'row', 'rows')} saved{refused}."

        attempt(request, lambda: continue_import(started, user=editor(request), seconds=SECONDS), says)
        return HttpResponseRedirect(self._preview_url(started))

    def again_view(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Compare the file with the records as they are now; what was saved is unchanged then."""
        started = self._started(request, import_id)
        again = start_import(started.kind, started.name, started.file, user=editor(request))
        messages.success(request, "The file was compared again with the records as they are now.")
        return HttpResponseRedirect(self._preview_url(again))

    def _started(self, request: HttpRequest, import_id: int) -> RecordImport:
        """Only for the account that uploaded the table: a preview shows what it may see and change."""
        own = RecordImport.objects.filter(created_by=editor(request).pk, kind=self.model.entity_kind)
        started = own.filter(pk=import_id).first()
        if started is None:
            raise Http404
        return started

    def _shown_row(self, row: dict[str, Any], outcome: int | str | None) -> dict[str, Any]:
        pk = row["record"] or (outcome if isinstance(outcome, int) else None)
        url = reverse(f"admin:articles_{self.opts.model_name}_change", args=[pk]) if pk else ""
        state = "" if outcome is None else "Saved" if isinstance(outcome, int) else outcome
        return {**row, "url": url, "state": state}

    def _preview_url(self, started: RecordImport) -> str:
        return reverse(f"admin:articles_{self.opts.model_name}_import_preview", args=[started.pk])

    def _table_page(self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        model_name = self.opts.model_name
        shared = {
            **self.admin_site.each_context(request), "opts": self.opts, "list_name": self.label,
            "list_url": reverse(f"admin:articles_{model_name}_changelist"),
            "template_url": reverse(f"admin:articles_{model_name}_template"),
            "import_url": reverse(f"admin:articles_{model_name}_import"),
        }  # fmt: skip
        return TemplateResponse(request, f"admin/articles/records/{name}.html", {**shared, **context}, status=status)


def _as_download(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
