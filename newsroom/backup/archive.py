"""The backup file: a ZIP of the database, the secret key, the media files, and a manifest with the checksum of each.

Nothing is ever unpacked under a name that the file gives: a member is read by a name that was checked, and written to a
path that the caller chose.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from newsroom.backup.errors import BackupError, reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = "Frontline Record backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
SECRET_KEY = "secret_key"  # noqa: S105  # the name of a file
MEDIA = "media/"
_CHUNK = 1024 * 1024
# A manifest has a line for each media file.
_MAX_MANIFEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """`size` in bytes, `sha256` in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`engine` is a key of DATABASES; `created` is ISO 8601, in UTC; `migrations` are those applied, as "app.name"."""

    app_version: str
    created: str
    engine: str
    migrations: list[str]
    counts: dict[str, int]
    files: dict[str, Member]

    @property
    def size(self) -> int:
        return sum(member.size for member in self.files.values())

    @property
    def media(self) -> list[str]:
        return [name for name in self.files if name.startswith(MEDIA)]

    def as_json(self) -> str:
        return json.dumps({"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(self)}, indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Raises BackupError for another format, and ValueError, KeyError or TypeError for invalid manifests."""
        given = json.loads(text)
        if given["format"] != FORMAT:
            raise ValueError("it is another kind of file")
        if given["format_version"] != FORMAT_VERSION:
            raise BackupError(
                f"This backup has format {given['format_version']}, and this version of the site reads only format"
                f" {FORMAT_VERSION}. Update the site first."
            )
        files = {_checked(name, given["engine"]): Member(**member) for name, member in given["files"].items()}
        if DATABASES[given["engine"]] not in files:
            raise ValueError("it holds no database")
        counts = {str(name): int(count) for name, count in given["counts"].items()}
        migrations = [str(name) for name in given["migrations"]]
        return cls(str(given["app_version"]), str(given["created"]), given["engine"], migrations, counts, files)


def _checked(name: str, engine: str) -> str:
    """A file name that is allowed in a backup and stays inside its folder; raises ValueError for others."""
    if name in (DATABASES[engine], SECRET_KEY):
        return name
    path = PurePosixPath(name)
    is_plain = str(path) == name and not path.is_absolute() and not set(path.parts) & {"..", "."}
    if not name.startswith(MEDIA) or not is_plain or "\\" in name or "\0" in name:
        raise ValueError(f"it names a file {name!r}")
    return name


class Writer:
    """Puts files into a new archive, and keeps their checksums for the manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED)
        self.files: dict[str, Member] = {}

    def add(self, name: str, source: Path) -> None:
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with source.open("rb") as given, self._zip.open(entry, "w", force_zip64=True) as kept:
            while chunk := given.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                kept.write(chunk)
        self.files[name] = Member(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        self._zip.writestr(MANIFEST, manifest.as_json())
        self._zip.close()


class Reader:
    """An archive that was opened, and whose manifest was read."""

    def __init__(self, path: Path, file: zipfile.ZipFile) -> None:
        self.path = path
        self._zip = file
        with _sound(path):
            if file.getinfo(MANIFEST).file_size > _MAX_MANIFEST:
                raise ValueError("its manifest is too large")
            self.manifest = Manifest.from_json(file.read(MANIFEST))
            if sorted(file.namelist()) != sorted([*self.manifest.files, MANIFEST]):
                raise ValueError("it holds other files than its manifest says")

    def check(self) -> None:
        """Read every file and compare its checksum. Raises BackupError."""
        for name in self.manifest.files:
            for _ in self._chunks(name):
                pass

    def extract(self, name: str, target: Path) -> None:
        """Write a file of the manifest to `target`, which must not exist. Raises BackupError when it is damaged."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for chunk in self._chunks(name):
                file.write(chunk)

    def _chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file; the last of them only when size and checksum are those of the manifest."""
        wanted, digest, size = self.manifest.files[name], hashlib.sha256(), 0
        with _sound(self.path):
            file = self._zip.open(name)
        with file:
            while True:
                with _sound(self.path):
                    chunk = file.read(_CHUNK)
                    digest.update(chunk)
                    size += len(chunk)
                    if size > wanted.size or (not chunk and (size, digest.hexdigest()) != (wanted.size, wanted.sha256)):
                        raise ValueError(f"the checksum of {name} is wrong")
                if not chunk:
                    return
                yield chunk


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """Raises BackupError with a sentence for a file that is missing, foreign or damaged."""
    try:
        given = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {reason(error)}.") from error
    with given:
        with _sound(path):
            file = zipfile.ZipFile(given)
        with file:
            yield Reader(path, file)


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """Whatever goes wrong while reading, the file is at fault: a damaged ZIP raises a dozen kinds of errors."""
    try:
        yield
    except (BackupError, MemoryError):
        raise
    except Exception as error:
        words = str(error).rstrip(".") or type(error).__name__
        raise BackupError(f"{path} is damaged, or is no backup of this site: {words}.") from error
