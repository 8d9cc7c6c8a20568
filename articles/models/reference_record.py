"""The result of the last load of the reference data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.entity import Entity
from articles.vocabulary import ReferenceKind


class ReferenceRecord(models.Model):
    """A record, field, name, identifier or role as last loaded; `articles.reference` compares the files with it.

    `key` is the row of the files ("iso3166:IQ", "start:organization/un"), `what` its part: a name, an identifier, a
    role. A record points to its entity; `entity` is empty if an editor deleted it. The other kinds hold the primary key
    of their row in `object_id`, which is empty if that row belongs to an editor.
    """

    kind = models.CharField(max_length=10, choices=ReferenceKind.choices)
    key = models.CharField(max_length=120)
    what = models.CharField(max_length=300, blank=True)
    entity = models.ForeignKey(Entity, models.SET_NULL, null=True, blank=True, related_name="reference_records")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    value = models.JSONField(default=dict, blank=True, help_text="As the files had it")
    version = models.CharField(max_length=16, blank=True, help_text="Version of the files that gave or changed it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "kind", "what"], name="reference_data_is_given_once"),
            models.CheckConstraint(condition=Q(kind__in=ReferenceKind.values), name="reference_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.kind} {self.what}".strip()
