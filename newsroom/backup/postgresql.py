"""PostgreSQL: pg_dump under a snapshot that is shared with our own questions; pg_restore beside tables that are kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from psycopg2.extensions import make_dsn

from newsroom.backup.errors import BackupError
from newsroom.backup.facts import Facts, facts
from newsroom.backup.migrating import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# How our own connection found the server; the programs may be of another version, and not know what else there is.
_WHERE = {"host", "hostaddr", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "passfile"}

# How often, and at what distance in seconds, other connections are searched for before they count.
_LOOKS, _LOOK_EVERY = 15, 0.2


class PostgreSQL:
    engine = "postgresql"
    title = "PostgreSQL"

    def __init__(self) -> None:
        self.folder: Path = settings.DATA_DIR

    def size(self) -> int:
        return int(_ask("SELECT pg_database_size(current_database())")[0][0])

    def copy(self, target: Path) -> Facts:
        """Dump a consistent snapshot of the database. Raises BackupError."""
        if not _tables():
            raise BackupError("There is nothing to back up: the database has no tables yet.")
        with transaction.atomic():
            _ask("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", returns=False)
            snapshot = _ask("SELECT pg_export_snapshot()")[0][0]
            found = facts(_ask)
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--schema={_schema()}"]
            _run("pg_dump", [*options, f"--snapshot={snapshot}", f"--file={target}"])
        self.check(target)
        return found

    def check(self, file: Path) -> Facts | None:
        """Whether pg_restore can read the dump. Raises BackupError; its content is only known after a restore."""
        _run("pg_restore", ["--list"], file)
        return None

    def is_blank(self) -> bool:
        """Never: opening a PostgreSQL database makes nothing."""
        return False

    def is_empty(self) -> bool:
        if not _tables():
            return True
        try:
            return facts(_ask).is_empty
        except DatabaseError:  # tables of something else
            return False

    @contextmanager
    def replaced_by(self, file: Path, stamp: str, *, is_older: bool) -> Iterator[list[str]]:
        """Restore the dump; yields the schema in which the old tables are kept. An error in the block undoes it all.

        One that `is_older` than this version is migrated after.
        """
        _refuse_others()
        old, aside = _tables(), f"before_restore_{stamp.lower()}"
        if old:
            _move(old, aside)
        try:
            _run("pg_restore", ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                                f"--schema={_schema()}"], file)  # fmt: skip
            if is_older:
                migrate({})
            yield [f"schema {aside} of the database"] if old else []
        except BaseException:
            try:
                _put_back(old, aside)
            except DatabaseError as error:
                raise BackupError(f"Restoring failed half-way; the old tables are in the schema {aside}.") from error
            raise


def _refuse_others() -> None:
    """Raises BackupError when another program is connected, and stays so: one that has just stopped takes a moment."""
    for _ in range(_LOOKS):
        others = _ask(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )[0][0]
        if not others:
            return
        time.sleep(_LOOK_EVERY)
    raise BackupError(f"Another program is connected to the database ({others} in all). Stop it first.")


def _ask(statement: str, *, returns: bool = True) -> Sequence[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if returns else []


def _schema() -> str:
    return str(_ask("SELECT current_schema()")[0][0])


def _tables() -> list[str]:
    """The tables of the schema that the site uses; their indexes and sequences move and go with them."""
    return [row[0] for row in _ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")]


def _move(tables: list[str], aside: str) -> None:
    quote = connection.ops.quote_name
    schema = _schema()
    with transaction.atomic():
        _ask(f"CREATE SCHEMA {quote(aside)}", returns=False)
        for table in tables:
            _ask(f"ALTER TABLE {quote(schema)}.{quote(table)} SET SCHEMA {quote(aside)}", returns=False)


def _put_back(tables: list[str], aside: str) -> None:
    quote = connection.ops.quote_name
    schema = _schema()
    with transaction.atomic():
        for table in _tables():
            _ask(f"DROP TABLE {quote(schema)}.{quote(table)} CASCADE", returns=False)
        for table in tables:
            _ask(f"ALTER TABLE {quote(aside)}.{quote(table)} SET SCHEMA {quote(schema)}", returns=False)
        if tables:
            _ask(f"DROP SCHEMA {quote(aside)}", returns=False)


def _run(program: str, options: list[str], file: Path | None = None) -> None:
    """Run a program of PostgreSQL, on the database of the site or, for a list, on a file alone. Raises BackupError."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"{program} was not found. Install the client programs of PostgreSQL, at least of the version of the server"
            " (on Debian: apt-get install postgresql-client)."
        )
    connection.ensure_connection()
    given = connection.connection.info
    where = {name: value for name, value in given.dsn_parameters.items() if name in _WHERE}
    target = [] if options == ["--list"] else ["--dbname", make_dsn(**where)]
    environment = {"PGPASSWORD": given.password} if given.password else {}
    command = [found, *options, *target, *([str(file)] if file else [])]
    environment = {**os.environ, **environment}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # no shell
    if done.returncode:
        words = " ".join(done.stderr.split()) or f"exit status {done.returncode}"
        raise BackupError(f"{program} failed: {words}")
