"""Where the index lives: numbered folders, a `current` file that names the one in use, and locks.

`current` is replaced atomically, so a reader sees the old index or the new one, never half of either. The folder
before the current one stays until the next rebuild, for readers that are still looking at it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from articles.search.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator


class BusyError(Exception):
    """Another process holds this lock."""


def root() -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


def current() -> Path | None:
    """The folder of the index in use; None where there is none of this schema."""
    try:
        name = (root() / "current").read_text().strip()
    except (OSError, UnicodeDecodeError):
        return None
    return root() / name if name.startswith(f"v{SCHEMA_VERSION}-") else None


def make_current(folder: Path) -> None:
    waiting = root() / "current.new"
    with waiting.open("w") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(root() / "current")


def new_folder() -> Path:
    """A folder to build in. Half-built and replaced ones go; only the current one stays beside it."""
    root().mkdir(parents=True, exist_ok=True)
    kept = current()
    numbers = [0]
    for folder in root().glob("v*-*"):
        number = folder.name.rpartition("-")[2]
        numbers += [int(number)] if number.isdecimal() else []
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)
    made = root() / f"v{SCHEMA_VERSION}-{max(numbers) + 1}"
    made.mkdir()
    return made


@contextmanager
def lock(name: str, sentence: str) -> Iterator[None]:
    """Held by this process until it ends, however it ends. Raises BusyError with the sentence when another holds it."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(sentence) from None
        yield
