"""Groups of near duplicates."""

from __future__ import annotations

from django.db import models


class DuplicateCluster(models.Model):
    """Stories of several outlets with the same wire text, as grouped by an editor; each stays a story of its own."""

    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"cluster {self.pk}"
