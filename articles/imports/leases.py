"""Who holds an import, and whether that process still works at it.

On one machine the operating system knows which processes live. A process on another machine renews its lease every few
seconds while it works, and is taken for dead when it has not done so for a minute.
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

    from articles.models import ImportItem

# A process on another machine that was silent for so long is taken for dead.
LEASE = timedelta(seconds=60)
# How often a worker renews its lease, and looks whether the import is still wanted, in seconds.
RENEW_EVERY = 5.0
# The claims that this process works at now.
_in_hand: set[str] = set()


def new_claim() -> str:
    """A name for one claim of this process: machine, process number, when the process started, and a random part.

    The start tells a process from a later one with the same number: in containers, numbers come round again soon.
    """
    return f"{platform.node()[:60]}:{os.getpid()}:{_started(os.getpid())}:{secrets.token_hex(4)}"


@contextlib.contextmanager
def in_hand(claim: str) -> Iterator[None]:
    """Mark the claim as one that this process works at, as long as the block lasts."""
    _in_hand.add(claim)
    try:
        yield
    finally:
        _in_hand.discard(claim)


def is_abandoned(item: ImportItem) -> bool:
    """Whether nobody works any more at an item that is being read."""
    if holder_died(item):
        return True
    host, pid = _place_of(item.claimed_by)
    # Our own claim, given up when the database was away: nobody else would ever take it up.
    return (host, pid) == (platform.node()[:60], os.getpid()) and item.claimed_by not in _in_hand


def holder_died(item: ImportItem) -> bool:
    """Whether the process that claimed the item is gone."""
    host, pid = _place_of(item.claimed_by)
    if host != platform.node()[:60]:
        return item.claimed_at is None or item.claimed_at < timezone.now() - LEASE
    return _started(pid) != item.claimed_by.split(":")[-2]


def _place_of(claim: str) -> tuple[str, int]:
    """Machine and process number of a claim."""
    parts = claim.rsplit(":", 3)
    return (parts[0], int(parts[1])) if len(parts) == 4 and parts[1].isdecimal() else ("", 0)


def _started(pid: int) -> str:
    """When a process started, as the system counts it; empty when there is none, "?" where the system does not say."""
    try:
        # The name of the program, in brackets, may hold anything.
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
