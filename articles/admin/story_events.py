"""The page of a story that says which events it reports, with those that software suggests and a form for a new one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from articles.admin.base import DeskModelAdmin, attempt, editor
from articles.admin.event_form import EventForm, initial_event
from articles.desk import events
from articles.desk.rights import holds
from articles.models import Article, Event
from articles.vocabulary import FactStatus

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

_BAD = 400


class StoryEventsAdmin(DeskModelAdmin[Article]):
    """The URL of the events of a story."""

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "POST"])(self.events_view)
        return [
            path("<int:object_id>/events/", self.admin_site.admin_view(view), name="articles_article_events"),
            *super().get_urls(),
        ]

    def events_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=request.method == "POST")
        if request.method == "GET":
            return self._events_page(request, article, None)
        if request.POST.get("answer") == "new":
            return self._new_event(request, article)
        number = request.POST.get("event", "").strip().removeprefix("#")
        event = get_object_or_404(Event, pk=int(number) if number.isdecimal() and len(number) < len("9" * 16) else 0)
        is_accepted = request.POST.get("answer") == "accept"
        decide = events.add_story if is_accepted else events.reject_story
        done = f"The story {'reports' if is_accepted else 'does not report'} “{event.name}”."
        attempt(request, partial(decide, event, article, user=editor(request)), done)
        return HttpResponseRedirect(reverse("admin:articles_article_events", args=[article.pk]))

    def _new_event(self, request: HttpRequest, article: Article) -> HttpResponse:
        form = EventForm(request.POST)
        if not form.is_valid():
            return self._events_page(request, article, form, status=_BAD)
        event = form.save(commit=False)
        ticked = [int(pk) for pk in request.POST.getlist("figure") if pk.isdecimal()]
        own = set(article.figures.values_list("pk", flat=True))
        make = partial(events.make_from_story, event, article, figures=own.intersection(ticked), user=editor(request))
        attempt(request, make, f"Event “{event.name}” added.")
        return HttpResponseRedirect(reverse("admin:articles_article_events", args=[article.pk]))

    def _events_page(
        self, request: HttpRequest, article: Article, form: EventForm | None, *, status: int = 200
    ) -> HttpResponse:
        rows = list(article.event_stories.select_related("event__place").order_by("-event__start_date", "-event"))
        figures = list(article.figures.select_related("place").in_text_order())
        day = article.date_published.date().isoformat() if article.date_published else ""
        may_change = self.has_change_permission(request, article)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Events",
            "article": article,
            "rows": [row for row in rows if row.status != FactStatus.REJECTED],
            "rejected": [row for row in rows if row.status == FactStatus.REJECTED],
            "figures": [one for one in figures if one.status != FactStatus.REJECTED and one.event_id is None],
            "form": form or EventForm(initial=initial_event(article.headline, figures, day)),
            "may_change": may_change,
            "may_add": may_change and holds(request.user, "articles.add_event"),
        }
        return TemplateResponse(request, "admin/articles/article/events.html", context, status=status)
