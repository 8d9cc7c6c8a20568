"""One import: what was received, what became of it, and why."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.import_batch import ImportBatch
from articles.models.snapshot import Snapshot
from articles.vocabulary import (
    UNSETTLED,
    Door,
    ImportStatus,
)


class ImportItemQuerySet(models.QuerySet["ImportItem"]):
    def waiting(self) -> Self:
        return self.filter(status__in=[ImportStatus.RECEIVED, ImportStatus.READING])

    def to_settle(self) -> Self:
        """What waits for an editor: a preview to look at, or a table whose columns are to be named."""
        return self.filter(status__in=[ImportStatus.READ, ImportStatus.MAPPING])

    def failed(self) -> Self:
        return self.filter(status=ImportStatus.FAILED)

    def to_draft(self) -> Self:
        """What was read and looks like no other story: nobody has to compare before a draft is made."""
        return self.filter(status=ImportStatus.READ, is_lookalike=False)

    def unsettled(self) -> Self:
        """What an editor may still put aside."""
        return self.filter(status__in=UNSETTLED)

    def here(self) -> Self:
        """What came in well: the same bytes again need not be read again."""
        return self.exclude(status__in=[ImportStatus.FAILED, ImportStatus.DISCARDED, ImportStatus.REVOKED])


class ImportItem(models.Model):
    """One thing that came in by one door, or one part of it.

    A file that holds several stories is taken apart: each is a part with bytes of its own, and `parent` is the file.
    `snapshot` are the bytes that are read. A part that is only the beginning of a story ("teaser") keeps them in
    `entry`, and its snapshot is the page behind its link, once that is fetched (or the entry, where an editor says so).
    `preview` holds the Story that was read and what was found in it, as JSON, until a draft is made of it; for a table
    that waits for its columns, what the editor chooses from.
    `error` is a sentence for the editor. `article` is the story it became, or the one it turned out to be.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    position = models.PositiveIntegerField(null=True, blank=True, help_text="Its place in the file it came out of")
    door = models.CharField(max_length=10, choices=Door.choices)
    kind = models.CharField(max_length=10, default="auto", help_text="How its bytes are read")
    columns = models.JSONField(null=True, blank=True, help_text="Of a table: field to heading, as an editor chose")
    name = models.CharField(max_length=1000, blank=True, help_text="File name or address")
    url = models.CharField(max_length=2000, blank=True, help_text="The address asked for, or given with a file")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="items")
    entry = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")
    problem = models.TextField(blank=True, help_text="Why this part of a file is no story, as the file's reader says")
    status = models.CharField(max_length=10, choices=ImportStatus.choices, default=ImportStatus.RECEIVED)
    error = models.TextField(blank=True)
    preview = models.JSONField(default=dict, blank=True)
    is_lookalike = models.BooleanField(default=False, help_text="It looks like a story that is here")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="imports")
    created = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When a worker last said that it reads this")
    claimed_by = models.CharField(max_length=120, blank=True, help_text="machine:process:start:claim of that worker")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How many processes ended over it")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportItemQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=ImportStatus.values), name="import_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status=ImportStatus.FAILED) | ~Q(error=""), name="a_failed_import_says_why"
            ),
            models.UniqueConstraint(fields=["parent", "position"], name="a_file_is_taken_apart_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "id"], name="import_status_id"),
            models.Index(fields=["batch", "status", "id"], name="import_batch_status_id"),
            # Tallies come out of this index alone: the rows are long, for they hold the previews.
            models.Index(fields=["batch", "status", "is_lookalike"], name="import_batch_tally"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.get_door_display()} {self.pk}"
