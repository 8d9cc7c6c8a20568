"""Which stories may report which events: same place, close days, and names or figures in common.

A story is compared with the events at its places within a few days, and a new event with the stories that appear at its
place: rows of an index, and at most `_MAX_COMPARED` of them. That two texts are near duplicates is no reason: one wire
text can report several events. What an editor decided is never suggested again.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from articles.models import Appearance, Article, Event, EventStory, Figure, Mention
from articles.vocabulary import EntityKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from decimal import Decimal

_MAX_PLACES, _MAX_COMPARED, _MAX_SUGGESTED = 20, 50, 10
# Stories of an event that are compared; more of them say the same.
_MAX_STORIES = 5
_MIN_NAMES = 2
# A story reports what happened up to this many days before, and an event of stated days is the same a day before or after.
_REPORTED_WITHIN, _MARGIN = 3, 1
_DAY_LENGTH = 10

Span = tuple[date, date]


@dataclass(slots=True)
class Evidence:
    """What a story says: places and others by id with their names, its days, and its figures as (kind, low, high)."""

    places: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    figures: set[tuple[str, Decimal | None, Decimal | None]] = field(default_factory=set)
    days: list[Span] = field(default_factory=list)


def suggest_for_story(article: Article) -> int:
    """Store which events a story may report. Returns how many are new."""
    own = evidence_of([article])[article.pk]
    events = _events_near(own)
    if not events:
        return 0
    known = set(EventStory.objects.filter(article=article).values_list("event_id", flat=True))
    new = [event for event in events if event.pk not in known]
    stories = _stories_of(new)
    rows = []
    for event in new:
        reason = _reason(event, own, stories[event.pk])
        if reason:
            rows.append(EventStory(event=event, article=article, reason=reason[:300]))
    return len(EventStory.objects.bulk_create(rows[:_MAX_SUGGESTED], ignore_conflicts=True))


def suggest_for_event(event: Event) -> int:
    """Store which other stories may report an event. Returns how many are new."""
    days = span_of(event.start_date, event.end_date)
    if event.place_id is None or days is None:
        return 0
    known = set(event.event_stories.values_list("article_id", flat=True))
    near = Appearance.objects.filter(entity=event.place_id).order_by("-article").values_list("article_id", flat=True)
    ids = [pk for pk in near[: 4 * _MAX_COMPARED] if pk not in known]
    articles = [one for one in Article.objects.filter(pk__in=ids).order_by("pk") if _is_near(one, days)][:_MAX_COMPARED]
    found, stories = evidence_of(articles), _stories_of([event])[event.pk]
    rows = []
    for article in articles:
        reason = _reason(event, found[article.pk], stories)
        if reason:
            rows.append(EventStory(event=event, article=article, reason=reason[:300]))
    return len(EventStory.objects.bulk_create(rows[:_MAX_SUGGESTED], ignore_conflicts=True))


def evidence_of(articles: Collection[Article]) -> dict[int, Evidence]:
    """What each of these stories says, by its id; findings that were rejected do not count."""
    found = {article.pk: Evidence() for article in articles}
    for article in articles:
        if article.date_published is not None:
            last = article.date_published.date()
            found[article.pk].days.append((last - timedelta(days=_REPORTED_WITHIN), last))
    mentions = Mention.objects.filter(article__in=found).values_list(
        "article_id", "status", "entity_id", "entity__name", "entity__kind"
    )
    for pk, status, entity, name, kind in mentions:
        if status != FactStatus.REJECTED and entity is not None:
            (found[pk].places if kind == EntityKind.PLACE else found[pk].names)[entity] = name
    for figure in Figure.objects.filter(article__in=found).select_related("place"):
        if figure.status != FactStatus.REJECTED:
            _add_figure(found[figure.article_id], figure)
    return found


def _add_figure(evidence: Evidence, figure: Figure) -> None:
    evidence.figures.add((figure.kind, figure.low, figure.high))
    if figure.place is not None:
        evidence.places[figure.place.pk] = figure.place.name
    days = span_of(figure.start_date, figure.end_date)
    if days is not None and len(figure.start_date) == _DAY_LENGTH and figure.start_date == figure.end_date:
        evidence.days.append(days)


def span_of(start: str, end: str) -> Span | None:
    """First and last day of partial dates: "2024-02" is a month. None if nothing is known, or it is no date."""
    try:
        first = date.fromisoformat({4: f"{start}-01-01", 7: f"{start}-01"}.get(len(start), start))
        following = end or start
        if len(following) == _DAY_LENGTH:
            return first, date.fromisoformat(following)
        year, _, month = following.partition("-")
        last_month = date(int(year), int(month or 12), 1)
    except ValueError:
        return None
    return first, last_month.replace(day=monthrange(last_month.year, last_month.month)[1])


def _events_near(evidence: Evidence) -> list[Event]:
    """The events at the places of a story within its days, from the index of places and days."""
    if not evidence.places or not evidence.days:
        return []
    first = min(start for start, _ in evidence.days) - timedelta(days=_MARGIN)
    last = max(end for _, end in evidence.days) + timedelta(days=_MARGIN)
    rows = Event.objects.filter(
        place__in=sorted(evidence.places)[:_MAX_PLACES],
        start_date__gte=f"{first:%Y}", start_date__lte=last.isoformat(),
    ).select_related("place").order_by("-start_date", "-pk")[:_MAX_COMPARED]  # fmt: skip
    # Whether an event was merged is Python's condition: beside ids SQLite may read an index of all events instead.
    return [event for event in rows if event.merged_into_id is None and _share_a_day(event, evidence)]


def _share_a_day(event: Event, evidence: Evidence) -> bool:
    days = span_of(event.start_date, event.end_date)
    return days is not None and any(_overlap(days, other) for other in evidence.days)


def _overlap(one: Span, other: Span) -> bool:
    margin = timedelta(days=_MARGIN)
    return one[0] - margin <= other[1] and other[0] <= one[1] + margin


def _is_near(article: Article, days: Span) -> bool:
    if article.date_published is None:
        return False
    last = article.date_published.date()
    return _overlap(days, (last - timedelta(days=_REPORTED_WITHIN), last))


def _stories_of(events: Collection[Event]) -> dict[int, Evidence]:
    """What the newest accepted stories of each event say together."""
    ids: dict[int, list[int]] = defaultdict(list)
    rows = EventStory.objects.filter(event__in=[event.pk for event in events]).order_by("-article")
    for event_id, article_id, status in rows.values_list("event_id", "article_id", "status"):
        if status == FactStatus.ACCEPTED and len(ids[event_id]) < _MAX_STORIES:
            ids[event_id].append(article_id)
    found = evidence_of(Article.objects.filter(pk__in={pk for some in ids.values() for pk in some}))
    return {event.pk: _together(found[pk] for pk in ids[event.pk] if pk in found) for event in events}


def _together(some: Iterable[Evidence]) -> Evidence:
    total = Evidence()
    for one in some:
        total.places |= one.places
        total.names |= one.names
        total.figures |= one.figures
    return total


def _reason(event: Event, story: Evidence, others: Evidence) -> str:
    """Why a story may report an event, in a sentence; empty if too little is in common."""
    if event.place_id not in story.places or not _share_a_day(event, story):
        return ""
    names = [story.names[pk] for pk in sorted(story.names.keys() & others.names.keys())]
    country = event.place.country_id if event.place is not None else None
    more_places = (story.places.keys() & others.places.keys()) - {event.place_id, country}
    figure = _shared_figure(story, others)
    if not figure and len(names) + len(more_places) < _MIN_NAMES:
        return ""
    names += [story.places[pk] for pk in sorted(more_places)]
    shared = [*([figure] if figure else []), *([f"both name {', '.join(names[:4])}"] if names else [])]
    return f"Same place ({story.places[event.place_id]}) and close days; {'; '.join(shared)}."


def _shared_figure(story: Evidence, others: Evidence) -> str:
    """A figure of the same kind and with the same bounds, of more than one person: "1 killed" is no evidence."""
    for kind, low, high in sorted(story.figures & others.figures, key=str):
        value = low if low is not None else high
        if value is not None and value > 1:
            return f"both report {value.normalize():f} {kind}"
    return ""
