"""Who uses a data folder: one site at a time runs on it, and nothing is restored into it while any process serves it.

Both locks are let go by the kernel when their process ends, however it ends.
"""

from __future__ import annotations

import fcntl
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Held by the one `run_site` that runs on the folder.
SITE_LOCK = "site.lock"
# Shared by every web, worker and indexer process, also those that no `run_site` started.
USE_LOCK = "in-use.lock"


class InUseError(Exception):
    """Another process holds the lock."""


@contextmanager
def in_use(data_dir: Path) -> Iterator[None]:
    """Say that this process uses the folder. Waits while something is being restored."""
    with (data_dir / USE_LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def the_only_site(data_dir: Path) -> Iterator[None]:
    """Raises InUseError with a sentence for the operator when another site runs on the folder."""
    with _exclusive(
        data_dir / SITE_LOCK, f"Another site already runs on {data_dir}. Stop it, or set another DATA_DIR."
    ):
        yield


@contextmanager
def nobody_else(data_dir: Path) -> Iterator[None]:
    """No site runs on the folder, and none starts meanwhile. Raises InUseError with a sentence for the operator."""
    sentence = f"The site is running on {data_dir}. Stop it first."
    with ExitStack() as stack:
        for name in (SITE_LOCK, USE_LOCK):
            stack.enter_context(_exclusive(data_dir / name, sentence))
        yield


@contextmanager
def _exclusive(path: Path, sentence: str) -> Iterator[None]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUseError(sentence) from None
        yield
