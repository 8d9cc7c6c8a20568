"""A real worker, with its child process and a database of its own: no import keeps it from the next one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.desk.stories import TEXT

ROOT = Path(__file__).resolve().parents[2]
# Generous: each process loads the application, two the language model, on two busy cores.
pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]
PRELUDE = """
import django
django.setup()
from articles.imports import item_actions, receive
from articles.models import ImportItem
from articles.vocabulary import SourceType
"""


def environment(folder):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.hostile_settings",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "DATA_DIR": str(folder),
        "PYTHONPATH": str(ROOT),
        "IMPORT_TIME_LIMIT": "240",
        "IMPORT_CPU_LIMIT": "5",
        "IMPORT_MEMORY_LIMIT": "512",
    }


def python(folder, code):
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code],
        env=environment(folder), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def receive(folder, *texts):
    code = "for text in {!r}: receive.receive_source(source_type=SourceType.TEXT, content=text.encode(), user=None)\n"
    python(folder, code.format(texts))


def items(folder):
    with sqlite3.connect(folder / "db.sqlite3") as database:
        return database.execute("SELECT status, error, attempts FROM articles_importitem ORDER BY id").fetchall()


def worker(folder, *options):
    return subprocess.Popen([sys.executable, "manage.py", "run_worker", *options], env=environment(folder), cwd=ROOT)


@pytest.fixture
def folder(tmp_path, migrated_file):
    shutil.copy(migrated_file, tmp_path)
    return tmp_path


def test_after_every_kind_of_bad_import_the_honest_one_is_read(folder):
    receive(folder, "LOOP", "CRASH", "MEMORY", TEXT)
    assert worker(folder, "--batch").wait() == 0
    loop, crash, memory, honest = items(folder)
    assert loop == ("failed", "Reading this needed more than 5 seconds of processor time, so it was stopped.", 0)
    assert crash == ("failed", "Reading this stopped the worker 3 times, so it is not tried again.", 3)
    assert memory == ("failed", "Reading this needed more than 512 megabytes of memory, so it was stopped.", 0)
    assert honest == ("read", "", 0)


def test_discarding_what_is_being_read_ends_the_reading(folder):
    receive(folder, "WAIT", TEXT)  # which stands first in the queue
    with worker(folder) as running:
        try:
            wait_for(lambda: "reading" in [status for status, *_ in items(folder)])
            python(folder, "item_actions.discard(ImportItem.objects.get(status='reading'), user=None)")
            # The first would wait for ten minutes: the other is read because the first is ended.
            wait_for(lambda: "read" in [status for status, *_ in items(folder)])
        finally:
            running.terminate()
    assert sorted(items(folder)) == [("discarded", "Reading this was cancelled.", 0), ("read", "", 0)]


def wait_for(condition):
    deadline = time.monotonic() + 400
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
