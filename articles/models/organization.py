"""Organizations."""

from __future__ import annotations

from django.db import models

from articles.models.entity import Entity
from articles.vocabulary import (
    EntityKind,
    OrganizationClass,
)


class Organization(Entity):
    classification = models.CharField(max_length=16, choices=OrganizationClass.choices, default=OrganizationClass.OTHER)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    country = models.ForeignKey("Place", models.SET_NULL, null=True, blank=True, related_name="organizations")

    entity_kind = EntityKind.ORGANIZATION
