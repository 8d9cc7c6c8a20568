"""Actions on the selected rows of the page of a batch. The outcome of each row is shown beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from articles.admin.answers import Answer, keep
from articles.admin.base import DeskModelAdmin, change_url, editor
from articles.admin.batch_filters import MISSING_FIELDS, SORTS, items_of, sorts, statuses
from articles.admin.batch_forms import SetFieldsForm, selected_rows, time_opened
from articles.admin.batch_rows import anchor_of
from articles.desk.rights import MissingRightError
from articles.imports import row_actions
from articles.imports.set_fields import Replacing
from articles.models import ImportBatch
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.imports.row_actions import RowAction, RowOutcome

# Outcomes beyond this number are only counted: a page has no more rows.
_MAX_SHOWN = 50
_ACTIONS: dict[str, RowAction] = {
    "draft": row_actions.create_draft,
    "accept": row_actions.accept_confident,
    "discard": row_actions.discard,
    "publish": row_actions.publish,
    "publish_trusted": row_actions.publish_trusted,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The filters of the page. `query` leads back to it."""

    status: str
    missing: str
    sort: str
    page: str

    @property
    def query(self) -> str:
        return self._query()

    @property
    def filters(self) -> str:
        """The same without the page."""
        return self._query(page="")

    @property
    def sort_links(self) -> dict[str, tuple[str, str]]:
        """Column -> (its query, and the order that it has now, for `aria-sort`)."""
        turned = {name: f"-{name}" if self.sort == name else name for name in SORTS}
        orders = {self.sort: "descending" if self.sort.startswith("-") else "ascending"}
        return {
            name: (self._query(sort=turned[name], page=""), orders.get(name) or orders.get(f"-{name}", ""))
            for name in SORTS
        }

    def _query(self, **other: str) -> str:
        given = {"status": self.status, "missing": self.missing, "sort": self.sort, "page": self.page, **other}
        return urlencode({name: value for name, value in given.items() if value})


def shown_of(request: HttpRequest) -> Shown:
    """Unknown values are ignored."""
    status, missing, sort, page = (request.GET.get(name, "") for name in ("status", "missing", "sort", "page"))
    return Shown(
        status if status in statuses() else "",
        missing if missing in MISSING_FIELDS else "",
        sort if sort in sorts() else "",
        page if page.isascii() and page.isdecimal() and len(page) < 10 else "",
    )


class BatchSelectionAdmin(DeskModelAdmin[ImportBatch]):
    # Of a request and its batch, with the form to set fields and the status; the admin of the page defines it.
    page: Callable[..., HttpResponse]

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "articles_importbatch_rows"
        acts = [
            path(
                f"<int:object_id>/rows/{verb}/",
                wrap(require_POST(partial(self.rows_view, action=action))),
                name=f"{name}_{verb}",
            )
            for verb, action in _ACTIONS.items()
        ]
        anyway = partial(self.rows_view, action=partial(row_actions.create_draft, anyway=True))
        return [
            *acts,
            path("<int:object_id>/rows/draft_anyway/", wrap(require_POST(anyway)), name=f"{name}_draft_anyway"),
            path("<int:object_id>/rows/set/", wrap(require_POST(self.set_view)), name=f"{name}_set"),
            *super().get_urls(),
        ]

    def rows_view(self, request: HttpRequest, object_id: int, action: RowAction) -> HttpResponse:
        """Run an action on the selected rows; a button of one row (`only`) acts on this row alone."""
        batch = self.one(request, str(object_id), to_change=True)
        keys = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("row")
        outcomes = row_actions.act_on_rows(batch, selected_rows(keys), action, user=editor(request))
        return self._answered(request, batch, outcomes)

    def set_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Set fields for the selected rows, or for all that the filters of the page list."""
        batch = self.one(request, str(object_id), to_change=True)
        form = SetFieldsForm(request.POST)
        if not form.is_valid():
            return self.page(request, batch, form, status=400)
        try:
            values = form.columns()
        except MissingRightError as error:
            form.add_error("outlet", str(error))
            return self.page(request, batch, form, status=403)
        rows: dict[int, str | None] = {**selected_rows(request.POST.getlist("row"))}
        if request.POST.get("scope") == "all":
            shown = shown_of(request)
            listed = items_of(batch, shown.status, shown.missing).exclude(status=ImportStatus.SPLIT)
            rows = dict.fromkeys(listed.values_list("pk", flat=True))
        outcomes = row_actions.set_on_rows(
            batch, rows, values, Replacing(form.cleaned_data["replacing"]),
            opened_at=time_opened(request.POST.get("opened_at", "")), user=editor(request),
        )  # fmt: skip
        return self._answered(request, batch, outcomes)

    def _answered(self, request: HttpRequest, batch: ImportBatch, outcomes: list[RowOutcome]) -> HttpResponse:
        done = sum(not one.is_refusal for one in outcomes)
        if not outcomes:
            messages.error(request, "Select at least one row.")
        elif len(outcomes) > 1:
            refused = len(outcomes) - done
            said = f"{_rows(done)} done" + (f", {_rows(refused)} not changed: see beside each." if refused else ".")
            (messages.warning if refused else messages.success)(request, said)
        for one in _refusals_first(outcomes):
            keep(request, Answer(anchor_of(one.item_id), f"{one.name}: {one.says}", one.is_refusal))
        back = shown_of(request).query
        return HttpResponseRedirect(f"{change_url(batch)}{'?' if back else ''}{back}")


def _refusals_first(outcomes: Iterable[RowOutcome]) -> list[RowOutcome]:
    return sorted(outcomes, key=lambda one: not one.is_refusal)[:_MAX_SHOWN]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
