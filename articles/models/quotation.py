"""Quotations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from articles.models.entity import Entity
from articles.models.fact import Fact


class Quotation(Fact):
    """Direct speech. If the speaker is unknown, the page says so."""

    article = models.ForeignKey("Article", models.CASCADE, db_index=False, related_name="quotations")
    speaker = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="quotations")
    speaker_name = models.CharField(max_length=200, blank=True, help_text="The full name the story gives")
    attribution_text = models.CharField(max_length=200, blank=True, help_text="As printed: 'Carter', 'he'")
    cue = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=200, blank=True, help_text="The speaker's role as printed")
    inferred = models.BooleanField(default=False, help_text="The speaker was inferred from a pronoun")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["article", "block", "start", "end"], name="one_quotation_per_words"),
        ]
