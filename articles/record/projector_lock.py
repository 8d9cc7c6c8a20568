"""One projector per site: of all indexers, on any number of machines, one also keeps the record.

PostgreSQL holds the lock for as long as the connection lives on which the record is written: a projector that lost its
connection has lost both, and another indexer takes over. SQLite is used by one machine, so there a locked file does it.
"""

from __future__ import annotations

import fcntl
import logging
from pathlib import Path
from typing import IO, Any

from django.db import connection

logger = logging.getLogger(__name__)

# Any number will do that nothing else locks in the database of a site.
_KEY = 0x70726F6A


class ProjectorLock:
    """Held from the first `acquire` that succeeds until the process ends, or its connection to the database does."""

    def __init__(self) -> None:
        self._holder: Any = None

    def acquire(self) -> bool:
        """Whether this process has the lock now. Does not wait. Raises DatabaseError."""
        if self._is_held():
            return True
        self._holder = _lock_in_postgresql() if connection.vendor == "postgresql" else _lock_beside_sqlite()
        if self._holder is not None:
            logger.info("This indexer keeps the record of public pages.")
        return self._holder is not None

    def release(self) -> None:
        if self._is_held() and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_KEY])
        elif self._holder is not None and connection.vendor == "sqlite":
            self._holder.close()
        self._holder = None

    def _is_held(self) -> bool:
        if self._holder is None:
            return False
        return connection.vendor == "sqlite" or self._holder is connection.connection


def _lock_in_postgresql() -> object | None:
    """The connection that holds the lock; None if another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_KEY])
        is_ours = cursor.fetchone()[0]
    holder: object = connection.connection
    return holder if is_ours else None


def _lock_beside_sqlite() -> IO[str] | None:
    name = str(connection.settings_dict["NAME"])
    is_file = Path(name).is_file()
    file = (Path(f"{name}.projector.lock") if is_file else Path("/dev/null")).open("a")
    try:
        if is_file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
