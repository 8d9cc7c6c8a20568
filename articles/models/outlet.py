"""Outlets: the publishers of stories."""

from __future__ import annotations

from django.db import models


class Outlet(models.Model):
    """The publisher of a story (schema.org NewsMediaOrganization)."""

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False)
    url = models.URLField(blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="Shown on every page with a story of this outlet")
    is_trusted = models.BooleanField(
        "trusted",
        default=False,
        help_text="Confident findings in its stories may be accepted and published together, from the page of a batch",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
