"""Maps as SVG files: their addresses change with what they are drawn from, so that browsers keep each file for good.

A page names the file without drawing it. Any process that is asked for the file draws it from the tables and the record.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.templatetags.static import static

from articles.pages.software import software_hash

if TYPE_CHECKING:
    from articles.drawing.picture import MapPicture

# What decides how a picture becomes a file, besides the picture.
_PACKAGES, _TEMPLATES = ("drawing", "geography"), ("drawings", "components")
_STYLE_SHEETS = ("css/base.css", "css/components.css")


@dataclass(frozen=True, slots=True)
class MapFile:
    """A map that a page shows by the address of its file; the page itself has the words around it."""

    picture: MapPicture
    address: str


def map_file(picture: MapPicture | None, address: str) -> MapFile | None:
    return None if picture is None else MapFile(picture, f"{address}?v={version_of(picture)}")


def version_of(picture: MapPicture) -> str:
    """A hash of everything that decides what the file looks like, 16 hexadecimal digits."""
    return hashlib.blake2b(f"{_format()} {picture.drawn_from}".encode(), digest_size=8).hexdigest()


def svg_of(picture: MapPicture) -> bytes:
    return render_to_string("drawings/map.svg", {"map": picture}).encode()


@cache
def _format() -> str:
    return " ".join([software_hash(_PACKAGES, _TEMPLATES), *map(static, _STYLE_SHEETS)])
