"""The versions of published stories that editors withhold from readers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article

# Characters of the public reason.
MAX_WITHHOLDING_REASON = 500


class WithheldVersion(models.Model):
    """A former version of a published story whose text readers do not see, with the reason that they see instead.

    `action_id` names the version as `PublishedVersion.action_id` does: by the entry of the log with which it began.
    """

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="withheld_versions")
    action_id = models.PositiveBigIntegerField(editable=False)
    reason = models.CharField(max_length=MAX_WITHHOLDING_REASON)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "action_id"], name="a_version_is_withheld_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_withheld_version_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"withheld version of {self.article}"
