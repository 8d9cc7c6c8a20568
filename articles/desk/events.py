"""Events: made, changed and merged by editors, with the stories that report them and the figures that belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from articles.desk.audit import RowChanges, log, snapshot
from articles.desk.event_suggestions import suggest_for_event
from articles.desk.rights import PUBLISH, require, require_to_add
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Article, Event, EventStory, Figure, LoggedAction
from articles.text import clean_line
from articles.vocabulary import FactStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.contrib.auth.models import User
    from django.db.models import QuerySet

_MERGED = "This event was merged into another one. Undo the merge first."


@transaction.atomic
def save_event(
    event: Event,
    *,
    user: User | None,
    action: str = "event.change",
    details: Mapping[str, Any] | None = None,
) -> Event:
    """Save a new event, or one whose columns were changed."""
    old = Event.objects.select_for_update().filter(pk=event.pk).first() if event.pk else None
    if old is None:
        require_to_add(Event)
    elif Event.objects.filter(pk=event.pk).public().exists():
        require(PUBLISH)
    before = snapshot(old) if old is not None else {}
    event.name, event.stated_by = clean_line(event.name), clean_line(event.stated_by)
    if not event.name:
        raise IllegalTransitionError("An event needs a name.")
    event.save()
    if old is None:
        log("event.add", event.name, user=user, after=snapshot(event), details=_ids(event))
    elif before != snapshot(event):
        more = {**(details or {}), **_ids(event)}
        log(action, event.name, user=user, before=before, after=snapshot(event), details=more)
    return event


@transaction.atomic
def make_from_story(event: Event, article: Article, *, figures: Collection[int] = (), user: User | None) -> Event:
    """Save a new event that this story reports, with these of its figures."""
    save_event(event, user=user)
    add_story(event, article, user=user)
    if figures:
        assign_figures(event, dict.fromkeys(figures, True), user=user)
    return event


def add_story(event: Event, article: Article, *, user: User | None) -> EventStory:
    """Say that a story reports an event, whether it was suggested or not."""
    return _decide(event, article, FactStatus.ACCEPTED, "event.add_story", user)


def reject_story(event: Event, article: Article, *, user: User | None) -> EventStory:
    """Say that a story does not report an event: it is not suggested again, and its figures leave the event."""
    return _decide(event, article, FactStatus.REJECTED, "event.reject_story", user)


@transaction.atomic
def _decide(event: Event, article: Article, status: FactStatus, action: str, user: User | None) -> EventStory:
    article = Article.objects.select_for_update().get(pk=article.pk)
    event = _locked(event)
    _require_to_change(event, article)
    row = EventStory.objects.filter(event=event, article=article).first()
    if row is None:
        row = EventStory(event=event, article=article)
    elif row.status == status:
        raise IllegalTransitionError(f"This story is already {row.get_status_display().lower()} for the event.")
    before, changes = snapshot(row) if row.pk else {}, RowChanges()
    row.status, row.decided_by, row.decided_at = status, user if user and user.pk else None, timezone.now()
    row.save()
    if status == FactStatus.REJECTED:
        _set_event(Figure.objects.filter(article=article, event=event), None, changes)
    log(
        action, event.name, user=user, article=article, before=before, after=snapshot(row), related=changes,
        details={"id": row.pk, "event": event.pk},
    )  # fmt: skip
    if status == FactStatus.ACCEPTED:
        suggest_for_event(event)
    return row


@transaction.atomic
def assign_figures(event: Event, chosen: Mapping[int, bool], *, user: User | None) -> int:
    """Say of each of these figures whether it belongs to the event. Returns how many were changed.

    A figure belongs to one event at most, and only if its story reports it. Raises StaleEditError otherwise.
    """
    event = _locked(event)
    stories = set(event.event_stories.filter(status=FactStatus.ACCEPTED).values_list("article_id", flat=True))
    for article in Article.objects.select_for_update().filter(pk__in=stories).order_by("pk"):
        _require_to_change(event, article)
    changes, count = RowChanges(), 0
    for figure in Figure.objects.filter(pk__in=chosen).order_by("pk"):
        belongs = figure.event_id == event.pk
        if figure.article_id not in stories or (figure.event_id is not None and not belongs):
            raise StaleEditError("One of the figures belongs to another event or story now. Open the page again.")
        if belongs != chosen[figure.pk]:
            _set_event([figure], event if chosen[figure.pk] else None, changes)
            count += 1
    if count:
        log("event.assign_figures", event.name, user=user, related=changes, details={"count": count, "event": event.pk})
    return count


@transaction.atomic
def merge_events(kept: Event, gone: Event, *, user: User | None) -> Event:
    """Move stories and figures of one event to another. The merged one stays as an empty row, so that it can be undone."""
    kept, gone = _locked_pair(kept, gone)
    _require_to_change(kept)
    _require_to_change(gone)
    changes = RowChanges()
    has = {row.article_id: row for row in kept.event_stories.all()}
    for row in gone.event_stories.select_related("article"):
        other = has.get(row.article_id)
        if other is None:
            changes.watch([row])
            row.event = kept
            row.save(update_fields=["event"])
        elif _RANK[row.status] > _RANK[other.status]:
            changes.watch([other])
            other.status, other.decided_by_id, other.decided_at = row.status, row.decided_by_id, row.decided_at
            other.save()
    _set_event(Figure.objects.filter(event=gone), kept, changes)
    changes.watch([gone])
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    log(
        "event.merge", kept.name, user=user, related=changes,
        details={"merged": gone.name, "merged_id": gone.pk, "event": kept.pk},
    )  # fmt: skip
    return kept


# Which decision stays if two merged events have the same story.
_RANK: Mapping[str, int] = {FactStatus.PROPOSED: 0, FactStatus.REJECTED: 1, FactStatus.ACCEPTED: 2}


@transaction.atomic
def undo_merge(gone: Event, *, user: User | None) -> Event:
    """Give a merged event its stories and figures again; what was changed since the merge stays where it is."""
    gone = Event.objects.select_for_update().get(pk=gone.pk)
    entry = _merge_of(gone)
    kept = Event.objects.select_for_update().get(pk=gone.merged_into_id or 0)
    _require_to_change(kept)
    changes, stayed = RowChanges(), 0
    for row in entry.related:
        if row["kind"] not in _MOVED or "event" not in (row["after"] or {}):
            continue
        moved = _MOVED[row["kind"]].objects.filter(pk=row["id"], event=kept).first()
        if moved is None or (isinstance(moved, EventStory) and _has_story(gone, moved)):
            stayed += 1
            continue
        changes.watch([moved])
        moved.event = gone
        moved.save(update_fields=["event"])
    changes.watch([gone])
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    log(
        "event.undo_merge", kept.name, user=user, related=changes,
        details={"merged": gone.name, "merged_id": gone.pk, "event": kept.pk, "stayed": stayed},
    )  # fmt: skip
    return gone


_MOVED: Mapping[str, Any] = {"eventstory": EventStory, "figure": Figure}


@transaction.atomic
def remove_event(event: Event, *, user: User | None) -> None:
    """Delete an event that no story reports. Raises IllegalTransitionError if one does, or another was merged into it."""
    event = _locked(event)
    if event.event_stories.filter(status=FactStatus.ACCEPTED).exists():
        raise IllegalTransitionError("Stories report this event. Remove them from it first.")
    if event.merged_events.exists():
        raise IllegalTransitionError("Another event was merged into this one. Undo that merge first.")
    changes, pk = RowChanges(), event.pk
    rows: list[Any] = [*event.event_stories.all()]
    _set_event(Figure.objects.filter(event=event), None, changes)
    changes.watch([*rows, event])
    event.delete()
    log("event.remove", event.name, user=user, related=changes, details={"event": pk})


def entries_of(event: Event) -> QuerySet[LoggedAction]:
    """The log entries of an event."""
    return LoggedAction.objects.filter(action__startswith="event.", details__event=event.pk)


def _ids(event: Event) -> dict[str, int]:
    """For the log: `id` is that of the row whose columns changed."""
    return {"id": event.pk, "event": event.pk}


def _merge_of(gone: Event) -> LoggedAction:
    entry = LoggedAction.objects.filter(action="event.merge", details__merged_id=gone.pk).order_by("-pk").first()
    if gone.merged_into_id is None or entry is None:
        raise IllegalTransitionError("This event is not merged.")
    return entry


def _has_story(event: Event, row: EventStory) -> bool:
    return event.event_stories.filter(article=row.article_id).exists()


def _set_event(figures: Any, event: Event | None, changes: RowChanges) -> None:
    rows: Sequence[Figure] = list(figures)
    changes.watch(rows)
    for figure in rows:
        figure.event = event
        figure.save(update_fields=["event"])


def _locked(event: Event) -> Event:
    found = Event.objects.select_for_update().filter(pk=event.pk).first()
    if found is None:
        raise StaleEditError("This event no longer exists.")
    if found.merged_into_id is not None:
        raise IllegalTransitionError(_MERGED)
    return found


def _locked_pair(kept: Event, gone: Event) -> tuple[Event, Event]:
    if kept.pk == gone.pk:
        raise IllegalTransitionError("An event cannot be merged into itself.")
    first, second = sorted((kept, gone), key=lambda event: event.pk)
    locked = {event.pk: event for event in (_locked(first), _locked(second))}
    return locked[kept.pk], locked[gone.pk]


def _require_to_change(event: Event, article: Article | None = None) -> None:
    """What readers see is changed by those who may publish."""
    is_public = article.is_published if article is not None else False
    if is_public or Event.objects.filter(pk=event.pk).public().exists():
        require(PUBLISH)
