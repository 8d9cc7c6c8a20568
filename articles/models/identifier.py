"""Identifiers of entities in other databases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from articles.models.entity import Entity


class Identifier(models.Model):
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20, help_text="For example wikidata, geonames, iso3166")
    identifier = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "identifier"], name="an_identifier_names_one_entity"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.identifier}"
