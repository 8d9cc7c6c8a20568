"""Which entity appears in which story."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.entity import Entity


class Appearance(models.Model):
    """An entity that appears in a story, with the number of its mentions; used by lists and the index.

    Derived from accepted mentions by articles.desk.appearances. `via` is set if a country appears only because a place
    in it is named.
    """

    article = models.ForeignKey("Article", models.CASCADE, db_index=False, related_name="appearances")
    entity = models.ForeignKey(Entity, models.CASCADE, db_index=False, related_name="appearances")
    mentions = models.PositiveIntegerField(default=0)
    is_about = models.BooleanField(default=False)
    via = models.ForeignKey(Entity, models.CASCADE, null=True, blank=True, db_index=False, related_name="carries")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "entity"], name="one_appearance_per_story_and_entity"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["entity", "article"], name="appearance_entity_article"),
            models.Index(fields=["via"], condition=Q(via__isnull=False), name="appearance_via"),
        ]

    def __str__(self) -> str:
        return f"{self.entity} in {self.article}"
