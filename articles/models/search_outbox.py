"""The changes that the search index has not applied yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class SearchOutbox(models.Model):
    """A story or an entity whose entry in the index is out of date. Written in the transaction that changed it."""

    article_id = models.PositiveBigIntegerField(null=True, blank=True)
    entity_id = models.PositiveBigIntegerField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(article_id__isnull=False, entity_id__isnull=True)
                | Q(article_id__isnull=True, entity_id__isnull=False),
                name="an_outbox_row_names_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"story {self.article_id}" if self.article_id else f"entity {self.entity_id}"
