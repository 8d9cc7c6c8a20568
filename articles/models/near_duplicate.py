"""Near duplicates: LSH bands for finding similar texts, and pairs that an editor marked as different stories."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.article import Article


class LSHBand(models.Model):
    """One band of the MinHash of a story's text (locality-sensitive hashing): similar texts share bands. Derived."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bands")
    band = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["band", "article"], name="a_band_stands_once_for_a_story"),
        ]

    def __str__(self) -> str:
        return f"{self.band:x}"


class NotDuplicate(models.Model):
    """Two similar stories that an editor marked as different: the pair is not suggested again."""

    first = models.ForeignKey(Article, models.CASCADE, related_name="+")
    second = models.ForeignKey(Article, models.CASCADE, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="unique_not_duplicate_pair"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="the_older_story_is_the_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
