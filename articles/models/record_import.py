"""Tables of records that an editor uploaded and has not imported completely."""

from __future__ import annotations

import json
import zlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.vocabulary import EntityKind


class RecordImport(models.Model):
    """An uploaded table with its preview.

    `content` and `plan` are compressed: the bytes of the file, and the preview of its rows as JSON. `outcomes` has the rows
    that were handled: the id of the record, or the sentence that refused the row.
    """

    kind = models.CharField(max_length=12, choices=EntityKind.choices)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    plan = models.BinaryField()
    outcomes = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="record_imports"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=EntityKind.values), name="record_import_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def file(self) -> bytes:
        return zlib.decompress(self.content)

    @property
    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(zlib.decompress(self.plan))
        return found

    def store(self, file: bytes, rows: list[dict[str, Any]]) -> None:
        """Set the columns; the caller saves."""
        self.content = zlib.compress(file)
        self.plan = zlib.compress(json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace"))
