"""The servers that `make bench` compares: the site, a bare Django view, and a server of static files."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
_NGINX = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{ access_log off; sendfile on; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
server {{ listen 127.0.0.1:{port}; root {root}; }} }}
"""


@contextmanager
def running(command: list[str], env: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is stopped at the end of the block, also after an exception."""
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def site(port: int) -> list[str]:
    """The site as `make run` serves it, with one process."""
    return [sys.executable, "-m", "newsroom.web", "--port", str(port), "--workers", "1"]


def bare(port: int) -> list[str]:
    """The yardstick on the fastest interface that the server has for Django."""
    return [*_granian(port), "benchmarks.bare:application"]


def indexer() -> list[str]:
    return [sys.executable, "manage.py", "run_indexer"]


def worker() -> list[str]:
    return [sys.executable, "manage.py", "run_worker"]


def wagtail(port: int, python: str) -> list[str]:
    """A Wagtail site on the same server, with the interpreter of the environment that has Wagtail."""
    return [*_granian(port, python), "benchmarks.wagtail_site.wsgi:application"]


def static_files(port: int, root: Path) -> tuple[str, list[str]]:
    """A server of what is in `static` of this folder, and its name: nginx where it is installed, else granian's own."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        mount = ["--static-path-route", "/static", "--static-path-mount", str(root / "static")]
        return "granian, static file", [*_granian(port), *mount, "benchmarks.bare:application"]
    folder = Path(tempfile.mkdtemp(prefix="bench-nginx-"))
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port, root=root))
    return "nginx, static file", [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _granian(port: int, python: str = sys.executable) -> list[str]:
    return [
        python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, seconds: float = 60) -> None:
    """Until the server answers anything."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=20):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
