"""Batches of imports received together."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count

from articles.models.feed import Feed


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def of_several(self) -> Self:
        """Batches with more than one import: several files, or a file that was split."""
        several = (
            ImportBatch.objects.order_by().values("pk").annotate(item_count=Count("items")).filter(item_count__gt=1)
        )
        return self.filter(pk__in=several.values("pk"))

    def to_draft(self) -> Self:
        """Batches for which an editor requested drafts that have not all been created."""
        return self.filter(drafts_wanted=True)


class ImportBatch(models.Model):
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="import_batches")
    note = models.CharField(max_length=200, blank=True)
    feed = models.ForeignKey(Feed, models.SET_NULL, null=True, blank=True, related_name="batches")
    drafts_wanted = models.BooleanField(
        default=False, help_text="The worker creates drafts of everything that was read"
    )
    drafts_wanted_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return self.note or f"Import of {self.created:%Y-%m-%d %H:%M}"
