"""Story and Findings to JSON and back, for `ImportItem.preview`, where the worker stores them for the editor."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from articles.extraction.findings import Findings
from articles.readers.story import Story

T = TypeVar("T")
_Json = Any


def to_json(value: object) -> _Json:
    """Dataclasses to objects, tuples to lists, dates and decimals to text."""
    if dataclasses.is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value


def story_from(data: _Json) -> Story:
    return _dataclass(Story, data)


def findings_from(data: _Json) -> Findings:
    return _dataclass(Findings, data)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    # The value modules import these for type checkers only, so their names are provided here.
    return get_type_hints(cls, localns={"datetime": datetime, "date": date, "Decimal": Decimal})


def _dataclass(cls: type[T], data: _Json) -> T:
    hints = _hints(cast("Any", cls))
    return cls(**{name: _value(hints[name], raw) for name, raw in data.items()})


def _value(hint: Any, raw: _Json) -> Any:
    if raw is None:
        return None
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _value(next(one for one in arguments if one is not type(None)), raw)
    if origin is tuple and arguments[-1] is Ellipsis:
        return tuple(_value(arguments[0], item) for item in raw)
    if origin is tuple:
        return tuple(_value(part, item) for part, item in zip(arguments, raw, strict=True))
    if origin is dict:
        return {key: _value(arguments[1], item) for key, item in raw.items()}
    return _plain(hint, raw)


def _plain(hint: Any, raw: _Json) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(hint, raw)
    if hint in (datetime, date):
        return hint.fromisoformat(raw)
    return hint(raw)
