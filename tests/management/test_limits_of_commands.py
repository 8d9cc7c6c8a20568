"""read_story and find_facts read each story in a child process: one beyond its limits is reported, and the next is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from articles.imports.child_process import CallFailedError, ChildDiedError, MemoryLimitError
from articles.management import limits

ROOT = Path(__file__).resolve().parents[2]
PAGE = b"<html><head><title>Bridge opens</title></head><body><article><p>The bridge opened on Thursday.</p></article></body></html>"


@pytest.mark.timeout(900)
def test_a_file_beyond_the_limits_is_reported_and_the_next_one_is_read(tmp_path):
    for name, content in (("loop.txt", b"LOOP"), ("crash.txt", b"CRASH"), ("page.html", PAGE)):
        (tmp_path / name).write_bytes(content)
    lines = [{"id": name, "file": name} for name in ("loop.txt", "crash.txt", "gone.txt", "page.html")]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.hostile_settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DATA_DIR": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT),
        "IMPORT_CPU_LIMIT": "3",
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "read_story", "--jsonl"],
        env=environment, cwd=tmp_path, input="\n".join(map(json.dumps, lines)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loop, crash, gone, page = map(json.loads, done.stdout.splitlines())
    assert loop["problems"] == ["Reading this needed more than 3 seconds of processor time, so it was stopped."]
    assert crash["problems"] == ["The process that read this died: it was ended by SIGSEGV."]
    assert "gone.txt cannot be opened" in gone["problems"][0]
    assert (page["id"], page["headline"], page["problems"]) == ("page.html", "Bridge opens", [])


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryLimitError("needed more than 512 megabytes of memory, so it was stopped."),
         "Reading this needed more than 512 megabytes of memory, so it was stopped."),
        (ChildDiedError("it was ended by SIGKILL"), "The process that read this died: it was ended by SIGKILL."),
        (CallFailedError("KeyError: 'a'"), "This could not be read because of a fault in the reader (KeyError)."),
    ],
)  # fmt: skip
def test_why_there_is_no_result_is_a_sentence(monkeypatch, error, sentence):
    monkeypatch.setattr(limits.run_limited, "run", lambda *_args, **_how: (_ for _ in ()).throw(error))
    with pytest.raises(limits.NoResultError) as raised:
        limits.limited(print)
    assert str(raised.value) == sentence
