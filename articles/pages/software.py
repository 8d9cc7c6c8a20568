"""Hashes of the software: what other code or templates made is not used."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import articles

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = Path(articles.__file__).parent
_TEMPLATES = _PACKAGE.parent / "templates" / "public"
_SUFFIXES = frozenset({".py", ".html", ".svg", ".toml", ".json"})


def software_hash(packages: Iterable[str], templates: Iterable[str]) -> str:
    """A hash of these packages of `articles` and these folders of public templates, 16 hexadecimal digits."""
    folders = [*(_PACKAGE / name for name in packages), *(_TEMPLATES / name for name in templates)]
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in _SUFFIXES):
        digest.update(str(file.relative_to(_PACKAGE.parent)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
