"""The lead pictures of stories."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article
from articles.vocabulary import PictureLicence, PictureStatus

# Characters.
MAX_ALT, MAX_TERMS, MAX_PROBLEM = 500, 200, 300
# What may be shown without naming who took it.
_WITHOUT_CREDIT = frozenset({PictureLicence.PUBLIC_DOMAIN, PictureLicence.CC0, PictureLicence.OWN})


def needs_credit(licence: str) -> bool:
    return licence not in _WITHOUT_CREDIT


class StoryPicture(models.Model):
    """The lead picture of a story; caption and credit are columns of the story.

    `status` and `problem` are about the last request for it, made at `requested_at`; `attempts` counts the workers that
    died over it, and the answers that asked for a later request. `source_url` is the address that it was fetched from,
    empty if it was uploaded. `received` are the bytes of an upload until they are decoded.

    `sizes` are the files that readers may get, the smallest first: {"name", "width", "height", "bytes"}. They are below
    MEDIA_ROOT (`articles.models.picture_files`). `sha256` is the hash of the bytes from which they were made.
    Readers see them only with a `licence`, which an editor states in a list and, where needed, in the words of
    `licence_terms`. `alt` says what the picture shows, for those who do not see it. `version` is the optimistic lock of
    the desk.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="picture")
    status = models.CharField(max_length=7, choices=PictureStatus.choices, default=PictureStatus.WAITING)
    problem = models.CharField(max_length=MAX_PROBLEM, blank=True)
    source_url = models.CharField(max_length=1000, blank=True)
    received = models.BinaryField(null=True, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sizes = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    licence = models.CharField(max_length=13, choices=PictureLicence.choices, blank=True)
    licence_terms = models.CharField(max_length=MAX_TERMS, blank=True)
    alt = models.CharField("alternative text", max_length=MAX_ALT, blank=True)
    is_hidden = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=PictureStatus.values), name="picture_status_is_known"),
            models.CheckConstraint(
                condition=Q(licence__in=["", *PictureLicence.values]), name="picture_licence_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["requested_at"], condition=Q(status=PictureStatus.WAITING), name="picture_waiting"),
        ]

    def __str__(self) -> str:
        return f"Picture of {self.article}"

    @property
    def largest(self) -> dict[str, Any] | None:
        return self.sizes[-1] if self.sizes else None

    @property
    def names(self) -> frozenset[str]:
        """The names of its files."""
        return frozenset(size["name"] for size in self.sizes)

    def obstacle(self, credit: str) -> str:
        """Why readers of the published story do not see it, as a sentence; empty if they do. `credit` is the story's."""
        if not self.sizes:
            return "There is no picture."
        if self.is_hidden:
            return "An editor set that the picture is not shown."
        if not self.licence:
            return "No licence is stated."
        if needs_credit(self.licence) and not credit.strip():
            return "The licence asks for a credit, and none is given."
        return ""
