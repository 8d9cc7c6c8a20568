"""What the parts of a running site say of themselves. Each function asks one part and raises its errors."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from articles.models import Heartbeat, ImportItem, SearchOutbox
from articles.search.open_index import open_index
from articles.search.outbox_cursor import cursor_in
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """`behind` is the age of the oldest change that the index has not applied; zero if it has all of them."""

    is_readable: bool
    changes_waiting: int = 0
    behind: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """Imports that wait to be read, and how long the oldest has waited."""

    waiting: int
    oldest: timedelta


@dataclass(frozen=True, slots=True)
class DiskFacts:
    """In bytes."""

    free: int
    total: int


def database_version() -> str:
    """For example "SQLite 3.45.1" or "PostgreSQL 16.4"."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        return f"SQLite {cursor.fetchone()[0]}"


def pending_migrations() -> list[str]:
    """Those of this version that were not applied, as "app.name"."""
    applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    return sorted(_known_migrations() - applied)


@cache
def _known_migrations() -> frozenset[str]:
    """Read from the files once for a process: their code does not change under it."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(f"{app}.{name}" for app, name in loader.disk_migrations)


def index_facts() -> IndexFacts:
    """Raises IndexFailedError if the index of this machine cannot be read."""
    cursor = cursor_in(open_index())
    if cursor is None:
        return IndexFacts(is_readable=False)
    rows = SearchOutbox.objects.filter(id__gt=cursor.top).order_by("id")
    oldest = rows.values_list("created", flat=True).first()
    return IndexFacts(True, rows.count() if oldest else 0, _age(oldest) if oldest else timedelta())


def queue_facts() -> QueueFacts:
    waiting = ImportItem.objects.filter(status=ImportStatus.RECEIVED)
    oldest = waiting.order_by("id").values_list("created", flat=True).first()
    return QueueFacts(waiting.count() if oldest else 0, _age(oldest) if oldest else timedelta())


def silence() -> dict[str, timedelta]:
    """How long ago each kind of process last said that it runs; one that never did is missing."""
    return {process: _age(seen) for process, seen in Heartbeat.objects.last_seen().items()}


def disk_facts(folder: Path | None = None) -> DiskFacts:
    usage = shutil.disk_usage(folder or settings.DATA_DIR)
    return DiskFacts(usage.free, usage.total)


def _age(moment: datetime) -> timedelta:
    """Never negative: clocks of several machines differ a little."""
    return max(timezone.now() - moment, timedelta())
