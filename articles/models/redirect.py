"""Old addresses of merged records."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from articles.models.entity import Entity


class Redirect(models.Model):
    """The old address of an entity that was merged into another."""

    kind = models.CharField(max_length=12)
    old_id = models.PositiveBigIntegerField()
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="redirects")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["old_id"], name="an_old_address_leads_one_way")]

    def __str__(self) -> str:
        return f"{self.kind} {self.old_id} -> {self.entity_id}"
