"""Facts: rows that point at the very words that say them, each with what an editor said about it."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from articles.models.article import Article, is_published
from articles.models.entity import Entity, Person
from articles.vocabulary import BYLINE_BLOCK, EntityKind, FactStatus, PledgeStatus, Resolution

_F_co = TypeVar("_F_co", bound="Fact", covariant=True)


class FactQuerySet(models.QuerySet[_F_co]):
    def public(self) -> Self:
        """Accepted facts of published stories."""
        return self.filter(is_published("article__"), status=FactStatus.ACCEPTED)

    def proposed(self) -> Self:
        return self.filter(status=FactStatus.PROPOSED)

    def accepted(self) -> Self:
        return self.filter(status=FactStatus.ACCEPTED)

    def replaceable(self) -> Self:
        """What a new run of extraction may replace: its own proposals, never what an editor decided."""
        return self.filter(status=FactStatus.PROPOSED, decided_by__isnull=True)

    def in_text_order(self) -> Self:
        return self.order_by("block", "start", "id")


class Fact(models.Model):
    """`article.text_of(block)[start:end] == text`: articles.desk.guard keeps this true, and rechecks it on every edit."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="%(class)ss")
    block = models.IntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    status = models.CharField(max_length=10, choices=FactStatus.choices, default=FactStatus.PROPOSED)
    method = models.CharField(max_length=60, blank=True, help_text="The rule that found it, or 'editor'")
    confidence = models.FloatField(default=1)
    decided_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["article", "block", "start"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="%(class)s_has_words"),
            models.CheckConstraint(condition=Q(block__gte=BYLINE_BLOCK), name="%(class)s_block_exists"),
            models.CheckConstraint(condition=Q(status__in=FactStatus.values), name="%(class)s_status_is_known"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="%(class)s_confidence_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Mention(Fact):
    """A name in the text. `name` is the full name the document gives for it; `entity` what it was resolved to."""

    kind = models.CharField(max_length=12, choices=EntityKind.choices)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True, help_text="The role printed with it")
    resolution = models.CharField(max_length=8, choices=Resolution.choices)
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="mentions")
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


class Quotation(Fact):
    """Words in quotation marks. An unknown speaker stays unknown, and the page says so."""

    speaker = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="quotations")
    speaker_name = models.CharField(max_length=200, blank=True, help_text="The full name the story gives")
    attribution_text = models.CharField(max_length=200, blank=True, help_text="As printed: 'Carter', 'he'")
    cue = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=200, blank=True, help_text="The speaker's role as printed")
    inferred = models.BooleanField(default=False, help_text="The speaker was worked out from a pronoun")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(fields=["article", "block", "start", "end"], name="one_quotation_per_words"),
        ]


class Pledge(Fact):
    """An undertaking, with the sentence that says it. `pledge_status` is as reported on the day of the story."""

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
