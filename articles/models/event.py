"""Events: happenings that several stories report."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.place import Place
from articles.vocabulary import EventKind, FactStatus, PlacePrecision


class EventQuerySet(models.QuerySet["Event"]):
    def current(self) -> Self:
        """Without those that were merged into others."""
        return self.filter(merged_into=None)

    def public(self) -> Self:
        """Those with an accepted story that is published."""
        shown = EventStory.objects.filter(article__in=Article.objects.published(), status=FactStatus.ACCEPTED)
        return self.current().filter(pk__in=shown.values("event"))


class Event(models.Model):
    """One happening. Dates are partial ("2024-03"); an event of one day ends on the day it began.

    A merged event stays as a row without stories, so that the merge can be undone.
    """

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=EventKind.choices, default=EventKind.OTHER)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, db_index=False, related_name="events")
    place_precision = models.CharField(
        max_length=8,
        choices=PlacePrecision.choices,
        default=PlacePrecision.EXACT,
        verbose_name="Precision of the place",
    )
    start_date = models.CharField(
        "first day", max_length=10, blank=True, help_text="As precisely as it is known: 2024, 2024-03 or 2024-03-14"
    )
    end_date = models.CharField("last day", max_length=10, blank=True, help_text="Empty: one day, or not known")
    stated_by = models.CharField("who says so", max_length=200, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_events")
    created = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-start_date", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_is_known"),
            models.CheckConstraint(
                condition=Q(place_precision__in=PlacePrecision.values), name="event_place_precision_is_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="an_event_has_a_name"),
        ]
        # Of a place with thousands of events, those of a few days are read.
        indexes: ClassVar = [models.Index(fields=["place", "start_date"], name="event_place_day")]

    def __str__(self) -> str:
        return self.name


class EventStory(models.Model):
    """Whether a story reports an event: suggested by software, or as an editor decided. `reason` says why it is suggested."""

    event = models.ForeignKey(Event, models.CASCADE, db_index=False, related_name="event_stories")
    article = models.ForeignKey(Article, models.CASCADE, related_name="event_stories")
    status = models.CharField(max_length=10, choices=FactStatus.choices, default=FactStatus.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "article"], name="one_row_per_event_and_story"),
            models.CheckConstraint(condition=Q(status__in=FactStatus.values), name="eventstory_status_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.article}"
