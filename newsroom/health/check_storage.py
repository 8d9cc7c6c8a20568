"""Checks of what is stored: database, disk, permissions, search index, built files, backups."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from articles.models import SearchOutbox
from articles.search import storage
from articles.search.engine_failures import IndexFailedError
from articles.search.verification import Verifier
from newsroom.health import site_facts
from newsroom.health.check_results import ok, problem, warning
from newsroom.storage_errors import storage_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsroom.health.check_results import Finding

# What Django 5.2 requires, and the versions of PostgreSQL that the site was tested with.
_MIN_POSTGRESQL, _TESTED_POSTGRESQL = 14, (15, 16, 18)
_MIN_FREE, _LITTLE_FREE = 200 * 1024**2, 2 * 1024**3
_MAX_CLOCK_DIFFERENCE = 60.0
_MAX_AHEAD = timedelta(minutes=5)
_MAX_BACKUP_AGE = timedelta(days=2)
_NUMBER = re.compile(r"\d+")
_ALL_BYTES = 1 << 62


def check_database() -> Iterator[Finding]:
    version = site_facts.database_version()
    if connection.vendor == "postgresql":
        major = int(_NUMBER.search(version)[0])  # type: ignore[index]  # PostgreSQL has always had one
        if major < _MIN_POSTGRESQL:
            yield problem("Database", f"{version} is too old. Use PostgreSQL {_MIN_POSTGRESQL} or newer.")
            return
        if major not in _TESTED_POSTGRESQL:
            yield warning("Database", f"{version} answers; the site was tested with 15, 16 and 18.")
            return
    yield ok("Database", f"{version} answers.")


def check_migrations() -> Iterator[Finding]:
    pending = site_facts.pending_migrations()
    if pending:
        yield problem(
            "Migrations",
            f"{len(pending)} are missing, such as {pending[0]}. Stop the site and start it again, or run `manage.py migrate`.",
        )
    else:
        yield ok("Migrations", "All are applied.")


def check_other_servers() -> Iterator[Finding]:
    """The replica and the shared page cache, if there are any."""
    if "replica" in connections:
        try:
            connections["replica"].ensure_connection()
        except DatabaseError as error:
            yield problem("Replica", f"DATABASE_REPLICA_URL does not answer: {str(error).strip()}")
        else:
            yield ok("Replica", "It answers.")
    if "pages" in settings.CACHES:
        try:
            caches["pages"].set("doctor", 1, 60)
            works = caches["pages"].get("doctor") == 1
        except Exception as error:  # noqa: BLE001  # each kind of cache has errors of its own
            yield problem("Page cache", f"CACHE_URL does not answer: {error}")
        else:
            yield ok("Page cache", "It answers.") if works else problem("Page cache", "It does not store anything.")


def check_disk() -> Iterator[Finding]:
    disk = site_facts.disk_facts()
    free = f"{disk.free / 1024**3:.1f} GB of {disk.total / 1024**3:.1f} GB are free on the disk of {settings.DATA_DIR}."
    if disk.free < _MIN_FREE:
        yield problem("Disk", f"{free} Free some: soon nothing can be saved.")
    elif disk.free < _LITTLE_FREE:
        yield warning("Disk", f"{free} The index needs as much again as it has when it is rebuilt.")
    else:
        yield ok("Disk", free)


def check_data_folder() -> Iterator[Finding]:
    folder: Path = settings.DATA_DIR
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"doctor")
    except OSError as error:
        yield problem("Data folder", f"{folder} cannot be written. {storage_problem(error) or error.strerror}")
        return
    if folder.stat().st_uid != os.geteuid() and os.geteuid() != 0:
        yield problem("Data folder", f"{folder} belongs to another user. Run this as the user of the site.")
        return
    open_to_others = [path for path in _private_paths(folder) if _is_open_to_others(path)]
    for path in open_to_others:
        mode = "700" if path.is_dir() else "600"
        yield problem("Data folder", f"Other users can read {path}. Run `chmod {mode} {path}`.")
    if not open_to_others:
        yield ok("Data folder", f"{folder} can be written, and only by its owner.")


def _private_paths(folder: Path) -> list[Path]:
    database = Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None
    paths = [folder, folder / "secret_key", *([database] if database else [])]
    return [path for path in paths if path.exists()]


def _is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def check_index() -> Iterator[Finding]:
    folder = storage.current()
    if folder is None:
        yield warning("Search index", "There is none yet. The indexer builds it when the site runs.")
        return
    try:
        Verifier(folder).check(_ALL_BYTES)
        index = site_facts.index_facts()
    except (IndexFailedError, OSError) as error:
        yield problem("Search index", f"It is damaged ({error}). A running indexer rebuilds it within a minute.")
        return
    if not index.is_readable:
        yield problem("Search index", "It cannot be opened. Run `manage.py rebuild_search`.")
    elif index.behind > timedelta(minutes=5):
        yield problem("Search index", f"It lacks {index.changes_waiting} changes: the indexer does not keep up or run.")
    else:
        yield ok("Search index", "All files are sound, and it has all changes of the last minutes.")


def check_built_files() -> Iterator[Finding]:
    missing = [
        name
        for name, path in {
            "static files": Path(settings.STATIC_ROOT) / "staticfiles.json",
            "fonts": settings.BASE_DIR / "static" / "built",
            "map outlines": settings.DATA_DIR / "geometry" / "countries.json",
        }.items()
        if not path.exists()
    ]
    if missing:
        yield problem("Built files", f"Missing: {', '.join(missing)}. Run `manage.py run_site --prepare-only`.")
    else:
        yield ok("Built files", "Static files, fonts and map outlines are there.")


def check_backups() -> Iterator[Finding]:
    folder = settings.ENV.backup_dir
    if not folder:
        level = warning if settings.ENV.production else ok
        yield level("Backups", "Their age is not checked: BACKUP_DIR is not set.")
        return
    try:
        files = [path for path in Path(folder).iterdir() if path.suffix in (".zip", ".dump") and path.is_file()]
        ages = sorted(timedelta(seconds=time.time() - path.stat().st_mtime) for path in files)
    except OSError as error:
        yield problem("Backups", f"{folder} cannot be read: {error.strerror}.")
        return
    if not ages:
        yield problem("Backups", f"There is none in {folder}. Run `manage.py backup {folder}/site.zip`.")
    elif ages[0] > _MAX_BACKUP_AGE:
        yield problem("Backups", f"The newest in {folder} is {ages[0].days} days old. Look at the log of its timer.")
    else:
        yield ok("Backups", f"The newest in {folder} is {ages[0].total_seconds() / 3600:.0f} hours old.")


def check_clock() -> Iterator[Finding]:
    now = timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            difference = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        if difference > _MAX_CLOCK_DIFFERENCE:
            yield problem(
                "Clock", f"It differs from that of the database by {difference:.0f} s. Synchronize both (NTP)."
            )
            return
    newest = SearchOutbox.objects.order_by("-id").values_list("created", flat=True).first()
    if newest and newest > now + _MAX_AHEAD:
        yield problem("Clock", f"It is {now:%Y-%m-%d %H:%M} UTC, which is before the last change of the site.")
    else:
        yield ok("Clock", f"{now:%Y-%m-%d %H:%M} UTC.")
