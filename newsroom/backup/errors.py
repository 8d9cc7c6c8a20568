from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class BackupError(Exception):
    """A backup cannot be taken or restored; the text is one sentence for the operator."""


def reason(error: OSError) -> str:
    """What went wrong, in words that say what to do about a full disk."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    return (error.strerror or str(error)).lower()


def require_space(folder: Path, wanted: int) -> None:
    """Raises BackupError unless the disk of this folder has room for so many bytes."""
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise BackupError(
            f"There is not enough room in {folder}: {megabytes(wanted)} are needed, {megabytes(free)} are free."
        )


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
