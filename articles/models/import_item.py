"""Imports: what was received, the result, and the reason."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.import_batch import ImportBatch
from articles.models.snapshot import Snapshot
from articles.vocabulary import OPEN_IMPORT_STATUSES, WAITING_IMPORT_STATUSES, ImportStatus, SourceType


class ImportItemQuerySet(models.QuerySet["ImportItem"]):
    def waiting(self) -> Self:
        return self.filter(status__in=WAITING_IMPORT_STATUSES)

    def to_review(self) -> Self:
        """Items that need an editor: a preview to review, or a table whose columns have to be mapped."""
        return self.filter(status__in=[ImportStatus.READ, ImportStatus.MAPPING])

    def failed(self) -> Self:
        return self.filter(status=ImportStatus.FAILED)

    def to_draft(self) -> Self:
        """Items that were read and resemble no other story: a draft can be created without a comparison."""
        return self.filter(status=ImportStatus.READ, is_lookalike=False)

    def readable(self) -> Self:
        """Items with bytes or an address; those of a story that was taken down have neither."""
        return self.exclude(snapshot__isnull=True, entry__isnull=True, url="")

    def open(self) -> Self:
        """Items that an editor may still discard."""
        return self.filter(status__in=OPEN_IMPORT_STATUSES)

    def successful(self) -> Self:
        """Items imported without a failure: the same bytes need not be read again."""
        return self.exclude(status__in=[ImportStatus.FAILED, ImportStatus.DISCARDED, ImportStatus.REVOKED])


class ImportItem(models.Model):
    """One source that was imported, or one item of a file that was split.

    A file that holds several stories is split: each story becomes an item with its own bytes, and `parent` is the file.
    `snapshot` holds the bytes that are read. A feed entry with only the beginning of a story (kind "summary") keeps its
    bytes in `entry`; its snapshot is the linked page, once that is fetched (or the entry, if an editor chose it).
    `preview` holds the Story and its findings as JSON until a draft is created; for a table without a column mapping,
    it holds the data for the mapping form. `error` is a sentence for the editor: why it could not be read, or who cancelled that. `article` is the story created from
    the item, or the story that it duplicates. `set_fields` holds the columns that an editor set for the draft before
    there was one, as JSON; the draft gets them as the editor's own.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, db_index=False, related_name="parts")
    position = models.PositiveIntegerField(null=True, blank=True, help_text="Its place in the file that was split")
    source_type = models.CharField(max_length=10, choices=SourceType.choices)
    kind = models.CharField(max_length=10, default="auto", help_text="How its bytes are read")
    columns = models.JSONField(
        null=True, blank=True, help_text="For a table: field to heading, as an editor mapped them"
    )
    name = models.CharField(max_length=1000, blank=True, help_text="File name or address")
    url = models.CharField(max_length=2000, blank=True, help_text="The address to fetch, or given with a file")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="items")
    entry = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="+")
    problem = models.TextField(blank=True, help_text="Why this item of a file is not a story, as its reader says")
    status = models.CharField(max_length=10, choices=ImportStatus.choices, default=ImportStatus.RECEIVED)
    error = models.TextField(blank=True)
    preview = models.JSONField(default=dict, blank=True)
    # Nullable, so that SQLite adds the column without copying the table with its previews.
    set_fields = models.JSONField(null=True, blank=True, help_text="What an editor set for its draft")
    is_lookalike = models.BooleanField(default=False, help_text="It looks like an existing story")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="imports")
    created = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When a worker last renewed its lease")
    claimed_by = models.CharField(max_length=120, blank=True, help_text="machine:process:start:claim of the worker")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How many processes died while reading it")
    retry_at = models.DateTimeField(null=True, blank=True, help_text="When its site may be asked again")
    retries = models.PositiveSmallIntegerField(default=0, help_text="How often its site asked to be asked later")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportItemQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=ImportStatus.values), name="import_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status=ImportStatus.FAILED) | ~Q(error=""), name="a_failed_import_says_why"
            ),
            models.UniqueConstraint(fields=["parent", "position"], name="unique_position_per_split_item"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "id"], name="import_status_id"),
            models.Index(fields=["batch", "status", "id"], name="import_batch_status_id"),
            # Batches are counted from this index alone: the rows are long, because they hold the previews.
            models.Index(fields=["batch", "status", "is_lookalike"], name="import_batch_tally"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.get_source_type_display()} {self.pk}"

    @property
    def is_erased(self) -> bool:
        """Whether its story was taken down: nothing is stored by which it could be read again."""
        return self.snapshot_id is None and self.entry_id is None and not self.url
