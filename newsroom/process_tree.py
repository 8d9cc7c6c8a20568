"""Find and terminate all descendants of a marked process, including those that left its process group.

A process started with `MARK` in its environment passes it to all its descendants, even if they are reparented or change
group or session. Linux shows the environment of our own processes in /proc.

Run as a program, this file is the guard of a site: it waits until its standard input closes, which happens however the
process at the other end dies, and then ends every process that carries one of the marks it was given as arguments. It
imports nothing but the standard library, so that it stays small.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

MARK = "NEWSROOM_PROCESS"
# How long the descendants of a killed supervisor may take to exit, in seconds.
GRACE = 2.0
# How long to wait for a process after SIGKILL, in seconds: it may hang in the kernel.
MAX_KILL_WAIT = 5.0
_LOOK_EVERY = 0.02
_PROC = Path("/proc")


def members(marks: set[str]) -> list[int]:
    """The ids of all other running processes with one of these marks; empty without /proc."""
    wanted = {f"{MARK}={mark}".encode() for mark in marks}
    found = []
    for folder in _PROC.glob("[0-9]*"):
        try:
            entries = (folder / "environ").read_bytes().split(b"\0")  # empty for a terminated process
        except OSError:  # terminated meanwhile, or owned by another user
            continue
        if wanted.intersection(entries) and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def kill_members(marks: set[str]) -> list[int]:
    """Kill all members, including new ones. Returns the ids of those that survive MAX_KILL_WAIT."""
    deadline = time.monotonic() + MAX_KILL_WAIT
    while found := members(marks):
        signal_all(found, signal.SIGKILL)  # at least once, even if finding them took longer than the wait
        time.sleep(_LOOK_EVERY)
        if time.monotonic() > deadline:
            return members(marks)
    return found


def signal_all(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def is_leader(pid: int) -> bool:
    """Whether it is the leader of its process group; False if it has ended."""
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return False


def guard(marks: set[str]) -> None:
    """Wait for the end of standard input, then send all members SIGTERM, and SIGKILL after GRACE."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    # Only the leaders, as in a regular stop: a web server would restart its workers.
    signal_all([pid for pid in members(marks) if is_leader(pid)], signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while members(marks) and time.monotonic() < deadline:
        time.sleep(_LOOK_EVERY)
    kill_members(marks)


if __name__ == "__main__":
    guard(set(sys.argv[1:]))
