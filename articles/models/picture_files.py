"""The files of pictures, below MEDIA_ROOT: those of a story in a folder of its own, named by the hash of their content.

No two stories share a file, so that what belongs to a story can be removed with it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = "pictures"
_ENDING = ".webp"
_HASH_LENGTH = 32
# So that no folder has more than a hundredth of the stories.
_GROUPS = 100


def write(article_id: int, content: bytes) -> str:
    """Store a file; its name. A file is never seen half written."""
    name = hashlib.sha256(content).hexdigest()[:_HASH_LENGTH]
    path = path_of(article_id, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return name


def read(article_id: int, name: str) -> bytes | None:
    """The content of a file; None if it is missing. Call with names from the database only."""
    try:
        return path_of(article_id, name).read_bytes()
    except FileNotFoundError:
        return None


def remove(article_id: int, names: Iterable[str]) -> None:
    for name in names:
        path_of(article_id, name).unlink(missing_ok=True)


def remove_all(article_id: int) -> None:
    """Remove all files of a story, also those that no row names."""
    folder = _folder_of(article_id)
    if folder.is_dir():
        shutil.rmtree(folder)


def stories_with_files() -> Iterator[int]:
    """The ids of the stories that have a folder."""
    for folder in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*/*"):
        if folder.name.isdecimal():
            yield int(folder.name)


def path_of(article_id: int, name: str) -> Path:
    return _folder_of(article_id) / f"{name}{_ENDING}"


def _folder_of(article_id: int) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{article_id % _GROUPS:02}" / str(article_id)
