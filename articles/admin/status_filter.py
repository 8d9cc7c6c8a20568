"""Filters of the story list by status and schedule, and messages for bulk actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages

from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from articles.models import Article

# Refusals beyond this number are summarized.
MAX_REFUSALS_SHOWN = 5


class StatusFilter(admin.SimpleListFilter):
    """Hides discarded stories unless they are selected."""

    title, parameter_name = "status", "review_status__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(status.value, status.label) for status in ArticleStatus]

    def choices(self, changelist: Any) -> Iterator[Any]:
        every, *others = super().choices(changelist)
        yield {**every, "display": "All except discarded"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        wanted = self.value()
        if wanted:
            return queryset.filter(review_status=wanted)
        return queryset.exclude(review_status=ArticleStatus.DISCARDED)


class ScheduledFilter(admin.SimpleListFilter):
    """Stories with a time at which they are published, and those that could not be published at theirs."""

    title, parameter_name = "schedule", "scheduled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Scheduled"), ("failed", "Not published at its time")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "yes":
            return queryset.filter(schedule__isnull=False)
        return queryset.filter(schedule__error__gt="") if self.value() == "failed" else queryset


def show_bulk_outcome(request: HttpRequest, done: str, outcome: tuple[int, list[str]]) -> None:
    """Report how many stories a bulk action changed, and why the others were refused."""
    count, refused = outcome
    if count:
        messages.success(request, f"{count} {'story' if count == 1 else 'stories'} {done}.")
    for sentence in refused[:MAX_REFUSALS_SHOWN]:
        messages.error(request, sentence)
    if len(refused) > MAX_REFUSALS_SHOWN:
        messages.error(request, f"{len(refused) - MAX_REFUSALS_SHOWN} more could not be {done}.")
