"""The source versions of stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from articles.models.article import Article
from articles.models.compact_json import CompactJSONEncoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def blocks_of(body: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The text of a body: sentences are found by extraction, and belong to the story."""
    return [{"role": block["role"], "text": block["text"]} for block in body]


class ArticleVersion(models.Model):
    """A story as its source published it at one time. Versions are numbered from 1, and each differs from the previous
    one.

    `body` is its text, as blocks without sentences. The text of most stories is that of a version: `other_body` is null
    where it is, and holds the text of every other version (see `articles.desk.version_texts`).

    `fields` holds the source's other statements at that time, besides headline, standfirst and body, as JSON by column
    (the outlet by its name). A missing column is unknown: the version is older than `fields`. `changed` names the
    columns that differ from the previous version.
    """

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="versions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=400)
    description = models.TextField(blank=True)
    other_body = models.JSONField(null=True, encoder=CompactJSONEncoder)
    fields = models.JSONField(default=dict, blank=True, encoder=CompactJSONEncoder)
    changed = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64)
    retrieved_at = models.DateTimeField()

    class Meta:
        ordering = ["article", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="a_version_has_its_own_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="version_sha256")]

    def __str__(self) -> str:
        return f"{self.headline} ({self.retrieved_at:%Y-%m-%d})"

    @property
    def body(self) -> list[dict[str, Any]]:
        return blocks_of(self.article.body if self.other_body is None else self.other_body)
