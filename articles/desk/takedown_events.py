"""Take the words of a removed story out of events: one that only it reports is removed, in the log, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from articles.models import Event, EventStory, LoggedAction

if TYPE_CHECKING:
    from collections.abc import Collection

    from articles.models import Article


def erase_from_events(article: Article, words: Collection[str]) -> int:
    """Call before the story is deleted. Returns how many events were removed.

    An event that other stories report, too, stays; if its name is a headline of the story, or states an address, it gets its
    number instead.
    """
    removed = 0
    for event in Event.objects.filter(event_stories__article=article).order_by("pk"):
        if EventStory.objects.filter(event=event).exclude(article=article).exists():
            _rename(event, words)
        else:
            removed += _remove(event)
    return removed


def _remove(event: Event) -> int:
    """Remove an event with those that were merged into it."""
    removed = sum(_remove(merged) for merged in event.merged_events.all())
    about = Q(details__event=event.pk) | Q(details__merged_id=event.pk)
    LoggedAction.objects.filter(about, action__startswith="event.").update(
        what=f"Event {event.pk} (taken down)", before={}, after={}, related=[], details={}, source=""
    )
    event.delete()
    return removed + 1


def _rename(event: Event, words: Collection[str]) -> None:
    if any(word in event.name for word in words):
        event.name = f"Event {event.pk}"
    if any(word in event.stated_by for word in words):
        event.stated_by = ""
    event.save()
