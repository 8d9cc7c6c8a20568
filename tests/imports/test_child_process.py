"""A call in a child process gives what the function gives, and is stopped at its limits whatever it does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from articles.imports.child_process import (
    CallFailedError,
    CancelledError,
    ChildDiedError,
    ChildProcess,
    Limits,
    MemoryLimitError,
    TimeLimitError,
)

ROOT = Path(__file__).resolve().parents[2]
# Nothing here waits so long on purpose: it is what a machine with 2 cores and much to do may take.
ENOUGH = Limits(seconds=120, cpu_seconds=60, megabytes=256)


@pytest.fixture(scope="module")
def child():
    one = ChildProcess(prepare="tests.calls.load_nothing")
    yield one
    one.close()


def run(child, call, *args, limits=ENOUGH, **how):
    return child.run(f"tests.calls.{call}", *args, limits=limits, **how)


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_call_gives_what_the_function_gives(child):
    assert run(child, "add", 2, 3) == 5


def test_a_long_answer_comes_in_full(child):
    assert run(child, "long_answer", 300_000) == "é" * 300_000


def test_a_long_argument_comes_in_full(child):
    with pytest.raises(CallFailedError, match="TypeError"):
        run(child, "add", "x" * 300_000, 1)


def test_calls_one_after_another_run_in_one_process(child):
    first, second = run(child, "count_calls"), run(child, "count_calls")
    assert second == [first[0] + 1, first[1]]
    assert first[1] != os.getpid()


def test_an_exception_is_told_and_the_process_goes_on(child):
    pid = run(child, "own_pid")
    with pytest.raises(CallFailedError, match="LookupError: nothing here"):
        run(child, "fail")
    assert run(child, "own_pid") == pid


def test_a_call_that_sleeps_is_stopped_when_its_time_is_over(child):
    with pytest.raises(TimeLimitError, match=r"took longer than 0\.2 seconds, so it was stopped\."):
        run(child, "sleep", 600, limits=Limits(0.2, 60, 256))
    assert run(child, "add", 1, 1) == 2


def test_a_call_that_loops_is_stopped_when_its_processor_time_is_over(child):
    with pytest.raises(TimeLimitError, match=r"needed more than 1 seconds of processor time"):
        run(child, "loop", limits=Limits(200, 1, 256))
    assert run(child, "add", 1, 1) == 2


def test_processor_time_counts_anew_for_each_call(child):
    for _ in range(3):
        assert run(child, "add", 1, 1, limits=Limits(120, 1, 256)) == 2


def test_a_call_that_takes_memory_is_stopped(child):
    with pytest.raises(MemoryLimitError, match=r"needed more than 64 megabytes of memory"):
        run(child, "take_memory", 200, limits=Limits(120, 60, 64))
    assert run(child, "take_memory", 32, limits=Limits(120, 60, 64)) == 32 * 1024 * 1024


def test_a_call_that_is_no_longer_wanted_is_stopped(child):
    asked = []
    with pytest.raises(CancelledError):
        run(child, "sleep", 600, keep_on=lambda: bool(asked.append(1)), every=0.05)
    assert asked == [1]
    assert run(child, "add", 1, 1) == 2


def test_the_caller_is_asked_again_and_again_while_a_call_runs(child):
    asked = []
    run(child, "sleep", 0.5, keep_on=lambda: not asked.append(1), every=0.05)
    assert len(asked) >= 2


def test_a_crash_is_told_and_the_next_call_runs(child):
    with pytest.raises(ChildDiedError, match="SIGSEGV"):
        run(child, "crash")
    assert run(child, "add", 1, 1) == 2


def test_an_idle_child_that_is_killed_is_replaced(child):
    os.kill(run(child, "own_pid"), signal.SIGKILL)
    assert run(child, "add", 1, 1) == 2


def test_a_fork_server_that_is_killed_is_replaced(child):
    pid = run(child, "own_pid")
    child._server.kill()
    child._server.wait()
    assert run(child, "own_pid") != pid


def test_what_interrupts_the_caller_ends_the_call(child):
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(child, "sleep", 600, keep_on=interrupt, every=0.05)
    assert run(child, "add", 1, 1) == 2


def test_a_preparation_that_fails_is_told():
    with pytest.raises(ChildDiedError, match="could not be started"):
        run(ChildProcess(prepare="tests.calls.there_is_no_such_thing"), "add", 1, 1)


CALLER = """
from articles.imports.child_process import ChildProcess, Limits
child = ChildProcess(prepare="tests.calls.load_nothing")
child.run("tests.calls.sleep", 600, {note!r}, limits=Limits(600, 600, 256))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_when_the_caller_is_killed_nothing_of_it_is_left(tmp_path):
    note = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", CALLER.format(note=str(note))], cwd=ROOT) as caller:
        wait_until(lambda: note.exists() and note.read_text())
        pid = int(note.read_text())
        server = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        assert is_alive(pid)
        caller.kill()
    wait_until(lambda: not is_alive(pid) and not is_alive(server))
