"""Groups of near duplicates."""

from __future__ import annotations

from django.db import models


class DuplicateCluster(models.Model):
    """Stories of several outlets with the same wire text, grouped by an editor; each remains a separate story."""

    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"cluster {self.pk}"
