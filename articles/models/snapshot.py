"""The original bytes of imports."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

from django.db import models


class SnapshotManager(models.Manager["Snapshot"]):
    def build(self, content: bytes, **columns: Any) -> Snapshot:
        """A snapshot of raw bytes that is not saved yet. `columns` say where the bytes are from."""
        sha256 = hashlib.sha256(content).hexdigest()
        return Snapshot(sha256=sha256, compressed=zlib.compress(content), size=len(content), **columns)

    def store(self, content: bytes, **columns: Any) -> Snapshot:
        """The same, saved."""
        snapshot = self.build(content, **columns)
        snapshot.save()
        return snapshot

    def store_upload(self, content: bytes) -> Snapshot:
        """The snapshot of the same upload before, if there is one. A page that is fetched is always stored, with its time
        and headers.
        """
        same = self.filter(sha256=hashlib.sha256(content).hexdigest()).defer("compressed").order_by("pk")
        known = next((one for one in same if not one.url and not one.content_type and not one.headers), None)
        return known or self.store(content)


class Snapshot(models.Model):
    """Raw bytes as received, zlib-compressed, with where and when they were received."""

    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the bytes before compression")
    compressed = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes before compression")
    content_type = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=2000, blank=True, help_text="The address that gave it, after redirects")
    headers = models.JSONField(default=dict, blank=True)
    fetched_at = models.DateTimeField(auto_now_add=True)

    objects = SnapshotManager()

    def __str__(self) -> str:
        return f"{self.size} bytes of {self.url or 'an upload'}"

    @property
    def content(self) -> bytes:
        """The bytes as they were received."""
        return zlib.decompress(bytes(self.compressed))
