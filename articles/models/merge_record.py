"""Records that were merged."""

from __future__ import annotations

from django.db import models

from articles.models.entity import Entity


class MergeRecord(models.Model):
    """Two entities became one; `moved` and `former` hold what is needed to undo it.

    `moved` has the ids of the rows that were set to the record kept, by table and field. `former` is written by
    articles.desk.merging: the merged record and its other names as whole rows, what the merge added, and the links that
    the record kept already had. It is empty for merges of earlier versions, which cannot be undone.
    """

    kept = models.ForeignKey(Entity, models.CASCADE, related_name="merges")
    merged_name = models.CharField(max_length=200)
    merged_id = models.PositiveBigIntegerField()
    moved = models.JSONField(default=dict)
    former = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.merged_name} into {self.kept}"
