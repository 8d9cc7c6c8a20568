"""The public notes on changes of published stories."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article
from articles.vocabulary import NoteKind

# Characters of a note.
MAX_NOTE = 1_000


class CorrectionNote(models.Model):
    """A public note on a change of a story (schema.org `correction`), shown while the story is published.

    `at` is when the note was published, and never changes; `changed_at` when its kind or text was last changed. `version`
    is the optimistic lock of the desk.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="correction_notes")
    kind = models.CharField(max_length=13, choices=NoteKind.choices)
    text = models.CharField(max_length=MAX_NOTE)
    at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=NoteKind.values), name="correction_note_kind_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="a_correction_note_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"
