from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from newsroom.backup import archive
from newsroom.backup.errors import BackupError, reason, require_space
from newsroom.backup.facts import facts
from newsroom.backup.moving import set_aside
from newsroom.backup.taking import engine
from newsroom.site_lock import InUseError, nobody_else

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsroom.backup.postgresql import PostgreSQL
    from newsroom.backup.sqlite import SQLite


@dataclass(frozen=True, slots=True)
class Restored:
    """`counts` describes the restored content, `kept` the names under which the previous content is kept."""

    manifest: archive.Manifest
    counts: dict[str, int]
    kept: list[str]


def restore(source: Path, *, replace: bool = False) -> Restored:
    """Replace the content of this site with a backup, and migrate it to this version.

    All of it is checked first, and nothing changes unless all of it works; what was there is kept under another name.
    The search index goes: the indexer builds it again. Raises BackupError.
    """
    try:
        with archive.opened(source) as reader, nobody_else(settings.DATA_DIR):
            database = engine()
            _refuse(reader.manifest, database, replace=replace)
            require_space(database.folder, reader.manifest.size)
            with _staged(reader, database) as folder:
                return _put_in_place(reader.manifest, database, folder)
    except InUseError as error:
        raise BackupError(str(error)) from None
    except OSError as error:
        raise BackupError(f"The backup could not be restored: {reason(error)}. Nothing was changed.") from error
    except DatabaseError as error:
        raise BackupError(f"The database does not answer: {error}") from error
    finally:
        connections.close_all()


def _refuse(manifest: archive.Manifest, database: SQLite | PostgreSQL, *, replace: bool) -> None:
    if manifest.engine != database.engine:
        title = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[manifest.engine]
        raise BackupError(f"This backup is of a {title} database, and this site uses {database.title}.")
    _refuse_newer(frozenset(manifest.migrations))
    if not replace and not database.is_empty():
        raise BackupError(
            "This site has stories, imports or accounts already. Say --force to put the backup in their place; what is"
            " there is kept under another name."
        )


def _known_migrations() -> set[str]:
    """Those of this version of the code."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}


def _refuse_newer(migrations: frozenset[str]) -> None:
    unknown = sorted(migrations - _known_migrations())
    if unknown:
        raise BackupError(
            f"This backup was made by a newer version of the site: it knows {unknown[-1]}, which this one does not."
            " Update the site first."
        )


@contextmanager
def _staged(reader: archive.Reader, database: SQLite | PostgreSQL) -> Iterator[Path]:
    """Everything unpacked and checked, in a folder on the disk where it will stay. Gone at the end."""
    before = os.umask(0o077)
    try:
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=database.folder) as name:
            folder = Path(name)
            for member in reader.manifest.files:
                reader.extract(member, folder / member)
            found = database.check(folder / archive.DATABASES[database.engine])
            if found:
                _refuse_newer(found.migrations)
            yield folder
    finally:
        os.umask(before)


def _put_in_place(manifest: archive.Manifest, database: SQLite | PostgreSQL, folder: Path) -> Restored:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    secret, media, index = settings.DATA_DIR / "secret_key", Path(settings.MEDIA_ROOT), Path(settings.SEARCH_INDEX_DIR)
    is_new = database.is_blank()
    replaced = [secret, media] if archive.SECRET_KEY in manifest.files else [media]
    with ExitStack() as stack:
        file = folder / archive.DATABASES[database.engine]
        is_older = not _known_migrations() <= set(manifest.migrations)
        kept = stack.enter_context(database.replaced_by(file, stamp, is_older=is_older))
        kept += stack.enter_context(set_aside(replaced, stamp))
        (old_index,) = stack.enter_context(set_aside([index], stamp)) or [""]
        for name, place in ((archive.SECRET_KEY, secret), (archive.MEDIA, media)):
            if (folder / name).exists():
                (folder / name).rename(place)
        counts = facts(_ask).counts
    if old_index:
        shutil.rmtree(old_index, ignore_errors=True)
    return Restored(manifest, counts, _without_new_files(kept) if is_new else kept)


def _without_new_files(kept: list[str]) -> list[str]:
    """Delete what this command made in a folder without a site: a database of no bytes, and a key that signed nothing."""
    for one in kept:
        if Path(one).is_file():
            Path(one).unlink()
    return [one for one in kept if Path(one).exists()]


def _ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
