"""What came in: every import is kept with its raw bytes, what became of it, and why, in words."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.vocabulary import Door, ImportStatus


class ImportBatch(models.Model):
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="import_batches")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return f"Import of {self.created:%Y-%m-%d %H:%M}"


class Snapshot(models.Model):
    """Raw bytes as they came, zlib-compressed, with how and when they were got."""

    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the bytes before compression")
    compressed = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes before compression")
    content_type = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=2000, blank=True, help_text="The address that gave it, after redirects")
    headers = models.JSONField(default=dict, blank=True)
    fetched_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.size} bytes of {self.url or 'an upload'}"


class ImportItemQuerySet(models.QuerySet["ImportItem"]):
    def waiting(self) -> Self:
        return self.filter(status__in=[ImportStatus.RECEIVED, ImportStatus.READING])

    def to_settle(self) -> Self:
        return self.filter(status=ImportStatus.READ)


class ImportItem(models.Model):
    """One thing that came in by one door.

    `preview` holds the Story that was read and what was found in it, as JSON, until a draft is made of it.
    `error` is a sentence for the editor. `article` is the story it became, or the one it turned out to be.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items")
    door = models.CharField(max_length=10, choices=Door.choices)
    name = models.CharField(max_length=1000, blank=True, help_text="File name or address")
    url = models.CharField(max_length=2000, blank=True, help_text="The address asked for, or given with a file")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, blank=True, related_name="items")
    status = models.CharField(max_length=10, choices=ImportStatus.choices, default=ImportStatus.RECEIVED)
    error = models.TextField(blank=True)
    preview = models.JSONField(default=dict, blank=True)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="imports")
    created = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When a worker last took it up")
    claimed_by = models.CharField(max_length=120, blank=True, help_text="host:process of that worker")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a worker took it up")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportItemQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=ImportStatus.values), name="import_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status=ImportStatus.FAILED) | ~Q(error=""), name="a_failed_import_says_why"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "id"], name="import_status_id")]

    def __str__(self) -> str:
        return self.name or f"{self.get_door_display()} {self.pk}"
