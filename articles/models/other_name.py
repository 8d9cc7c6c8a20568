"""Names of an entity beside its own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from articles.models.entity import Entity
from articles.text import fold
from articles.vocabulary import (
    NameKind,
)


class OtherName(models.Model):
    """An additional name of an entity. Weak names need context; case-sensitive ones match only as written."""

    entity = models.ForeignKey(Entity, models.CASCADE, db_index=False, related_name="other_names")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False)
    kind = models.CharField(max_length=10, choices=NameKind.choices, default=NameKind.ALIAS)
    language = models.CharField(max_length=12, blank=True, help_text="BCP 47")
    is_weak = models.BooleanField(default=False)
    case_sensitive = models.BooleanField(default=False)
    article = models.ForeignKey(
        "Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="names_given",
        help_text="The story that gave it",
    )

    class Meta:
        ordering = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entity", "name"], name="a_name_once_per_entity"),
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="other_name_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        self.key = fold(self.name)[:200]
        super().save(**kwargs)
