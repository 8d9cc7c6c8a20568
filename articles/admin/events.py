"""Events: the list, the form, their stories and figures, and merging."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.admin.base import attempt, change_url, editor
from articles.admin.event_form import EventForm
from articles.admin.guarded import GuardedModelAdmin
from articles.desk import events
from articles.models import Article, Event, EventStory, Figure
from articles.vocabulary import FactStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.models import LoggedAction

MAX_NUMBER = 10**15
_DONE = {
    "accept": (events.add_story, "The story reports this event."),
    "reject": (events.reject_story, "The story does not report this event, and is not suggested again."),
}


@dataclass(frozen=True, slots=True)
class EventCounts:
    """`figures` are the bounds by kind and claimant, as a sentence: "12 to 14 killed (police), at least 9 killed (Outlet)"."""

    stories: int = 0
    suggested: int = 0
    figures: str = ""


class EventAdmin(GuardedModelAdmin[Event]):
    label = "Events"
    form = EventForm
    fields = EventForm.Meta.fields
    list_display = ("name", "kind", "day", "where", "stories", "figures")
    list_filter = ("kind",)
    list_select_related = ("place",)
    search_fields = ("name", "place__name")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        one = "<int:object_id>"
        return [
            path(f"{one}/stories/<int:article_id>/", wrap(require_POST(self.story_view)), name="articles_event_story"),
            path(f"{one}/figures/", wrap(require_POST(self.figures_view)), name="articles_event_figures"),
            path(f"{one}/merge/", wrap(require_POST(self.merge_view)), name="articles_event_merge"),
            path(f"{one}/undo_merge/", wrap(require_POST(self.undo_merge_view)), name="articles_event_undo_merge"),
            path(f"{one}/remove/", wrap(require_POST(self.remove_view)), name="articles_event_remove"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        found = super().get_queryset(request).select_related("place", "merged_into")
        is_list = request.resolver_match is not None and request.resolver_match.url_name == "articles_event_changelist"
        return found.filter(merged_into=None) if is_list else found

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        counts = counts_of(event.pk for event in changelist.result_list)
        for event in changelist.result_list:
            event.counts = counts[event.pk]
        return changelist

    def is_public(self, record: Event) -> bool:
        return Event.objects.filter(pk=record.pk).public().exists()

    def actions_on(self, record: Event) -> QuerySet[LoggedAction]:
        return events.entries_of(record)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        event = self.one(request, object_id) if object_id is not None else None
        context = parts_of(event) if event is not None else {}
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        """A merged event is changed where it went."""
        return super().has_change_permission(request, obj) and (obj is None or obj.merged_into_id is None)

    def save_model(self, request: HttpRequest, obj: Event, form: ModelForm[Event], change: bool) -> None:
        events.save_event(obj, user=editor(request))

    def story_view(self, request: HttpRequest, object_id: int, article_id: int) -> HttpResponse:
        event = self.one(request, str(object_id), to_change=True)
        article = get_object_or_404(Article, pk=article_id)
        decide, done = _DONE["accept" if request.POST.get("answer") == "accept" else "reject"]
        attempt(request, partial(decide, event, article, user=editor(request)), done)
        return HttpResponseRedirect(change_url(event))

    def figures_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        event = self.one(request, str(object_id), to_change=True)
        shown = {int(pk) for pk in request.POST.getlist("shown") if pk.isdecimal() and int(pk) < MAX_NUMBER}
        ticked = {int(pk) for pk in request.POST.getlist("figure") if pk.isdecimal() and int(pk) < MAX_NUMBER}
        chosen = {pk: pk in ticked for pk in shown}
        attempt(request, partial(events.assign_figures, event, chosen, user=editor(request)), "Figures saved.")
        return HttpResponseRedirect(change_url(event))

    def merge_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        event = self.one(request, str(object_id), to_change=True)
        number = request.POST.get("into", "").strip().removeprefix("#")
        kept = Event.objects.filter(pk=int(number)).first() if number.isdecimal() and int(number) < MAX_NUMBER else None
        if kept is None:
            self.message_user(request, "No event has this number.", "ERROR")
            return HttpResponseRedirect(change_url(event))
        merge = partial(events.merge_events, kept, event, user=editor(request))
        merged = attempt(request, merge, f"Merged “{event.name}” into “{kept.name}”.")
        return HttpResponseRedirect(change_url(kept if merged is not None else event))

    def undo_merge_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        event = self.one(request, str(object_id))
        if not super().has_change_permission(request, event.merged_into or event):
            raise PermissionDenied
        attempt(request, partial(events.undo_merge, event, user=editor(request)), "The merge is undone.")
        return HttpResponseRedirect(change_url(event))

    def remove_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        event = self.one(request, str(object_id), to_change=True)
        attempt(
            request, partial(events.remove_event, event, user=editor(request)), f"Removed the event “{event.name}”."
        )
        still_there = Event.objects.filter(pk=object_id).exists()
        return HttpResponseRedirect(change_url(event) if still_there else reverse("admin:articles_event_changelist"))

    @admin.display(description="Place")
    def place_name(self, event: Event) -> str:
        """For accounts that only view events, whose page has no form."""
        return str(event.place or "")

    @admin.display(description="Day", ordering="start_date")
    def day(self, event: Event) -> str:
        is_span = event.end_date and event.end_date != event.start_date
        return f"{event.start_date} to {event.end_date}" if is_span else event.start_date or "Not known"

    @admin.display(description="Place")
    def where(self, event: Event) -> str:
        return f"{event.place} ({event.get_place_precision_display().lower()})" if event.place else "Not stated"

    @admin.display(description="Stories")
    def stories(self, event: Any) -> str:
        counts: EventCounts = event.counts
        return f"{counts.stories} ({counts.suggested} suggested)" if counts.suggested else str(counts.stories)

    @admin.display(description="Figures")
    def figures(self, event: Any) -> str:
        return str(event.counts.figures)


def parts_of(event: Event) -> dict[str, Any]:
    """The stories of an event by what was decided, the figures of those that report it, and what was merged into it."""
    rows = list(event.event_stories.select_related("article__outlet").order_by("-article"))
    accepted = [row for row in rows if row.status == FactStatus.ACCEPTED]
    figures = Figure.objects.filter(article__in=[row.article_id for row in accepted]).select_related(
        "article__outlet", "claimed_by", "place", "event"
    )
    return {
        "event_stories": accepted,
        "suggested_stories": [row for row in rows if row.status == FactStatus.PROPOSED],
        "rejected_stories": [row for row in rows if row.status == FactStatus.REJECTED],
        "event_figures": [one for one in figures.order_by("kind", "article", "block", "start")
                          if one.status != FactStatus.REJECTED and one.event_id in (None, event.pk)],
        "merged_events": list(event.merged_events.order_by("pk")),
    }  # fmt: skip


def counts_of(ids: Iterable[int]) -> dict[int, EventCounts]:
    """What the list shows of these events, in two queries."""
    wanted = list(ids)
    decided: dict[int, list[str]] = defaultdict(list)
    for event_id, status in EventStory.objects.filter(event__in=wanted).values_list("event_id", "status"):
        decided[event_id].append(status)
    said: dict[int, list[Figure]] = defaultdict(list)
    for figure in Figure.objects.filter(event__in=wanted).select_related("claimed_by", "article__outlet"):
        if figure.status == FactStatus.ACCEPTED and figure.event_id is not None:
            said[figure.event_id].append(figure)
    return {
        pk: EventCounts(
            decided[pk].count(FactStatus.ACCEPTED), decided[pk].count(FactStatus.PROPOSED), figures_in_words(said[pk])
        )
        for pk in wanted
    }


def figures_in_words(figures: Iterable[Figure]) -> str:
    """Low to high of each kind by claimant: "12 to 14 killed (police)"."""
    bounds: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        bounds[figure.get_kind_display().lower(), figure.currency, claimant_in_words(figure)].append(figure)
    return "; ".join(
        f"{_range(some)} {f'{currency} ' if currency else ''}{kind} ({by})"
        for (kind, currency, by), some in sorted(bounds.items())
    )


def claimant_in_words(figure: Figure) -> str:
    """The outlet is the claimant of what nobody else is named for."""
    if figure.claimed_by is not None:
        return figure.claimed_by.name
    return figure.claimed_by_name or (figure.article.outlet.name if figure.article.outlet else "outlet not stated")


def _range(figures: list[Figure]) -> str:
    """The lowest lower bound to the highest upper one; a bound that one figure leaves open is open."""
    lows, highs = [figure.low for figure in figures], [figure.high for figure in figures]
    low = None if None in lows else min(value for value in lows if value is not None)
    high = None if None in highs else max(value for value in highs if value is not None)
    if low is None or high is None:
        known = [value for value in (*lows, *highs) if value is not None]
        return f"at least {min(known).normalize():f}" if low is not None else f"at most {max(known).normalize():f}"
    return f"{low.normalize():f}" if low == high else f"{low.normalize():f} to {high.normalize():f}"
