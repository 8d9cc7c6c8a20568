"""Move files and folders aside, and back if the replacement fails."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@contextmanager
def set_aside(paths: Sequence[Path], stamp: str) -> Iterator[list[str]]:
    """Yields the new names of those that exist. After an error in the block each is back, and its successor is gone."""
    moved = [(path, path.with_name(f"{path.name}.before-restore-{stamp}")) for path in paths if path.exists()]
    done: list[tuple[Path, Path]] = []
    try:
        for path, aside in moved:
            path.rename(aside)
            done.append((path, aside))
        yield [str(aside) for _, aside in moved]
    except BaseException:
        for path in paths:
            if path not in dict(moved) or path in dict(done):
                remove(path)
        for path, aside in done:
            aside.rename(path)
        raise


def remove(path: Path) -> None:
    """A file, a folder with all that is in it, or nothing."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
