"""The audit log: every action of an editor or of the site, with its type and the records it concerns."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.entity import Entity


class LoggedAction(models.Model):
    """Who did what to which records and when, with every changed column before and after.

    `action` is a key of articles.desk.actions. `fact_kind` and `fact_id` identify the mention, quotation, pledge or
    membership; they are not a foreign key, because a new run of extraction replaces its own proposals. `before` and
    `after` hold the columns of the action's record, `related` those of all other rows that changed with it: [{"kind":
    "quotation", "id": 5, "before": {...}, "after": {...}}], where `before` is null for a new row and `after` for a
    deleted one. `details` holds further values for the sentence of the log. `verb` is the English text of entries from
    before actions had types.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    # An account that has acted is deactivated, not deleted: the log has to say who acted.
    by = models.ForeignKey("auth.User", models.PROTECT, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=40, db_index=True)
    verb = models.CharField(max_length=40, blank=True, editable=False)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="actions")
    entity = models.ForeignKey(Entity, models.SET_NULL, null=True, blank=True, related_name="actions")
    fact_kind = models.CharField(max_length=12, blank=True)
    fact_id = models.PositiveBigIntegerField(null=True, blank=True)
    outlet = models.ForeignKey("Outlet", models.SET_NULL, null=True, blank=True, related_name="actions")
    item = models.ForeignKey("ImportItem", models.SET_NULL, null=True, blank=True, related_name="actions")
    batch = models.ForeignKey("ImportBatch", models.SET_NULL, null=True, blank=True, related_name="actions")
    account = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, related_name="+", help_text="The user account it is about"
    )
    what = models.CharField(max_length=300, help_text="The name of the record at that time")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    related = models.JSONField(default=list, blank=True)
    details = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["fact_kind", "fact_id"], name="logged_action_fact")]

    def __str__(self) -> str:
        return f"{self.action or self.verb}: {self.what}"
