"""What errors say of a disk that is full or cannot be written, as one sentence for editors and operators."""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.search.engine_failures import IndexFailedError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class StorageProblem:
    """`status` is that of an HTTP response."""

    status: int
    sentence: str

    def __str__(self) -> str:
        return self.sentence


FULL = StorageProblem(
    507, "The disk of the server is full, so nothing can be saved. Its operator has to free disk space."
)
READ_ONLY = StorageProblem(
    503, "The server cannot write its data: the disk or the folder is read-only. Its operator has to correct this."
)
UNREADABLE = StorageProblem(
    503, "The server cannot open its database: the file or its folder is missing or not accessible."
)
BROKEN = StorageProblem(503, "The disk of the server reports errors. Its operator has to check the disk.")

_BY_ERRNO = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: READ_ONLY,
    errno.EIO: BROKEN,
}
_BY_SQLITE_NAME = {"SQLITE_FULL": FULL, "SQLITE_READONLY": READ_ONLY, "SQLITE_CANTOPEN": UNREADABLE}
# Some errors have a primary code of their own kind, and a full disk as its details.
_SQLITE_IO = "SQLITE_IOERR"
# disk_full and read_only_sql_transaction (SQLSTATE).
_BY_SQLSTATE = {"53100": FULL, "25006": READ_ONLY}
# The search engine gives the number of the system's error in words.
_IN_WORDS = re.compile(r"(?:os error|code:) (\d+)")


def storage_problem(error: BaseException | None) -> StorageProblem | None:
    """Of the error, or of one that led to it; None if the disk is not the reason."""
    return next(filter(None, map(_problem, _chain(error))), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _problem(error: BaseException) -> StorageProblem | None:
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0)
    name: str = getattr(error, "sqlite_errorname", "")
    if name:
        return _of_sqlite(name)
    state: str = getattr(error, "pgcode", None) or ""
    if state:
        return _BY_SQLSTATE.get(state)
    if isinstance(error, IndexFailedError):
        found = _IN_WORDS.search(str(error))
        return _BY_ERRNO.get(int(found[1])) if found else None
    return None


def _of_sqlite(name: str) -> StorageProblem | None:
    """Extended names begin with that of the kind of error: SQLITE_READONLY_DIRECTORY, SQLITE_IOERR_WRITE."""
    for begin, problem in _BY_SQLITE_NAME.items():
        if name.startswith(begin):
            return problem
    return BROKEN if name.startswith(_SQLITE_IO) else None
