"""Stories that were removed for good: what is left of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from articles.vocabulary import TakedownGround, TakedownKeyKind


class Takedown(models.Model):
    """A story that was removed for good, for legal or personal reasons: when, by whom and why, without its text.

    `story_id` is the id that the story had; it is not a foreign key, because the row is gone. `reason` is for the desk,
    `public_sentence` for readers at the former address of the story. `was_public` if readers had ever seen it: only
    then does its address say that it was removed.
    """

    story_id = models.PositiveBigIntegerField("number of the story", unique=True)
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey("auth.User", models.PROTECT, null=True, blank=True, db_index=False, related_name="+")
    ground = models.CharField(max_length=10, choices=TakedownGround.choices)
    reason = models.CharField(max_length=200)
    public_sentence = models.CharField("sentence for readers", max_length=300, blank=True)
    was_public = models.BooleanField("had been published")

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = ("add", "view")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=TakedownGround.values), name="takedown_ground_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_takedown_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Story {self.story_id}"

    @property
    def sentence(self) -> str:
        """For the editor who imports the story again."""
        by = f" by {self.by.get_username()}" if self.by else ""
        return f"This story was taken down on {date_format(self.at, 'j F Y')}{by}."


class TakedownKey(models.Model):
    """A hash by which a removed story is recognized if it is imported again. `digest` is a SHA-256 in hexadecimal."""

    takedown = models.ForeignKey(Takedown, models.CASCADE, db_index=False, related_name="keys")
    kind = models.CharField(max_length=10, choices=TakedownKeyKind.choices)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["takedown", "kind", "digest"], name="a_takedown_has_a_key_once"),
            models.CheckConstraint(condition=Q(kind__in=TakedownKeyKind.values), name="takedown_key_kind_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["digest"], name="takedown_key_digest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of story {self.takedown.story_id}"
