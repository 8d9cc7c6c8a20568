"""Download of the stored bytes of an import: always as an attachment, so that no browser renders what a stranger sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from articles.models import Snapshot
from articles.vocabulary import SourceType

if TYPE_CHECKING:
    from articles.models import ImportItem

# Characters that some system does not allow in the name of a file.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "application/json": ".json", "text/plain": ".txt"}
_MAX_NAME = 120


def download(item: ImportItem, snapshot_id: int | None) -> HttpResponse:
    """Raises 404 if nothing is stored."""
    snapshot = Snapshot.objects.filter(pk=snapshot_id).first() if snapshot_id else None
    if snapshot is None:
        raise Http404
    response = HttpResponse(snapshot.content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file_name_of(item, snapshot))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


def file_name_of(item: ImportItem, snapshot: Snapshot) -> str:
    """The name of the uploaded file; for anything else the number of the import, with an ending for its type."""
    is_file = item.source_type == SourceType.FILE and item.parent_id is None
    last = re.split(r"[/\\]", item.name)[-1] if is_file else ""
    name = _UNSAFE.sub("_", last).strip(". ")[-_MAX_NAME:]
    if name:
        return name
    content_type = snapshot.content_type.partition(";")[0].strip().lower()
    is_text = item.source_type == SourceType.TEXT and not content_type
    return f"import-{item.pk}{'.txt' if is_text else _ENDINGS.get(content_type, '.bin')}"
