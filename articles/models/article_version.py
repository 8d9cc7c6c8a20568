"""The source versions of stories."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from articles.models.article import Article


class ArticleVersion(models.Model):
    """A story as its source published it at one time. Versions are numbered from 1, and each differs from the previous
    one.

    `fields` holds the source's other statements at that time, besides headline, standfirst and body, as JSON by column
    (the outlet by its name). A missing column is unknown: the version is older than `fields`. `changed` names the
    columns that differ from the previous version.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=400)
    description = models.TextField(blank=True)
    body = models.JSONField(default=list)
    fields = models.JSONField(default=dict, blank=True)
    changed = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    retrieved_at = models.DateTimeField()

    class Meta:
        ordering = ["article", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="a_version_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.headline} ({self.retrieved_at:%Y-%m-%d})"
