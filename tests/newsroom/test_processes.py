from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUPERVISOR = """
import sys
from newsroom.processes import Process, run_together
note = "import os,sys,time; open(sys.argv[1],'a').write(str(os.getpid()) + chr(10)); time.sleep(60)"
run_together([Process(name, [sys.executable, "-c", note, path]) for name, path in zip("ab", sys.argv[1:])])
"""


@pytest.fixture
def supervised(tmp_path):
    """A supervisor with two children, each of which writes its process id into a file of its own."""
    files = [tmp_path / "a", tmp_path / "b"]
    running = subprocess.Popen([sys.executable, "-c", SUPERVISOR, *map(str, files)], cwd=ROOT, stderr=subprocess.PIPE)
    wait_for(lambda: all(pids(file) for file in files))
    yield running, files
    running.kill()
    running.wait()
    running.stderr.close()


def pids(file):
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if sys.platform == "linux" else True


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_stopping_the_site_stops_every_process(supervised, number):
    running, files = supervised
    running.send_signal(number)
    assert running.wait(15) == 0
    assert not any(alive(pid) for file in files for pid in pids(file))


def test_a_site_that_a_script_started_in_the_background_stops_too(tmp_path):
    files = [str(tmp_path / name) for name in "ab"]
    command = f"{shlex.join([sys.executable, '-c', SUPERVISOR, *files])} & echo $!; wait"
    shell = subprocess.Popen(["sh", "-c", command], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pid = int(shell.stdout.readline())
    wait_for(lambda: pids(tmp_path / "a") and pids(tmp_path / "b"))
    os.kill(pid, signal.SIGINT)
    shell.wait(15)
    shell.stdout.close()
    assert not any(alive(child) for name in "ab" for child in pids(tmp_path / name))


def test_a_process_that_is_killed_is_started_again_and_the_others_go_on(supervised):
    _running, (first, second) = supervised
    os.kill(pids(first)[0], signal.SIGKILL)
    wait_for(lambda: len(pids(first)) == 2)
    assert alive(pids(first)[1])
    assert len(pids(second)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_killing_the_site_outright_leaves_no_process_behind(supervised):
    running, files = supervised
    running.kill()
    wait_for(lambda: not any(alive(pid) for file in files for pid in pids(file)))
    assert running.wait(5) == -signal.SIGKILL
