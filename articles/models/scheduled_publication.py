"""Stories that are published at a time that an editor set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from articles.models.article import Article
from articles.zones import in_zone

if TYPE_CHECKING:
    from datetime import datetime


class ScheduledPublicationQuerySet(models.QuerySet["ScheduledPublication"]):
    def due(self, now: datetime) -> Self:
        """Those whose time has come, the oldest first, without those that failed."""
        return self.filter(at__lte=now, error="").order_by("at", "pk")


class ScheduledPublication(models.Model):
    """When a story is to be published. `by` set the time at `set_at` and must still have the right to publish when it comes.

    `zone` is the IANA time zone in which the time was set, for example "Asia/Baghdad". `although` is the reason for
    publishing despite a restriction of the source. `error` says why the story could not be published; it is then not
    tried again until an editor sets another time. A row is deleted when its story is published or discarded.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="schedule")
    at = models.DateTimeField(db_index=True)
    zone = models.CharField(max_length=64)
    by = models.ForeignKey("auth.User", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    although = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=500, blank=True)

    objects = ScheduledPublicationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.article}: {self.in_words}"

    @property
    def in_words(self) -> str:
        """The time in the zone in which it was set, and in UTC."""
        return in_zone(self.at, self.zone)
