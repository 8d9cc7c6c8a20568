"""JSON from outside: a value, or None where it is none, whatever its author meant by it."""

from __future__ import annotations

import json
from typing import Any


def parse_json(text: str) -> Any:
    """The value that `text` is as JSON; None where it is broken, nested absurdly deep, or not JSON at all."""
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def text_of(value: object) -> str:
    """A JSON value as one text: lists of texts joined, other structure left out."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list):
        return "; ".join(filter(None, (text_of(item) for item in value if not isinstance(item, list))))
    if isinstance(value, dict):
        return text_of(value.get("name")) if isinstance(value.get("name"), str) else ""
    return ""


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a value that is one, or a list of them, or (as older forms have it) an object of named ones."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
