"""Figures: numbers of people, things or money that stories report."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from articles.models.entity import Entity
from articles.models.event import Event
from articles.models.fact import Fact
from articles.models.place import Place
from articles.vocabulary import FigureKind


class Figure(Fact):
    """How many were killed, wounded, displaced and so on, as one story reports it. `text` is the number as printed.

    A bound that the words do not state is null, and an empty `claimed_by_name` means that the outlet itself says it. Dates
    are partial ("2024-03"); of a span the last day is that of the story or as printed.
    """

    kind = models.CharField(max_length=12, choices=FigureKind.choices)
    counted = models.CharField(max_length=120, blank=True, help_text="Who or what is counted, as printed")
    low = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217, for money")
    qualifier = models.CharField(max_length=40, blank=True, help_text="As printed: “at least”, “dozens”")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="figures")
    place_name = models.CharField(max_length=200, blank=True)
    start_date = models.CharField(max_length=10, blank=True, help_text="Partial: “2024-03” is a month")
    end_date = models.CharField(max_length=10, blank=True)
    date_text = models.CharField(max_length=80, blank=True, help_text="The date as printed")
    claimed_by = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="figures_claimed")
    claimed_by_name = models.CharField(max_length=200, blank=True, help_text="Empty: the outlet itself")
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="figures")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=FigureKind.values), name="figure_kind_is_known"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=F("low")),
                name="a_figure_runs_upward",
            ),
            models.CheckConstraint(
                condition=~Q(kind=FigureKind.MONEY) | ~Q(currency=""), name="a_figure_of_money_has_a_currency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text[:80]} ({self.get_kind_display().lower()})"

    @property
    def unmet_requirement(self) -> str:
        return "" if self.low is not None or self.high is not None else "State at least one bound of the figure."
