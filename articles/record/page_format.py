"""The format of stored pages: a page that other code or templates rendered is not used."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import articles
from articles.record.stored_html import render_whole_page

_PACKAGE = Path(articles.__file__).parent
# What decides how a stored page looks: the packages that render it, and the templates.
_PACKAGES = ("pages", "wording", "drawing", "geography", "templatetags", "record")
_SUFFIXES = frozenset({".py", ".html", ".toml", ".json"})


@cache
def page_format() -> str:
    """A hash of the code and the templates that render stored pages, and of what every page has: the name of the site and
    the addresses of its style sheets. 16 hexadecimal digits.
    """
    digest = hashlib.blake2b(digest_size=8)
    folders = [*(_PACKAGE / name for name in _PACKAGES), _PACKAGE.parent / "templates"]
    for file in sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in _SUFFIXES):
        digest.update(str(file.relative_to(_PACKAGE.parent)).encode())
        digest.update(file.read_bytes())
    digest.update(render_whole_page("base.html", {}).encode())
    return digest.hexdigest()
