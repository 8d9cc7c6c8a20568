"""SQLite: a consistent copy while the site writes, with what is still in the write-ahead log; and a file put in place
of another, which is kept.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db import connections

from newsroom.backup.errors import BackupError
from newsroom.backup.facts import Facts, facts
from newsroom.backup.migrating import migrate
from newsroom.backup.moving import set_aside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY_SECONDS = 20.0
_BESIDE = ("-wal", "-shm", "-journal")


class SQLite:
    engine = "sqlite"
    title = "SQLite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path.parent

    def size(self) -> int:
        """Bytes that a copy may take."""
        return sum(file.stat().st_size for file in self._files() if file.exists())

    def copy(self, target: Path) -> Facts:
        """Copy a consistent snapshot of the database, and check the copy. Raises BackupError."""
        try:
            with closing(self._connect()) as source, closing(sqlite3.connect(target)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        except sqlite3.Error as error:
            raise BackupError(f"The database could not be copied: {error}.") from error
        found = self.check(target)
        if not found:
            raise BackupError(
                f"There is nothing to back up: {self.path} has no tables of this site yet. Does the command have the"
                " DATA_DIR and DATABASE_URL of the site?"
            )
        return found

    def check(self, file: Path) -> Facts | None:
        """The content of a database file; None without tables of this site. Raises BackupError if it is damaged."""
        try:
            with closing(sqlite3.connect(file, timeout=_BUSY_SECONDS)) as database:
                problems = [row[0] for row in database.execute("PRAGMA integrity_check")]
                if problems != ["ok"]:
                    raise BackupError(f"The database is damaged: {problems[0]}.")
                return facts(lambda statement: database.execute(statement).fetchall())
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise BackupError(f"The database cannot be read: {error}.") from error
        except sqlite3.Error as error:
            raise BackupError(f"The database is damaged: {error}.") from error

    def is_blank(self) -> bool:
        """Whether there is no file, or only the one of no bytes that opening a database makes."""
        return not self.path.exists() or self.path.stat().st_size == 0

    def is_empty(self) -> bool:
        """Whether the database is empty. A file that cannot be read counts as not empty."""
        if not self.path.exists():
            return True
        try:
            found = self.check(self.path)
        except BackupError:
            return False
        return found is None or found.is_empty

    @contextmanager
    def replaced_by(self, file: Path, stamp: str, *, is_older: bool) -> Iterator[list[str]]:
        """Put the file in place; yields what the old database is kept as. An error in the block undoes it all.

        One that `is_older` than this version is migrated before.
        """
        if is_older:
            migrate({"DATABASE_URL": f"sqlite:///{quote(str(file))}"})
        connections.close_all()
        self._close_log()
        with set_aside(self._files(), stamp) as kept:
            file.replace(self.path)
            yield kept

    def _files(self) -> list[Path]:
        return [self.path, *(self.path.with_name(self.path.name + suffix) for suffix in _BESIDE)]

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=_BUSY_SECONDS)

    def _close_log(self) -> None:
        """Bring the write-ahead log into the file: a log that is left would be played into the new database."""
        if not self.path.exists():
            return
        try:
            with closing(sqlite3.connect(self.path, timeout=1.0)) as database:
                database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise BackupError(f"Another program has {self.path} open. Close it first.") from error
        except sqlite3.DatabaseError:
            pass  # it is damaged, which may be why something is restored: the log is kept beside it
