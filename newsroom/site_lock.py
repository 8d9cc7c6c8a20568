"""Locks on a data folder: only one site runs on it, and nothing is restored while any process uses it.

The kernel releases both locks when their process ends.
"""

from __future__ import annotations

import fcntl
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Held by the `run_site` process of the folder.
SITE_LOCK = "site.lock"
# Shared by all web, worker and indexer processes, with or without `run_site`.
USE_LOCK = "in-use.lock"


class InUseError(Exception):
    """Another process has the lock."""


@contextmanager
def in_use(data_dir: Path) -> Iterator[None]:
    """Hold the shared lock on the folder. Waits during a restore."""
    with (data_dir / USE_LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def the_only_site(data_dir: Path) -> Iterator[int]:
    """The descriptor of the lock. Raises InUseError, with a message for the operator, if another site runs on the folder."""
    with _exclusive(
        data_dir / SITE_LOCK, f"Another site already runs on {data_dir}. Stop it, or set a different DATA_DIR."
    ) as descriptor:
        yield descriptor


@contextmanager
def nobody_else(data_dir: Path) -> Iterator[None]:
    """Ensure that no site runs on the folder or starts. Raises InUseError with a message for the operator."""
    sentence = f"The site is running on {data_dir}. Stop it first."
    with ExitStack() as stack:
        for name in (SITE_LOCK, USE_LOCK):
            stack.enter_context(_exclusive(data_dir / name, sentence))
        yield


@contextmanager
def _exclusive(path: Path, sentence: str) -> Iterator[int]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUseError(sentence) from None
        yield file.fileno()
