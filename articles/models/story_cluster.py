"""Copies of one story."""

from __future__ import annotations

from django.db import models


class StoryCluster(models.Model):
    """Copies of one wire story at several outlets: suggested, never merged by itself."""

    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"cluster {self.pk}"
