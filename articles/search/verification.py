"""Compare the files of an index with the checksums that Tantivy writes at their end.

Files of a segment never change once they are written, so a file is read again only if its size, time or inode changed.
Damage that leaves these as they were is found by reading the other files in turn, some at each round.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

from articles.search.engine_failures import IndexFailedError

if TYPE_CHECKING:
    from pathlib import Path

# Of files that seem unchanged, this many bytes are read in one round of `check`.
BYTES_PER_ROUND = 64 * 1024 * 1024
_SUFFIXES = ("idx", "pos", "term", "store", "fast", "fieldnorm")
# At the end of a file: the footer as JSON, its length and a constant.
_END = struct.Struct("<II")
_MAGIC, _MAX_FOOTER = 1337, 50_000
_CHUNK = 1024 * 1024
# A merge may replace segments while their files are listed.
_LOOKS = 3

_Stamp = tuple[int, int, int]


class DamagedIndexError(IndexFailedError):
    """A file of the index is not as it was written."""


class Verifier:
    """Knows which files of one folder were read and found sound, in the order in which they were."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sound: dict[str, _Stamp] = {}

    def check(self, more_bytes: int = 0) -> None:
        """Read all files that are new or changed, and at least `more_bytes` of the others, those read longest ago first.

        Raises DamagedIndexError; OSError if the disk cannot be read.
        """
        names = self._names()
        self._sound = {name: stamp for name, stamp in self._sound.items() if name in names}
        known = list(self._sound.items())
        for name in sorted(names - self._sound.keys()):
            self._check_file(name)
        for name, stamp in known:
            if more_bytes > 0 or not self._is_unchanged(name, stamp):
                more_bytes -= stamp[0]
                self._check_file(name)

    def _is_unchanged(self, name: str, stamp: _Stamp) -> bool:
        try:
            return _stamp(self._folder / name) == stamp
        except FileNotFoundError:
            return False

    def _names(self) -> set[str]:
        """The files of the index as it was last committed; all of them exist."""
        missing = ""
        for _ in range(_LOOKS):
            names = _file_names(self._folder)
            missing = next((name for name in sorted(names) if not (self._folder / name).is_file()), "")
            if not missing:
                return names
        raise DamagedIndexError(f"the file {missing} is missing")

    def _check_file(self, name: str) -> None:
        self._sound.pop(name, None)
        path = self._folder / name
        try:
            stamp = _stamp(path)
            check_file(path)
        except FileNotFoundError:  # merged meanwhile: the next round lists other files
            return
        self._sound[name] = stamp


def check_file(path: Path) -> None:
    """Raises DamagedIndexError if the content of a file does not have the checksum in its footer."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        length, magic = 0, 0
        if size > _END.size:
            file.seek(size - _END.size)
            length, magic = _END.unpack(file.read(_END.size))
        rest = size - _END.size - length
        if magic != _MAGIC or length > _MAX_FOOTER or rest < 0:
            raise DamagedIndexError(f"the file {path.name} has no valid end")
        file.seek(rest)
        wanted = _crc(file.read(length), path.name)
        file.seek(0)
        found = 0
        while rest:
            chunk = file.read(min(_CHUNK, rest))
            if not chunk:
                break
            rest -= len(chunk)
            found = zlib.crc32(chunk, found)
    if rest or found != wanted:
        raise DamagedIndexError(f"the checksum of {path.name} is wrong")


def _crc(footer: bytes, name: str) -> int:
    try:
        return int(json.loads(footer)["crc"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(f"the file {name} has no valid end") from error


def _file_names(folder: Path) -> set[str]:
    try:
        segments: list[dict[str, Any]] = json.loads((folder / "meta.json").read_bytes())["segments"]
        names = set()
        for segment in segments:
            stem = segment["segment_id"].replace("-", "")
            names |= {f"{stem}.{suffix}" for suffix in _SUFFIXES}
            if segment["deletes"]:
                names.add(f"{stem}.{int(segment['deletes']['opstamp'])}.del")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndexError(f"meta.json is not valid ({error})") from error
    except FileNotFoundError as error:
        raise DamagedIndexError("meta.json is missing") from error
    return names


def _stamp(path: Path) -> _Stamp:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino
