from __future__ import annotations

import contextlib
import os
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection

from newsroom import __version__
from newsroom.backup import archive
from newsroom.backup.errors import BackupError, reason, require_space
from newsroom.backup.postgresql import PostgreSQL
from newsroom.backup.sqlite import SQLite

if TYPE_CHECKING:
    from collections.abc import Iterator


def engine() -> SQLite | PostgreSQL:
    """The database of this site. Raises BackupError for one in memory, which has no file to copy."""
    if connection.vendor == "postgresql":
        return PostgreSQL()
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        raise BackupError("The database is kept in memory only, so there is nothing to back up.")
    return SQLite(Path(name).absolute())


def back_up(target: Path, *, replace: bool = False) -> archive.Manifest:
    """Write everything that cannot be built again into one file, readable by its owner alone, and check it.

    The site may run meanwhile. `target` appears only when it is whole. Raises BackupError.
    """
    target = target.absolute()
    _refuse_target(target, replace=replace)
    try:
        database = engine()
        media = _media_files(Path(settings.MEDIA_ROOT))
        # The copy of the database and the archive exist side by side until the archive is written.
        require_space(target.parent, 2 * database.size() + sum(path.stat().st_size for path in media.values()))
        with _temporary_folder(target.parent) as folder:
            written = folder / "backup"
            manifest = _write(written, folder / "database", database)
            with archive.opened(written) as reader:
                reader.check()
            _put_in_place(written, target, replace=replace)
    except OSError as error:
        raise BackupError(f"The backup could not be written to {target}: {reason(error)}.") from error
    except DatabaseError as error:
        raise BackupError(f"The database does not answer: {error}") from error
    finally:
        connection.close()
    return manifest


def _refuse_target(target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise BackupError(f"{target} is a folder. Name a file in it.")
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}.")
    if target.exists() and not replace:
        raise BackupError(f"{target} exists already. Name another file, or replace it with --force.")


def _write(written: Path, copy: Path, database: SQLite | PostgreSQL) -> archive.Manifest:
    found = database.copy(copy)
    with written.open("xb") as file:
        writer = archive.Writer(file)
        writer.add(archive.DATABASES[database.engine], copy)
        secret = settings.DATA_DIR / "secret_key"
        if secret.exists():
            writer.add(archive.SECRET_KEY, secret)
        # After the database, so that no file is missing that it names; one that is replaced meanwhile may be gone.
        for name, path in _media_files(Path(settings.MEDIA_ROOT)).items():
            with contextlib.suppress(FileNotFoundError):
                writer.add(name, path)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = archive.Manifest(
            __version__, created, database.engine, sorted(found.migrations), found.counts, writer.files
        )
        writer.finish(manifest)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _media_files(root: Path) -> dict[str, Path]:
    """Name in the archive -> file. Links are left out: what they point to lies elsewhere."""
    found = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {archive.MEDIA + path.relative_to(root).as_posix(): path for path in found}


@contextmanager
def _temporary_folder(beside: Path) -> Iterator[Path]:
    """On the same disk as what is made of it, and readable by its owner alone."""
    before = os.umask(0o077)
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=beside) as folder:
            yield Path(folder)
    finally:
        os.umask(before)


def _put_in_place(written: Path, target: Path, *, replace: bool) -> None:
    """At once, and never over a file that somebody made meanwhile."""
    if replace:
        written.replace(target)
    else:
        try:
            os.link(written, target)
        except FileExistsError:
            raise BackupError(f"{target} exists already. Name another file, or replace it with --force.") from None
        except OSError:  # a disk without hard links
            _refuse_target(target, replace=False)
            written.replace(target)
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
