from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from newsroom import process_tree
from newsroom.processes import Process, run_to_end

ROOT = Path(__file__).resolve().parents[2]
SUPERVISOR = """
import sys
from newsroom import processes
processes.STOP_WITHIN = 1.0
code, *paths = sys.argv[1:]
processes.run_together([processes.Process(path[-1], [sys.executable, "-c", code, path]) for path in paths])
"""
# Writes its id into its file, and sleeps.
SIMPLE = "import os,sys,time; open(sys.argv[1],'a').write(str(os.getpid()) + chr(10)); time.sleep(600)"
# Starts one process in its own group, one in a session of its own, and one that has a parent that ended; all of them are
# deaf to SIGTERM. Each notes its id, the leader first.
FAMILY = """
import os, signal, subprocess, sys, time
def note():
    with open(sys.argv[1], "a") as file:
        file.write(f"{os.getpid()}\\n")
def stay():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note()
    time.sleep(600)
    os._exit(0)
note()
if os.fork() == 0:
    stay()
if os.fork() == 0:
    os.setsid()
    stay()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        stay()
    os._exit(0)
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    code = "import os,sys,time; open(sys.argv[1],'a').write(str(os.getpid()) + chr(10)); time.sleep(600)"
    os.execv(sys.executable, [sys.executable, "-c", code, sys.argv[1]])
while len(open(sys.argv[1]).readlines()) % 5:
    time.sleep(0.05)
"""
POLITE = FAMILY + "time.sleep(600)\n"
STUBBORN = FAMILY + "signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(600)\n"
MEMBERS = 5
# Nothing here takes a second on an idle machine; a busy one may take its time.
PATIENCE = 90

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the site runs on Linux"),
    pytest.mark.timeout(900),  # several waits of up to PATIENCE, one after the other
]


@pytest.fixture
def supervise(tmp_path):
    """Start a supervisor with the children "a" and "b" that run this code; each notes its processes in its file.

    SIGHUP has its default effect, also where the tests themselves run under nohup, unless `sighup` says otherwise.
    """
    started = []

    def start(code, members, sighup=signal.SIG_DFL):
        files = [tmp_path / "a", tmp_path / "b"]
        command = [sys.executable, "-c", SUPERVISOR, code, *map(str, files)]
        ours = signal.signal(signal.SIGHUP, sighup)
        try:
            running = subprocess.Popen(command, cwd=ROOT)
        finally:
            signal.signal(signal.SIGHUP, ours)
        started.append((running, files))
        wait_for(lambda: all(len(pids(file)) == members for file in files))
        return running, files

    yield start
    for running, files in started:
        running.kill()
        running.wait()
        for pid in [pid for file in files for pid in pids(file)]:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)


