"""The page on which an editor sets when a story is published, and cancels it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from articles.admin.base import DeskModelAdmin, change_url, editor
from articles.admin.review_page import still_hidden
from articles.admin.schedule_form import ScheduleForm
from articles.desk import clearance, scheduling
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, ScheduledPublication
from articles.zones import in_zone, zone_names

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

# The zone that the account chose last, in its session.
_ZONE = "zone"
_CONFLICT = 409


class ScheduleAdmin(DeskModelAdmin[Article]):
    """The URL of the page."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.schedule_view))
        return [path("<int:object_id>/schedule/", view, name="articles_article_schedule"), *super().get_urls()]

    def schedule_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        if request.method == "GET":
            return self._schedule_page(request, article, _form(request, article, schedule_of(article)))
        opened = request.POST.get("opened", "")
        if request.POST.get("step") == "cancel":
            return self._cancel(request, article, opened)
        form = ScheduleForm(request.POST, restricted=bool(clearance.obstacles(article)))
        if not form.is_valid():
            return self._schedule_page(request, article, form, status=400)
        return self._set(request, article, form, opened)

    def _set(self, request: HttpRequest, article: Article, form: ScheduleForm, opened: str) -> HttpResponse:
        zone, although = form.cleaned_data["zone"], form.cleaned_data.get("although", "")
        request.session[_ZONE] = zone
        try:
            row = scheduling.schedule(
                article, user=editor(request), at=form.moment, zone=zone, although=although, opened=opened
            )
        except IllegalTransitionError as error:
            form.add_error(None, str(error))
            return self._schedule_page(request, article, form, status=_CONFLICT)
        messages.success(request, f"The story will be published on {in_zone(row.at, row.zone)}.")
        return HttpResponseRedirect(change_url(article))

    def _cancel(self, request: HttpRequest, article: Article, opened: str) -> HttpResponse:
        try:
            scheduling.cancel(article, user=editor(request), opened=opened)
        except IllegalTransitionError as error:
            form = _form(request, article, schedule_of(article))
            return self._schedule_page(request, article, form, refused=str(error), status=_CONFLICT)
        messages.success(request, "The story is not scheduled any more.")
        return HttpResponseRedirect(change_url(article))

    def _schedule_page(
        self, request: HttpRequest, article: Article, form: ScheduleForm, *, refused: str = "", status: int = 200
    ) -> HttpResponse:
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Schedule {article}",
            "article": article,
            "form": form,
            "schedule": schedule_of(article),
            "refused": refused,
            "obstacles": clearance.obstacles(article),
            "hidden": still_hidden(article),
        }
        return TemplateResponse(request, "admin/articles/article/schedule.html", context, status=status)


def schedule_of(article: Article) -> ScheduledPublication | None:
    """Without a query for a story that was read with its schedule."""
    return getattr(article, "schedule", None)


def _form(request: HttpRequest, article: Article, current: ScheduledPublication | None) -> ScheduleForm:
    """With the time that is set; else with the end of the embargo, if there is one to come."""
    zone = current.zone if current else request.session.get(_ZONE, "UTC")
    zone = zone if zone in zone_names() else "UTC"
    at = current.at if current else article.embargo if clearance.is_embargoed(article) else None
    initial = {
        "at": at.astimezone(ZoneInfo(zone)) if at else None,
        "zone": zone,
        "although": current.although if current else "",
        "opened": scheduling.version_of(current),
    }
    return ScheduleForm(initial=initial, restricted=bool(clearance.obstacles(article)))
