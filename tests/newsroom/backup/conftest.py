"""Sites of their own, in a database that only they use, on the engine of this test run.

What is done in a site is done in a forked process whose settings are those of the site: that costs nothing, where a
new process would load Django each time.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, connections

from articles.models import Snapshot
from tests.builders import a_person, an_article, mention

if TYPE_CHECKING:
    from pathlib import Path

IS_POSTGRES = connection.vendor == "postgresql"


@dataclass
class Site:
    """A data folder and the settings of a database."""

    data: Path
    name: str
    url: str
    blocker: Any

    def run(self, work, *arguments):
        """What `work(*arguments)` returns, called in a process that is in this site; it must be JSON."""
        with self.started(work, *arguments) as (_pid, answers):
            answer = json.loads(answers.read())
        assert "failed" not in answer, answer["failed"]
        return answer["returned"]

    @contextmanager
    def started(self, work, *arguments):
        """The process id, and a file from which its answer can be read. It is killed at the end."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            self._work(writing, work, arguments)
        os.close(writing)
        try:
            with os.fdopen(reading) as answers:
                yield pid, answers
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _work(self, writing, work, arguments):
        try:
            self._enter()
            answer = {"returned": work(*arguments)}
        except BaseException:  # noqa: BLE001  # handed to the test, which shows it
            answer = {"failed": traceback.format_exc()}
        with os.fdopen(writing, "w") as answers:
            answers.write(json.dumps(answer))
        os._exit(0)

    def _enter(self):
        """Only in a forked process: from here on, everything is that of this site."""
        self.blocker.unblock()
        for name in ("SECRET_KEY", "TEST_DATA_DIR", "EDITOR_PASSWORD"):
            os.environ.pop(name, None)
        os.environ |= {
            "DATA_DIR": str(self.data), "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }  # fmt: skip
        settings.DATA_DIR = self.data
        settings.MEDIA_ROOT = self.data / "media"
        settings.SEARCH_INDEX_DIR = self.data / "index"
        connections["default"].connection = None  # the test's own, which it still needs: forgotten, not closed
        connections.databases["default"]["NAME"] = self.name
        connections["default"] = connections.create_connection("default")


class Sites:
    """Makes sites; each is a copy of one that was migrated and filled once."""

    def __init__(self, folder, blocker):
        self.folder = folder
        self.blocker = blocker
        self.numbers = itertools.count()
        self.databases = []
        self.filled = self.empty()
        self.filled.run(fill)

    def empty(self, template="template0"):
        number = next(self.numbers)
        data = self.folder / str(number)
        data.mkdir()
        (data / "secret_key").write_text(f"the secret key of site {number}")
        if not IS_POSTGRES:
            file = data / "newsroom.sqlite3"
            return Site(data, str(file), f"sqlite:///{file}", self.blocker)
        name = f"site_{os.getpid()}_{number}"
        on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self.databases.append(name)
        url = re.sub(r"(//[^/]*)/[^?]*", rf"\1/{name}", os.environ["DATABASE_URL"])
        return Site(data, name, url, self.blocker)

    def copy(self):
        site = self.empty(self.databases[0]) if IS_POSTGRES else self.empty()
        for file in self.filled.data.iterdir():
            shutil.copy(file, site.data)
        return site


def on_server(statement):
    server = psycopg2.connect(os.environ["DATABASE_URL"])
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(statement)
    server.close()


def fill():
    call_command("migrate", verbosity=0)
    User.objects.create_user("editor", password="correct horse")
    person = a_person("Ash Carter", "Ash\u0308 \u2019Carter")
    for number in range(3):
        mention(an_article(f"Story {number}", "Ash Carter saw it. \U0001f6a2"), person)
    an_article("Draft", status="draft")
    Snapshot.objects.create(sha256="0" * 64, compressed=bytes(range(256)), size=256)
    connection.close()


def content():
    """Rows and a checksum of every table, whatever order the rows are stored in."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # our own tables
            rows = [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
            found[table] = [len(rows), hashlib.sha256("".join(sorted(map(repr, rows))).encode()).hexdigest()]
    return found


def do(*arguments):
    """The sentence that a command refuses with, "" when it works; and what it printed."""
    printed = io.StringIO()
    try:
        call_command(*map(str, arguments), stdout=printed)
    except CommandError as error:
        return str(error), printed.getvalue()
    return "", printed.getvalue()


@pytest.fixture(scope="session")
def sites(tmp_path_factory, django_db_blocker):
    if IS_POSTGRES and not can_dump():
        pytest.skip("pg_dump of the version of the server, or a newer one, is not on PATH")
    made = Sites(tmp_path_factory.mktemp("sites"), django_db_blocker)
    yield made
    for name in made.databases:
        on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def can_dump():
    try:
        said = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
    except OSError:
        return False
    server = psycopg2.connect(os.environ["DATABASE_URL"])
    version = server.server_version // 10_000
    server.close()
    return int(re.search(r"\) (\d+)", said)[1]) >= version


@pytest.fixture
def site(sites):
    """A site with four stories, a person, an account and the bytes of an import."""
    return sites.copy()


@pytest.fixture
def other(sites):
    """A folder and a database in which nothing was ever made."""
    return sites.empty()


@pytest.fixture(scope="session")
def backup(sites, tmp_path_factory):
    """A sound backup of the filled site."""
    file = tmp_path_factory.mktemp("backups") / "backup.zip"
    assert sites.filled.run(do, "backup", file)[0] == ""
    return file


@pytest.fixture(scope="session")
def before(sites):
    """What the tables of the filled site hold."""
    return sites.filled.run(content)
