"""Supervise several processes: start them together, restart any that dies, stop all of them together.

Each process leads its own session and process group. However it ends, nothing that it started survives: the rest of its
group is killed, and so are descendants that left the group (`process_tree`). If this supervisor itself is killed, a guard
process does the same for all of them.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsroom import process_tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

# How long a process may take to stop before it is killed, in seconds.
STOP_WITHIN = 10.0
# Restart delay, doubled after each early death, up to the maximum.
FIRST_PAUSE, MAX_PAUSE = 0.5, 30.0
# A process that ran this long has not died early, in seconds.
GROWN_UP = 30.0
_LOOK_EVERY = 0.2


@dataclass
class Process:
    name: str
    command: list[str]
    popen: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    start_at: float = field(default=0.0)
    mark: str = field(default_factory=lambda: secrets.token_hex(16))
    # Standard input is a pipe without a writer: it closes when this supervisor dies.
    is_guard: bool = False

    def start(self) -> None:
        self.started = time.monotonic()
        # Its own session: only the supervisor gets Ctrl-C, and stops the others in order. The guard has no mark, so that it
        # does not kill itself.
        self.popen = subprocess.Popen(  # noqa: S603  # the command is ours
            self.command,
            start_new_session=True,
            stdin=subprocess.PIPE if self.is_guard else None,
            env=None if self.is_guard else {**os.environ, process_tree.MARK: self.mark},
        )

    def tend(self) -> None:
        """Restart the process if it is not running and its delay is over; record its death."""
        now = time.monotonic()
        if self.popen is None:
            if now >= self.start_at:
                self.start()
            return
        if not self.has_ended():
            return
        code = self.clear_up()
        self.pause = FIRST_PAUSE if now - self.started > GROWN_UP else min(self.pause * 2, MAX_PAUSE)
        self.start_at = now + self.pause
        sys.stderr.write(f"The {self.name} process ended ({_why(code)}); restarting it in {self.pause:g} s.\n")

    def has_ended(self) -> bool:
        """Whether it has exited. It is not reaped until `clear_up`, so that its id cannot be reused."""
        if self.popen is None or self.popen.returncode is not None:
            return True
        return os.waitid(os.P_PID, self.popen.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def terminate(self) -> None:
        """Send SIGTERM; the process has STOP_WITHIN to stop its own children."""
        if self.popen and not self.has_ended():
            self.popen.terminate()

    def clear_up(self) -> int:
        """Kill the process, its group and all descendants. Returns the exit status as in Popen."""
        popen = self.popen
        if popen is None:
            return 0
        if popen.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # the group is empty
                os.killpg(popen.pid, signal.SIGKILL)
        stuck = process_tree.kill_members({self.mark})
        if stuck:
            sys.stderr.write(f"Processes of {self.name} cannot be killed: {', '.join(map(str, stuck))}.\n")
        if popen.stdin:
            popen.stdin.close()
        self.popen = None
        return popen.wait()


def run_together(processes: Sequence[Process]) -> None:
    """Run until SIGINT, SIGTERM or SIGHUP; then stop every process before returning."""
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # also if a shell started us in the background with SIGINT ignored
        signal.signal(number, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup stays in force
        signal.signal(signal.SIGHUP, stop)
    guard = _guard_of(processes)
    try:
        while not stopping:
            for process in (guard, *processes):
                process.tend()
            time.sleep(_LOOK_EVERY)
    finally:
        _stop_all(processes)
        guard.clear_up()


def run_to_end(process: Process) -> int:
    """Run one process until it ends, and return its exit status. No descendant outlives this call or this process."""
    guard = _guard_of([process])
    try:
        guard.start()
        process.start()
        while not process.has_ended():
            time.sleep(_LOOK_EVERY)
        return process.clear_up()
    finally:
        _stop_all([process])
        guard.clear_up()


def _guard_of(processes: Sequence[Process]) -> Process:
    marks = [process.mark for process in processes]
    return Process("guard", [sys.executable, "-I", "-S", process_tree.__file__, *marks], is_guard=True)


def _stop_all(processes: Sequence[Process]) -> None:
    """Send all SIGTERM, wait for them together, then kill the rest."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    while time.monotonic() < deadline and not all(process.has_ended() for process in processes):
        time.sleep(_LOOK_EVERY / 4)
    for process in processes:
        process.clear_up()


def _why(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
