"""Which process holds the claim on an import, and whether it still works on it.

On one machine the operating system knows which processes are alive. A process on another machine renews its lease every
few seconds while it works, and counts as dead when it has not done so for a minute.
"""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from articles.models import ImportItem

# A process on another machine counts as dead when its lease is older than this.
MAX_LEASE_AGE = timedelta(seconds=60)
# How often a worker renews its lease and checks that the import was not discarded.
RENEW_SECONDS = 5.0
# The claims that this process works on now.
_active: set[str] = set()


def new_claim() -> str:
    """A name for one claim of this process: machine, process number, when the process started, and a random part.

    The start time distinguishes a process from a later one with the same number: containers reuse numbers soon.
    """
    return f"{_machine()}:{os.getpid()}:{_start_of(os.getpid())}:{secrets.token_hex(4)}"


@contextlib.contextmanager
def working_on(claim: str) -> Iterator[None]:
    """Mark the claim as one that this process works on, as long as the block lasts."""
    _active.add(claim)
    try:
        yield
    finally:
        _active.discard(claim)


def new_worker_name() -> str:
    """A name for this process as a worker of the queue, which has room for 64 characters; `worker_died` reads it."""
    name = new_claim().rsplit(":", 3)
    return ":".join([name[0][:30], *name[1:]])


def worker_died(name: str, seen: datetime, max_age: timedelta) -> bool:
    """Whether the worker of this name is gone. One of another machine is, if it was last seen longer ago than `max_age`."""
    machine, pid = _process_of(name)
    if machine != _machine()[:30]:
        return seen < timezone.now() - max_age
    return _start_of(pid) != name.split(":")[-2]


def is_abandoned(item: ImportItem) -> bool:
    """Whether nobody works any more on an import that is being read."""
    if holder_died(item):
        return True
    # Our own claim, given up when the database was away: no other process would ever take the import.
    return _process_of(item.claimed_by) == (_machine(), os.getpid()) and item.claimed_by not in _active


def holder_died(item: ImportItem) -> bool:
    """Whether the process that claimed the import is gone."""
    machine, pid = _process_of(item.claimed_by)
    if machine != _machine():
        return item.claimed_at is None or item.claimed_at < timezone.now() - MAX_LEASE_AGE
    return _start_of(pid) != item.claimed_by.split(":")[-2]


def _machine() -> str:
    return platform.node()[:60]


def _process_of(claim: str) -> tuple[str, int]:
    """Machine and process number of a claim."""
    parts = claim.rsplit(":", 3)
    return (parts[0], int(parts[1])) if len(parts) == 4 and parts[1].isdecimal() else ("", 0)


def _start_of(pid: int) -> str:
    """When a process started, as the system counts it; empty if there is none, "?" if the system does not say."""
    try:
        # The name of the program, in brackets, may contain anything.
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except FileNotFoundError:
        if Path("/proc/self/stat").exists():
            return ""
    except (OSError, IndexError):
        pass
    return "?" if _exists(pid) else ""


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
