"""Names in the text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.entity import Entity
from articles.models.fact import Fact
from articles.vocabulary import (
    EntityKind,
    FactStatus,
    Resolution,
)


class Mention(Fact):
    """A name in the text. `name` is its full form in the document, `entity` the record it was resolved to."""

    article = models.ForeignKey("Article", models.CASCADE, db_index=False, related_name="mentions")
    kind = models.CharField(max_length=12, choices=EntityKind.choices)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True, help_text="The role printed with it")
    resolution = models.CharField(max_length=8, choices=Resolution.choices)
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, db_index=False, related_name="mentions")
    candidates = models.ManyToManyField(Entity, blank=True, related_name="candidate_mentions")
    is_about = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["article", "block", "start", "end"], name="one_mention_per_words"),
            models.CheckConstraint(
                condition=~Q(status=FactStatus.ACCEPTED) | Q(entity__isnull=False),
                name="an_accepted_mention_names_an_entity",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["entity", "status"], name="mention_entity_status")]
