"""Feeds that are polled for stories."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q

from articles.models.outlet import Outlet

if TYPE_CHECKING:
    from datetime import datetime

MIN_MINUTES, DEFAULT_MINUTES = 5, 60


class FeedQuerySet(models.QuerySet["Feed"]):
    def due(self, now: datetime) -> Self:
        return self.filter(is_paused=False, next_poll__lte=now)

    def failing(self) -> Self:
        return self.filter(is_paused=False, failures__gt=0)


class Feed(models.Model):
    """A feed to which the site is subscribed.

    `outlet` is that of all its stories, if an editor set it. `etag` and `last_modified` are sent with the next request, so that a
    server answers shortly where nothing changed; `sha256` is that of the bytes of the last answer. `failures` counts the
    polls that failed since the last one that did not, and `error` says why the last one did. `new_at` is when an entry
    was last imported.
    """

    url = models.URLField("address", max_length=1000, unique=True)
    name = models.CharField(max_length=200, blank=True)
    outlet = models.ForeignKey(Outlet, models.SET_NULL, null=True, blank=True, related_name="feeds")
    every_minutes = models.PositiveIntegerField("minutes between polls", default=DEFAULT_MINUTES)
    is_paused = models.BooleanField("paused", default=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    next_poll = models.DateTimeField(null=True, blank=True, editable=False)
    polled_at = models.DateTimeField(null=True, blank=True, editable=False)
    new_at = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    error = models.TextField(blank=True, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "url"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(every_minutes__gte=MIN_MINUTES), name="a_feed_is_not_polled_too_often"),
        ]
        indexes: ClassVar = [models.Index(fields=["is_paused", "next_poll"], name="feed_due")]

    def __str__(self) -> str:
        return self.name or self.url

    @property
    def interval(self) -> timedelta:
        return timedelta(minutes=self.every_minutes)
