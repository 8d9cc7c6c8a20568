"""Records that may be the same, and pairs of records that an editor marked as different."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from articles.models.entity import Entity
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection


class PairQuerySet(models.QuerySet[Any]):
    def of(self, entity_id: int) -> Self:
        """The pairs with this record."""
        return self.filter(Q(first=entity_id) | Q(second=entity_id))

    def of_both(self, one: int, other: int) -> Self:
        first, second = sorted((one, other))
        return self.filter(first=first, second=second)

    def among(self, ids: Collection[int]) -> Self:
        """The pairs of which both records are among these."""
        return self.filter(first__in=ids, second__in=ids)


class DistinctRecords(models.Model):
    """Two records that an editor marked as different: they are not suggested as duplicates."""

    first = models.ForeignKey(Entity, models.CASCADE, db_index=False, related_name="+")
    second = models.ForeignKey(Entity, models.CASCADE, related_name="+")
    by = models.ForeignKey("auth.User", models.PROTECT, null=True, blank=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="unique_pair_of_distinct_records"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="the_older_distinct_record_is_the_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"


class PossibleDuplicate(models.Model):
    """Two records of one kind that may be the same. Derived by articles.desk.duplicate_search, which alone writes it.

    `likelihood` is from 0 to 100, `stories` the number of stories that name either. `reasons` are sentences for editors.
    """

    first = models.ForeignKey(Entity, models.CASCADE, db_index=False, related_name="+")
    second = models.ForeignKey(Entity, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=EntityKind.choices)
    likelihood = models.PositiveSmallIntegerField()
    stories = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=list)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["-likelihood", "-stories", "first", "second"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="unique_possible_duplicate"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="the_older_possible_duplicate_is_the_first"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-likelihood", "-stories", "first", "second"], name="possible_duplicate_order"),
            models.Index(
                fields=["kind", "-likelihood", "-stories", "first", "second"], name="possible_duplicate_by_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"


class DuplicateSearch(models.Model):
    """The last search for duplicates among the records of one kind, and the last entry of the log before it."""

    kind = models.CharField(max_length=12, primary_key=True, choices=EntityKind.choices)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_logged = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"search for duplicates: {self.kind}"
