"""The list of stories by what the desk decided of them, and the moves of many stories at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages

from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from articles.models import Article

# So many refusals are told one by one.
_TOLD = 5


class StatusFilter(admin.SimpleListFilter):
    """What was discarded is out of the way, and shown when it is asked for."""

    title, parameter_name = "status", "review_status__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(status.value, status.label) for status in ArticleStatus]

    def choices(self, changelist: Any) -> Iterator[Any]:
        every, *others = super().choices(changelist)
        yield {**every, "display": "All but discarded"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        wanted = self.value()
        if wanted:
            return queryset.filter(review_status=wanted)
        return queryset.exclude(review_status=ArticleStatus.DISCARDED)


def tell_of_many(request: HttpRequest, done: str, outcome: tuple[int, list[str]]) -> None:
    """How many stories were moved, and why the others were not."""
    count, refused = outcome
    if count:
        messages.success(request, f"{count} {'story' if count == 1 else 'stories'} {done}.")
    for sentence in refused[:_TOLD]:
        messages.error(request, sentence)
    if len(refused) > _TOLD:
        messages.error(request, f"{len(refused) - _TOLD} more could not be {done}.")
