"""Stories with similar texts: how they are found, and what an editor decided about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.article import Article


class TextBand(models.Model):
    """A part of the MinHash of a story's text: stories that share one may share much of their words. Derived."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bands")
    band = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["band", "article"], name="a_band_stands_once_for_a_story"),
        ]

    def __str__(self) -> str:
        return f"{self.band:x}"


class DistinctStories(models.Model):
    """Two stories that look alike, and of which an editor said that they are not the same."""

    first = models.ForeignKey(Article, models.CASCADE, related_name="+")
    second = models.ForeignKey(Article, models.CASCADE, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="two_stories_are_told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="the_older_story_is_the_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
