"""Links in stories."""

from __future__ import annotations

from django.db import models

from articles.models.article import Article
from articles.vocabulary import (
    LinkKind,
)


class StoryLink(models.Model):
    """A link in a story to a related story or to a source. `target` is set if that story exists on this site."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=8, choices=LinkKind.choices)
    title = models.CharField(max_length=400)
    url = models.URLField(max_length=1000, blank=True)
    target = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="linked_from")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title
