"""`python -m newsroom.web`: become the web server, with the options that the site needs."""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from newsroom import environment

BASE_DIR = Path(__file__).resolve().parents[2]
# Read by prometheus_client when it is imported, so it has to be set before.
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

# Seconds in which the head of a request must have come, and after which an idle connection is closed.
HEAD_SECONDS = 15
# Open connections per process. They cost little: a request needs a thread only after it was received completely.
MAX_CONNECTIONS = 4096
# Open files that are kept for anything but connections: database, search index, templates, uploads.
OTHER_FILES = 256
# How long a process may continue to answer after SIGTERM, in seconds.
STOP_SECONDS = 8


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m newsroom.web", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, help="processes; WEB_WORKERS if not given")
    given = parser.parse_args()
    try:
        settings = environment.read(BASE_DIR)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    folder = metrics_folder(settings.data_dir)
    if folder:
        os.environ[METRICS_FOLDER] = str(folder)
    command = server_command(given.host, given.port, given.workers or settings.web_workers, allow_open_files())
    os.execv(command[0], command)  # noqa: S606  # our own command, made of checked numbers


def metrics_folder(data_dir: Path, memory: Path = Path("/dev/shm")) -> Path | None:  # noqa: S108  # private, see below
    """A new, private folder for the counters that the processes of this server share; None if the system has no memory for
    it, and each process counts for itself.

    Not in DATA_DIR: the counters are written through mapped memory, and on a full disk that would end the process.
    """
    name = hashlib.blake2b(f"{data_dir} {os.getuid()}".encode(), digest_size=8).hexdigest()
    folder = memory / f"newsroom-metrics-{name}"
    shutil.rmtree(folder, ignore_errors=True)  # of an earlier start; what belongs to others stays, and mkdir fails
    try:
        folder.mkdir(mode=0o700)
    except OSError:
        return None
    return folder


def server_command(host: str, port: int, workers: int, max_files: int) -> list[str]:
    """HTTP/1 only: a proxy speaks nothing else to us, and HTTP/2 has no timeout for connections that stay silent."""
    connections = max(64, min(MAX_CONNECTIONS, max_files - OTHER_FILES))
    return [
        sys.executable, "-m", "granian", "--interface", "rsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--http", "1", "--http1-header-read-timeout", str(HEAD_SECONDS * 1000),
        "--backpressure", str(connections), "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "--workers-kill-timeout", str(STOP_SECONDS), "newsroom.rsgi:application",
    ]  # fmt: skip


def allow_open_files() -> int:
    """Raise the number of files that this process may open as far as the system lets it, and return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + OTHER_FILES
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return most
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


if __name__ == "__main__":
    main()
