"""People."""

from __future__ import annotations

from django.db import models

from articles.models.entity import Entity
from articles.vocabulary import (
    EntityKind,
)


class Person(Entity):
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    honorific_prefix = models.CharField(max_length=60, blank=True)

    entity_kind = EntityKind.PERSON

    class Meta:
        verbose_name_plural = "people"

    def default_sort_name(self) -> str:
        """Family name first ("Sajjan, Harjit Singh"); if it is unknown, the last word is used."""
        given, _, last = self.name.rpartition(" ")
        family = self.family_name or last
        return f"{family}, {self.name.removesuffix(family).strip()}" if given else self.name
