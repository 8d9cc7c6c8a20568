"""Pledges."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from articles.models.entity import Entity
from articles.models.fact import Fact
from articles.models.person import Person
from articles.vocabulary import (
    PledgeStatus,
)


class Pledge(Fact):
    """A reported commitment, with its sentence. `pledge_status` is as reported on the day of the story."""

    pledged_by = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="pledges")
    pledged_by_name = models.CharField(max_length=200, blank=True)
    announced_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="pledges_announced")
    announced_by_name = models.CharField(max_length=200, blank=True)
    recipient = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="pledges_received")
    recipient_name = models.CharField(max_length=200, blank=True)
    item = models.CharField(max_length=400)
    quantity_low = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    quantity_high = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    amount_low = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    amount_high = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217")
    qualifier = models.CharField(max_length=40, blank=True)
    due = models.CharField(max_length=80, blank=True)
    duration = models.CharField(max_length=80, blank=True)
    pledge_status = models.CharField(max_length=10, choices=PledgeStatus.choices, default=PledgeStatus.ANNOUNCED)
    is_collective = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quantity_low__isnull=True)
                | Q(quantity_high__isnull=True)
                | Q(quantity_high__gte=F("quantity_low")),
                name="a_pledged_range_runs_upward",
            ),
            models.CheckConstraint(
                condition=Q(amount_low__isnull=True) | ~Q(currency=""), name="a_pledged_sum_has_a_currency"
            ),
        ]
