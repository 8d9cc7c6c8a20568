"""The original bytes of imports."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """Raw bytes as received, zlib-compressed, with where and when they were received."""

    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the bytes before compression")
    compressed = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes before compression")
    content_type = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=2000, blank=True, help_text="The address that gave it, after redirects")
    headers = models.JSONField(default=dict, blank=True)
    fetched_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.size} bytes of {self.url or 'an upload'}"
