"""What happened to records: every move of the desk, redirects of merged entities, and what search has yet to learn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.entity import Entity


class LoggedAction(models.Model):
    """One move of the desk: who did what to what, when, and what it was before and after."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=40)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="actions")
    entity = models.ForeignKey(Entity, models.SET_NULL, null=True, blank=True, related_name="actions")
    what = models.CharField(max_length=300, help_text="What it was done to, in words")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.what}"


class MergeRecord(models.Model):
    """Two entities became one; `moved` holds what is needed to undo it."""

    kept = models.ForeignKey(Entity, models.CASCADE, related_name="merges")
    merged_name = models.CharField(max_length=200)
    merged_id = models.PositiveBigIntegerField()
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.merged_name} into {self.kept}"


class Redirect(models.Model):
    """The old address of an entity that was merged away."""

    kind = models.CharField(max_length=12)
    old_id = models.PositiveBigIntegerField()
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="redirects")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["old_id"], name="an_old_address_leads_one_way")]

    def __str__(self) -> str:
        return f"{self.kind} {self.old_id} -> {self.entity_id}"


class SearchOutbox(models.Model):
    """A story or an entity whose entry in the index is out of date. Written in the transaction that changed it."""

    article_id = models.PositiveBigIntegerField(null=True, blank=True)
    entity_id = models.PositiveBigIntegerField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(article_id__isnull=False, entity_id__isnull=True)
                | Q(article_id__isnull=True, entity_id__isnull=False),
                name="an_outbox_row_names_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"story {self.article_id}" if self.article_id else f"entity {self.entity_id}"
