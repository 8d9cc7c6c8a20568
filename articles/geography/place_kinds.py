"""The kinds of place that an editor chooses from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """A GeoNames feature code with its class, and what an editor calls it."""

    code: str
    feature_class: str
    label: str


@lru_cache(maxsize=1)
def place_kinds() -> dict[str, PlaceKind]:
    """By feature code, in the order in which they are offered."""
    data = tomllib.loads((files("articles.geography") / "place_kinds.toml").read_text("utf-8"))
    return {row["code"]: PlaceKind(row["code"], row["class"], row["label"]) for row in data["kind"]}
