"""Links that were moved from one record to another."""

from __future__ import annotations

from django.db import models

from articles.models.entity import Entity


class SplitRecord(models.Model):
    """An editor moved links of `source` to `target`, because the name was that of two people, organizations or places.

    `moved` has the ids of the rows by table and field. `own` has those that `target` already had, so that an undo can ask
    about the links that it got since, and `dropped` the other names, as whole rows, that are its main name. `made_target` says that `target` was added for the split; its undo removes it if
    nothing else names it then.
    """

    source = models.ForeignKey(Entity, models.CASCADE, related_name="splits")
    target = models.ForeignKey(Entity, models.SET_NULL, null=True, related_name="splits_from")
    target_name = models.CharField(max_length=200)
    made_target = models.BooleanField(default=False)
    moved = models.JSONField(default=dict)
    own = models.JSONField(default=dict)
    dropped = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.target_name} from {self.source}"
