"""The record: what public pages show, derived from what editors settled. Only articles.record writes these tables.

Everything here can be deleted and derived again (`manage.py rebuild_record`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from articles.models.article import Article
from articles.models.entity import Entity


class RecordState(models.Model):
    """One row: the version of the last change of the record, and how far the outbox has been applied to it.

    `cursor` is an `OutboxCursor` as JSON, empty before the first one.
    """

    version = models.PositiveBigIntegerField(default=0)
    cursor = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"version {self.version}"


class StoryRecord(models.Model):
    """What is shown of one published story.

    `card` is what lists show. `head` is what a page needs beside its main part: the metadata, and what the age banner is
    made from. `main` is the main part of its page as compressed HTML; it is used only while `format` is that of the
    software that reads it.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="record")
    version = models.PositiveBigIntegerField()
    format = models.CharField(max_length=16)
    card = models.JSONField()
    head = models.JSONField()
    main = models.BinaryField()

    def __str__(self) -> str:
        return f"record of story {self.pk}"


class EntityRecord(models.Model):
    """What is shown of an entity that a published story names. `label` is what stories and lists show of it."""

    entity = models.OneToOneField(Entity, models.CASCADE, primary_key=True, related_name="record")
    version = models.PositiveBigIntegerField()
    label = models.JSONField()

    def __str__(self) -> str:
        return f"record of entity {self.pk}"


class RecordChange(models.Model):
    """A page whose record changed, as web processes learn it. `key` is as `story:12` or `entity:7`.

    `version` is that of the change; several keys may share one. Rows are deleted after a day.
    """

    version = models.PositiveBigIntegerField(db_index=True)
    key = models.CharField(max_length=40)
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="unique_key_per_record_version"),
        ]

    def __str__(self) -> str:
        return f"{self.key} at version {self.version}"
