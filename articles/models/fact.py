"""Facts: statements anchored in the text of a story, each with an editor's decision."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from articles.models.article import Article, is_published
from articles.vocabulary import (
    BYLINE_BLOCK,
    FactStatus,
)

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
        """What a new run of extraction may replace: its own proposals, never an editor's decisions."""
        return self.filter(status=FactStatus.PROPOSED, decided_by__isnull=True)

    def in_text_order(self) -> Self:
        return self.order_by("block", "start", "id")


class Fact(models.Model):
    """`article.text_of(block)[start:end] == text` always holds: articles.desk.anchors re-anchors facts after every
    edit.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="%(class)ss")
    block = models.IntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    status = models.CharField(max_length=10, choices=FactStatus.choices, default=FactStatus.PROPOSED)
    method = models.CharField(max_length=60, blank=True, help_text="The rule that found it, or 'editor'")
    confidence = models.FloatField(default=1)
    # Nothing asks for the facts of an account, and one that decided on facts is not deleted: its log entries protect it.
    decided_by = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    # The foreign keys that must be set before an editor may accept it.
    needed_links: ClassVar[frozenset[str]] = frozenset()
    # Whether its text contains names, which are separate facts: pages mark those in the text, not this one.
    holds_names: ClassVar[bool] = False

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

    @property
    def unmet_requirement(self) -> str:
        """A sentence that says what is required before an editor may accept it; empty if nothing is."""
        return ""
