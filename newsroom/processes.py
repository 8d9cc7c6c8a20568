"""Run several processes as one: start them together, start one again that dies, stop all of them together."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

# How long a process may take to stop before it is killed, in seconds.
STOP_WITHIN = 10.0
# A process that dies is started again after this pause, doubled each time it dies young, up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A process that lived this long is not dying young, in seconds.
GROWN_UP = 30.0
_LOOK_EVERY = 0.2
_PR_SET_PDEATHSIG = 1


@dataclass
class Process:
    name: str
    command: list[str]
    popen: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    start_at: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches us alone, and we stop the others in order.
        self.popen = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509, S603  # no threads run here, and the command is ours

    def tend(self) -> None:
        """Start the process if it is not running and its pause is over; note when it died."""
        now = time.monotonic()
        if self.popen is None:
            if now >= self.start_at:
                self.start()
            return
        code = self.popen.poll()
        if code is None:
            return
        self.pause = FIRST_PAUSE if now - self.started > GROWN_UP else min(self.pause * 2, LONGEST_PAUSE)
        self.popen, self.start_at = None, now + self.pause
        sys.stderr.write(f"The {self.name} process ended ({_why(code)}); starting it again in {self.pause:g} s.\n")


def run_together(processes: Sequence[Process]) -> None:
    """Run until SIGINT, SIGTERM or SIGHUP; then stop every process before returning."""
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # also where a shell had us started in the background, deaf to Ctrl-C
        signal.signal(number, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup stays in force
        signal.signal(signal.SIGHUP, stop)
    try:
        while not stopping:
            for process in processes:
                process.tend()
            time.sleep(_LOOK_EVERY)
    finally:
        _stop_all(processes)


def _stop_all(processes: Sequence[Process]) -> None:
    running = [process.popen for process in processes if process.popen and process.popen.poll() is None]
    for popen in running:
        popen.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for popen in running:
        try:
            popen.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            popen.kill()
            popen.wait()


def _why(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


def _die_with_parent() -> None:
    """Even when we are killed outright, no child is left behind holding the port (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
