"""A whole site as `make run` starts it, with a data folder of its own, and clients that use it as editors and readers do.

Everything is on this machine: the site listens on 127.0.0.1.
"""

from __future__ import annotations

import html
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg2
import urllib3

from benchmarks.load import family
from benchmarks.servers import ROOT, free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

PASSWORD = "a long enough password"  # noqa: S105  # of a site that lives for minutes
# Loading the reference data of a new site takes a minute or two.
_START_SECONDS = 900.0
_STOP_SECONDS = 60.0
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_EDITORS = """
import django
django.setup()
from django.contrib.auth.models import User
for name in {names!r}:
    User.objects.filter(username=name).exists() or User.objects.create_superuser(name, password={password!r})
"""


@dataclass
class LiveSite:
    """`database_url` is that of PostgreSQL, or empty for an SQLite database in the folder. `command` starts the site."""

    folder: Path
    database_url: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    command: Sequence[str] = ("manage.py", "run_site", "--no-sample")
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        database = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return {
            **kept, **database, "DJANGO_SETTINGS_MODULE": "newsroom.settings", "DATA_DIR": str(self.folder),
            "PORT": str(self.port), "EDITOR_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT), **self.settings,
        }  # fmt: skip

    @property
    def log(self) -> Path:
        return self.folder / "site.log"

    def prepare(self, editors: Sequence[str] = ()) -> None:
        """Database, reference data, static files and accounts, without the sample coverage."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.manage("run_site", "--no-sample", "--prepare-only")
        self.add_editors(editors)

    def add_editors(self, editors: Sequence[str]) -> None:
        self.python(_EDITORS.format(names=list(editors), password=PASSWORD))

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)

    def program(self, module: str, *arguments: str) -> None:
        subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=self.environment, check=True)

    def python(self, code: str) -> str:
        """What a program prints that runs with the settings of the site."""
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def start(self) -> None:
        """Start it in the background, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        wait_until(self.answers, _START_SECONDS, "the first answer of the site")

    def answers(self) -> bool:
        try:
            return Client(self).get("/robots.txt").status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def members(self) -> list[int]:
        """The supervisor and every process below it."""
        assert self.process is not None  # noqa: S101  # for the type checker
        try:
            return family(self.process.pid)
        except OSError:  # one of them ended meanwhile
            return self.members() if self.process.poll() is None else []

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        if self.database_url:
            with closing(psycopg2.connect(self.database_url)) as database, database.cursor() as cursor:
                cursor.execute(query)
                return list(cursor.fetchall())
        with closing(sqlite3.connect(f"file:{self.folder}/newsroom.sqlite3?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()


@contextmanager
def running(site: LiveSite) -> Iterator[LiveSite]:
    site.start()
    try:
        yield site
    finally:
        site.stop()


class Client:
    """A browser of one person: keeps cookies, fills in the hidden fields of forms."""

    def __init__(self, site: LiveSite, timeout: float = 120.0) -> None:
        self._base = f"http://127.0.0.1:{site.port}"
        self._pool = urllib3.PoolManager(maxsize=1, retries=False, timeout=timeout)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> urllib3.BaseHTTPResponse:
        return self._send("GET", path)

    def log_in(self, name: str) -> None:
        self.get("/admin/login/")
        answer = self.post("/admin/login/", {"username": name, "password": PASSWORD})
        if answer.status != 302:
            raise ValueError(f"{name} could not log in: {answer.status}.")

    def post(self, path: str, fields: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        return self._send("POST", path, fields={**fields, "csrfmiddlewaretoken": self._token}, encode_multipart=False)

    def upload(self, files: Mapping[str, bytes]) -> urllib3.BaseHTTPResponse:
        """Send files through the import page, all in one form."""
        fields: list[tuple[str, Any]] = [("csrfmiddlewaretoken", self._token), ("source_type", "file")]
        fields += [("source_file-file", (name, content)) for name, content in files.items()]
        return self._send("POST", "/admin/articles/importitem/add/", fields=fields)

    def hidden_fields(self, path: str) -> dict[str, str]:
        """The hidden fields of a page, the last of each name."""
        page = self.get(path).data.decode()
        return {name: html.unescape(value) for name, value in _FIELD.findall(page)}

    @property
    def _token(self) -> str:
        return next((value for name, value in self._cookies.items() if name.endswith("csrftoken")), "")

    def _send(self, method: str, path: str, **how: Any) -> urllib3.BaseHTTPResponse:
        headers = {"Referer": self._base + path}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = self._pool.request(method, self._base + path, headers=headers, redirect=False, **how)
        for cookie in answer.headers.getlist("Set-Cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer


def wait_until(condition: Callable[[], bool], seconds: float, what: str, every: float = 0.25) -> float:
    """Wait, and return how long it took in seconds. Raises TimeoutError."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"{what} did not come within {seconds:g} s.")
        time.sleep(every)
    return time.monotonic() - began


def memory_of(pids: Sequence[int]) -> dict[str, int]:
    """Bytes of memory of each of these processes, by its id and command line; what they share counts once."""
    found = {}
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it ended meanwhile
            continue
        found[f"{pid} {command.strip()}"] = sum(
            int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")
        )
    return found
