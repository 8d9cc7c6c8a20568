"""The log of what was done."""

from __future__ import annotations

from django.db import models

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
