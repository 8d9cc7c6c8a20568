"""Feeds of an outlet."""

from __future__ import annotations

from django.db import models

from articles.models.outlet import Outlet


class Feed(models.Model):
    """A feed of an outlet that is polled for stories."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="feeds")
    url = models.URLField(max_length=1000, unique=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_poll = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.url
