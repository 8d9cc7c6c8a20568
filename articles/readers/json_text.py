"""JSON from outside: a value, or None where it is none, whatever its author meant by it."""

from __future__ import annotations

import json
import math
from typing import Any


def parse_json(text: str) -> Any:
    """The value that `text` is as JSON; None where it is broken, nested absurdly deep, or not JSON at all.

    Names and texts in it can be stored: the characters that JSON can write and no database and no page can hold are
    left out (NUL) or replaced (lone surrogates).
    """
    try:
        value = json.loads(text.lstrip("\ufeff"))
        return _storable(value) if "\\u" in text else value
    except (ValueError, RecursionError):
        return None


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return value


def text_of(value: object) -> str:
    """A JSON value as one text: lists of texts joined, other structure left out."""
    if isinstance(value, bool) or value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""  # NaN and Infinity are no JSON, but Python reads them
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