def pids(file):
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid):
    """The command of a process; nothing if it has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def guards(running):
    return [pid for pid in children(running.pid) if b"process_tree" in command_of(pid)]


def wait_for(condition, what="it"):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen in time"
        time.sleep(0.05)


def nobody_lives(files):
    return not any(alive(pid) for file in files for pid in pids(file))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["ctrl-c", "sigterm", "sighup"])
@pytest.mark.parametrize(("code", "members"), [(SIMPLE, 1), (POLITE, MEMBERS), (STUBBORN, MEMBERS)],
                         ids=["alone", "with_descendants", "deaf_with_descendants"])  # fmt: skip
def test_stopping_the_site_stops_every_process_and_all_their_descendants(supervise, number, code, members):
    running, files = supervise(code, members)
    helpers = children(running.pid)
    running.send_signal(number)
    assert running.wait(PATIENCE) == 0
    assert nobody_lives(files)
    assert not any(map(alive, helpers))


def test_a_site_that_was_started_with_nohup_goes_on_when_its_terminal_is_closed(supervise):
    running, files = supervise(SIMPLE, 1, sighup=signal.SIG_IGN)
    running.send_signal(signal.SIGHUP)
    os.kill(pids(files[0])[0], signal.SIGKILL)
    wait_for(lambda: len(pids(files[0])) == 2, what="the next start of a process")
    assert running.poll() is None


def test_a_site_that_a_script_started_in_the_background_stops_too(tmp_path):
    files = [tmp_path / name for name in "ab"]
    command = f"{shlex.join([sys.executable, '-c', SUPERVISOR, SIMPLE, *map(str, files)])} & echo $!; wait"
    shell = subprocess.Popen(["sh", "-c", command], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pid = int(shell.stdout.readline())
    wait_for(lambda: all(map(pids, files)))
    os.kill(pid, signal.SIGINT)
    shell.wait(PATIENCE)
    shell.stdout.close()
    assert nobody_lives(files)


def test_a_process_that_is_killed_is_started_again_and_the_others_go_on(supervise):
    _running, (first, second) = supervise(SIMPLE, 1)
    os.kill(pids(first)[0], signal.SIGKILL)
    wait_for(lambda: len(pids(first)) == 2)
    assert alive(pids(first)[1])
    assert len(pids(second)) == 1


def test_what_a_killed_process_started_is_gone_before_it_is_started_again(supervise):
    _running, (first, second) = supervise(STUBBORN, MEMBERS)
    before = pids(first)
    os.kill(before[0], signal.SIGKILL)
    wait_for(lambda: len(pids(first)) > MEMBERS)
    assert not any(map(alive, before))
    wait_for(lambda: len(pids(first)) == 2 * MEMBERS)
    assert all(map(alive, pids(first)[MEMBERS:]))
    assert all(map(alive, pids(second)))


@pytest.mark.parametrize(("code", "members"), [(SIMPLE, 1), (STUBBORN, MEMBERS)], ids=["alone", "with_descendants"])
def test_killing_the_site_outright_leaves_no_process_behind(supervise, code, members):
    running, files = supervise(code, members)
    helpers = children(running.pid)
    running.kill()
    assert running.wait(PATIENCE) == -signal.SIGKILL
    wait_for(lambda: nobody_lives(files) and not any(map(alive, helpers)))


def test_the_guard_is_started_again_and_still_guards(supervise):
    running, files = supervise(STUBBORN, MEMBERS)
    (guard,) = guards(running)
    os.kill(guard, signal.SIGKILL)
    wait_for(lambda: guards(running) and guards(running) != [guard])
    assert all(alive(pid) for file in files for pid in pids(file))
    running.kill()
    wait_for(lambda: nobody_lives(files))


def test_other_processes_with_another_mark_are_left_alone():
    bystander = subprocess.Popen(["sleep", "600"], env={**os.environ, process_tree.MARK: "another"})
    try:
        wait_for(lambda: bystander.pid in process_tree.members({"another"}))
        assert process_tree.kill_members({"other", "anothe", "another2"}) == []
        assert bystander.poll() is None
        assert process_tree.kill_members({"another"}) == []
        assert bystander.wait(PATIENCE) == -signal.SIGKILL
    finally:
        bystander.kill()


def test_a_process_that_runs_to_its_end_gives_its_status_and_leaves_nothing_behind(tmp_path):
    file = tmp_path / "a"
    code = FAMILY + "sys.exit(3)\n"
    assert run_to_end(Process("a", [sys.executable, "-c", code, str(file)])) == 3
    assert len(pids(file)) == MEMBERS
    assert nobody_lives([file])


WEB = """
import sys
from newsroom import processes
web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", sys.argv[1], "--workers", "2",
       "--no-ws", "--log-level", "warning", "--respawn-failed-workers", "wsgiref.simple_server:demo_app"]
processes.run_together([processes.Process("web", web)])
"""


@pytest.fixture
def web():
    """The real web server under the supervisor: the supervisor, and the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen([sys.executable, "-c", WEB, str(port)], cwd=ROOT)
    try:
        wait_for(lambda: answers(port), "the first answer")
        yield running, port
    finally:
        if running.poll() is None:
            running.terminate()
            running.wait(PATIENCE)


def answers(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE).status == 200
    except OSError:
        return False


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def web_family(running):
    """The master of the web server, and its workers."""
    master = next(pid for pid in children(running.pid) if b"granian" in command_of(pid))
    wait_for(lambda: len(children(master)) >= 2)
    return master, children(master)


def test_the_web_workers_of_a_killed_master_do_not_go_on_answering(web):
    running, port = web
    master, workers = web_family(running)
    os.kill(master, signal.SIGKILL)
    wait_for(lambda: not any(map(alive, workers)), "the end of the old workers")
    wait_for(lambda: answers(port), "an answer of the new ones")
    assert web_family(running)[0] != master


def test_a_killed_web_worker_is_replaced(web):
    running, port = web
    master, workers = web_family(running)
    os.kill(workers[0], signal.SIGKILL)
    wait_for(lambda: not alive(workers[0]) and len([pid for pid in web_workers(running) if alive(pid)]) >= 2)
    wait_for(lambda: answers(port), "an answer")
    new_master, new_workers = web_family(running)
    assert new_master == master
    assert workers[0] not in new_workers
    assert set(new_workers) - set(workers)


def web_workers(running):
    masters = [pid for pid in children(running.pid) if b"granian" in command_of(pid)]
    try:
        return children(masters[0]) if masters else []
    except OSError:
        return []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed_outright"])
def test_nothing_listens_on_the_port_of_a_site_that_is_gone(web, number):
    running, port = web
    master, workers = web_family(running)
    running.send_signal(number)
    running.wait(PATIENCE)
    wait_for(lambda: not any(map(alive, [master, *workers])) and not is_open(port))
    assert not answers(port)
