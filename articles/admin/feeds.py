"""Subscriptions to feeds: their health, and what an editor does with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.timesince import timesince

from articles.admin.base import attempt, change_url, editor
from articles.admin.desk_actions import DeskAction, action_urls
from articles.admin.guarded import GuardedModelAdmin
from articles.imports import feed_subscriptions
from articles.models import Feed, LoggedAction
from articles.readers.fetch import FetchError, check_address

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

_INTERVALS = (
    (15, "every 15 minutes"), (30, "every 30 minutes"), (60, "every hour"), (180, "every 3 hours"),
    (720, "twice a day"), (1440, "once a day"),
)  # fmt: skip
ACTIONS = (
    DeskAction("poll", feed_subscriptions.poll_now, "The feed is polled now. New entries appear among the imports."),
    DeskAction("pause", feed_subscriptions.pause, "The feed is paused."),
    DeskAction("resume", feed_subscriptions.resume, "The feed is polled again."),
)


class FeedForm(forms.ModelForm[Feed]):
    class Meta:
        model = Feed
        fields = ("url", "name", "outlet", "every_minutes")
        help_texts: ClassVar = {
            "url": "Of an RSS, Atom or JSON feed.",
            "name": "As it appears in lists; its address if you leave it empty.",
            "outlet": "Of all its stories, whatever the feed calls itself. Empty: as feed and pages state it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "every_minutes" in self.fields:
            own = self.instance.every_minutes
            known = dict(_INTERVALS)
            choices = _INTERVALS if own in known else (*_INTERVALS, (own, f"every {own} minutes"))
            self.fields["every_minutes"] = forms.TypedChoiceField(
                label="Polled", choices=choices, coerce=int, initial=own
            )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            check_address(url)
        except FetchError as error:
            raise forms.ValidationError(str(error)) from error
        return url


class HealthFilter(admin.SimpleListFilter):
    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("failing", "Failing"), ("paused", "Paused")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        if self.value() == "failing":
            return queryset.filter(is_paused=False, failures__gt=0)
        return queryset.filter(is_paused=True) if self.value() == "paused" else queryset


class FeedAdmin(GuardedModelAdmin[Feed]):
    label = "Feeds"
    form = FeedForm
    list_display = ("__str__", "outlet", "state", "last_new", "next_turn")
    list_filter = (HealthFilter,)
    list_select_related = ("outlet",)
    search_fields = ("name", "url")
    autocomplete_fields = ()
    readonly_fields = ("state", "last_new", "next_turn")
    fields = ("url", "name", "outlet", "every_minutes", "state", "last_new", "next_turn")

    def get_urls(self) -> list[URLPattern]:
        return [*action_urls(ACTIONS, self.act, site=self.admin_site, model="feed"), *super().get_urls()]

    def act(self, request: HttpRequest, object_id: int, action: DeskAction) -> HttpResponse:
        feed = self.one(request, str(object_id), to_change=True)
        attempt(request, action.bind(request, feed, user=editor(request)), action.message)
        return HttpResponseRedirect(change_url(feed))

    def is_public(self, record: Feed) -> bool:
        return False

    def actions_on(self, record: Feed) -> QuerySet[LoggedAction]:
        return LoggedAction.objects.filter(action__startswith="feed.", details__id=record.pk)

    def save_model(self, request: HttpRequest, obj: Feed, form: forms.ModelForm[Feed], change: bool) -> None:
        feed_subscriptions.save_feed(obj, user=editor(request))

    @admin.display(description="State")
    def state(self, feed: Feed) -> str:
        if feed.is_paused:
            return "Paused"
        if feed.failures:
            times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
            return f"Failed {times}: {feed.error}"
        return f"Polled {_ago(feed.polled_at)}" if feed.polled_at else "Not polled yet"

    @admin.display(description="Last new entry")
    def last_new(self, feed: Feed) -> str:
        return f"New entry {_ago(feed.new_at)}" if feed.new_at else "No new entry yet"

    @admin.display(description="Next poll")
    def next_turn(self, feed: Feed) -> str:
        if feed.is_paused or feed.next_poll is None:
            return ""
        now = timezone.now()
        return f"Next poll in {timesince(now, feed.next_poll, depth=1)}" if feed.next_poll > now else "Next poll now"


def _ago(moment: datetime) -> str:
    if timezone.now() - moment < timedelta(minutes=1):
        return "just now"
    return f"{timesince(moment, depth=1)} ago"
