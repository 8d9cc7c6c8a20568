"""The location of the index: numbered folders, a `current` file that names the one in use, and locks.

`current` is replaced atomically, so that a reader sees either the old index or the new one. The previous folder stays
until the next rebuild, for readers that still have it open; after a takedown it goes soon (`remove_replaced`).
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from articles.search.schema import index_format

if TYPE_CHECKING:
    from collections.abc import Iterator


class BusyError(Exception):
    """Another process holds this lock."""


def root() -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


def current() -> Path | None:
    """The folder of the current index; None if there is none of this format."""
    try:
        name = (root() / "current").read_text().strip()
    except (OSError, UnicodeDecodeError):
        return None
    return root() / name if name.startswith(f"{index_format()}-") else None


def make_current(folder: Path) -> None:
    waiting = root() / "current.new"
    with waiting.open("w") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(root() / "current")


def remove_replaced() -> None:
    """Delete the folders that are not in use. Raises BusyError while another one is built."""
    with lock("rebuild", f"The index in {root()} is being rebuilt."):
        _remove_all_but_current()


def _remove_all_but_current() -> list[int]:
    """Returns the numbers of all folders."""
    kept = current()
    numbers = [0]
    for folder in root().glob("v*-*"):
        number = folder.name.rpartition("-")[2]
        numbers += [int(number)] if number.isdecimal() else []
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)
    return numbers


def new_folder() -> Path:
    """A new folder to build in. Deletes incomplete and replaced folders; only the current one is kept."""
    root().mkdir(parents=True, exist_ok=True)
    numbers = _remove_all_but_current()
    made = root() / f"{index_format()}-{max(numbers) + 1}"
    made.mkdir()
    return made


@contextmanager
def lock(name: str, sentence: str) -> Iterator[None]:
    """A lock that this process holds until it ends. Raises BusyError with this sentence if another process holds it."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(sentence) from None
        yield
