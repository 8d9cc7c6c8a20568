"""The process that runs as long as the site: small, and with the lock of the program that it replaced."""

from __future__ import annotations

import http.server
import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from newsroom import supervisor
from newsroom.site_lock import InUseError, the_only_site

ROOT = Path(__file__).resolve().parents[2]
PLAN = supervisor.Plan(commands={}, port=1, host="localhost", site_name="A site")
MAX_MEGABYTES = 60
# Takes the lock of a folder, fills its memory as preparing a site does, and becomes the supervisor of a process that
# notes that it runs.
RUN = """
import pathlib, sys
from newsroom import site_lock, supervisor
folder = pathlib.Path(sys.argv[1])
filled = bytearray(200 * 1024 * 1024)
with site_lock.the_only_site(folder) as lock:
    command = [sys.executable, "-c", "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)", sys.argv[2]]
    supervisor.become(supervisor.Plan({"sleeper": command}, None, "localhost", "A site"), [lock])
"""
PATIENCE = 90


class Answer(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_HEAD(self):
        self.server.asked.set()
        self.server.ready.wait()
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def server():
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    running.asked, running.ready = threading.Event(), threading.Event()
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield running
    running.ready.set()
    running.shutdown()
    running.server_close()


def test_the_url_is_printed_only_once_the_site_responds(server, monkeypatch):
    said = io.StringIO()
    monkeypatch.setattr("sys.stdout", said)
    thread = threading.Thread(target=supervisor.announce, args=(PLAN, server.server_port))
    thread.start()
    assert server.asked.wait(60)  # the port is open, and nothing has answered
    assert said.getvalue() == ""
    server.ready.set()
    thread.join(60)
    assert f"is on http://127.0.0.1:{server.server_port}" in said.getvalue()


def test_an_answer_of_any_status_is_an_answer(server, monkeypatch):
    server.ready.set()
    monkeypatch.setattr(Answer, "status", 400)
    assert supervisor.answers(server.server_port, "localhost")


def test_a_closed_port_does_not_answer(server):
    port = server.server_port
    server.ready.set()
    server.shutdown()
    server.server_close()
    assert not supervisor.answers(port, "localhost")


@pytest.fixture
def running(tmp_path):
    note = tmp_path / "runs"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path), str(note)], env=environment, cwd="/") as process:
        deadline = time.monotonic() + PATIENCE
        while not note.exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield process
        process.terminate()
        assert process.wait(PATIENCE) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory another process has")
def test_the_supervisor_is_small_whatever_was_needed_to_prepare_the_site(running):
    lines = Path(f"/proc/{running.pid}/status").read_text().splitlines()
    megabytes = next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS:"))
    assert megabytes < MAX_MEGABYTES


def test_the_supervisor_keeps_the_lock_of_the_site_and_its_processes_do_not(running, tmp_path):
    with pytest.raises(InUseError), the_only_site(tmp_path):
        pass
    running.kill()
    running.wait()
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with the_only_site(tmp_path):
                break
        except InUseError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    running.returncode = 0
