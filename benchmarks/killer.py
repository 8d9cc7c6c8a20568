"""Kills the processes of a running site, one after another, with SIGKILL, and checks what is left of them."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.live_site import LiveSite, wait_until
from benchmarks.load import family

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Within so many seconds nothing of a killed supervisor may be left.
_GONE_WITHIN = 5.0
# The worker and its child have most of the work, so they are killed most often.
ROLES = ("worker", "worker", "import child", "import child", "fork server", "indexer", "indexer", "web", "web worker", "supervisor")  # fmt: skip
# These run only while imports are read.
_WHILE_READING = ("import child", "fork server")
# The part of a command line by which a process is known.
_COMMANDS = {
    "worker": b"run_worker", "fork server": b"fork_server", "indexer": b"run_indexer", "web": b"granian",
}  # fmt: skip
_LOOK_EVERY = 0.1


class Killer(threading.Thread):
    """Kills one process at each of these points of `progress`. `interludes` are called instead of a kill at their point."""

    def __init__(
        self,
        site: LiveSite,
        progress: Callable[[], int],
        points: Sequence[int],
        interludes: dict[int, Callable[[], None]],
        seed: int,
    ) -> None:
        super().__init__(daemon=True)
        self._site, self._progress = site, progress
        self._points = sorted([*points, *interludes])
        self._interludes, self._chance = interludes, random.Random(seed)  # noqa: S311
        self._ended = threading.Event()
        self.done: list[str] = []
        self.failures: list[str] = []

    def run(self) -> None:
        for point in self._points:
            while not self._ended.is_set() and self._progress() < point:
                time.sleep(_LOOK_EVERY)
            if self._ended.is_set():
                return
            time.sleep(self._chance.random())
            try:
                self._act(point)
            except Exception as error:  # noqa: BLE001  # of a thread: reported with the others
                self.failures.append(f"At {point}: {type(error).__name__}: {error}")

    def catch_up(self) -> None:
        """Wait until all points that the progress has passed were dealt with."""
        while self.is_alive() and any(
            point <= self._progress() for point in self._points[len(self.done) + len(self.failures) :]
        ):
            time.sleep(_LOOK_EVERY)

    def end(self) -> None:
        """Kill no more. What is left of the points is reported as a failure."""
        self._ended.set()
        self.join()
        if len(self.done) < len(self._points):
            self.failures.append(f"Only {len(self.done)} of {len(self._points)} points came.")

    def _act(self, point: int) -> None:
        if interlude := self._interludes.get(point):
            interlude()
            self.done.append(f"restart of the database at {point}")
            return
        role = self._chance.choice(ROLES)
        if role in _WHILE_READING and not self._pids_of(role):
            role = "worker"
        found: list[int] = []
        wait_until(
            lambda: bool(found.extend(self._pids_of(role)) or found), 60.0, f"a process of the {role}", every=0.05
        )
        if role == "supervisor":
            self._kill_supervisor(found[0])
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._chance.choice(found), signal.SIGKILL)
        self.done.append(f"{role} at {point}")

    def _kill_supervisor(self, pid: int) -> None:
        members = self._site.members()
        os.kill(pid, signal.SIGKILL)
        assert self._site.process is not None  # noqa: S101  # for the type checker
        self._site.process.wait()
        try:
            took = wait_until(lambda: not any(map(_runs, members)), 60.0, "the end of the processes", every=0.05)
            if took > _GONE_WITHIN:
                self.failures.append(f"The processes of a killed supervisor ended after {took:.1f} s.")
        finally:
            self._site.start()

    def _pids_of(self, role: str) -> list[int]:
        assert self._site.process is not None  # noqa: S101  # for the type checker
        if role == "supervisor":
            return [self._site.process.pid]
        if role == "import child":
            return _below(self._pids_of("fork server"))
        if role == "web worker":
            return _below(self._pids_of("web"))
        # The command line of the supervisor contains those of the others.
        members = [(pid, _command(pid)) for pid in self._site.members()[1:]]
        found = [pid for pid, command in members if _COMMANDS[role] in command]
        return found[:1]  # the outermost: a child may have the command line of its parent


def _below(pids: Sequence[int]) -> list[int]:
    found: list[int] = []
    for pid in pids:
        with contextlib.suppress(OSError):
            found += family(pid)[1:]
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
