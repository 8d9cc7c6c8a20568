"""Story and Findings to JSON and back, for `ImportItem.preview`, where the worker stores them for the editor.

Stored values outlive the code that wrote them: fields that no longer exist are ignored, and later ones have their default.
If a field changes its meaning, raise `FORMAT` and convert older values in `_checked`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cattrs.gen import make_dict_unstructure_fn
from cattrs.preconf.json import make_converter

from articles.extraction.findings import Findings
from articles.readers.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cattrs.preconf.json import JsonConverter

# Stored with each Story and Findings; values of earlier versions have none.
FORMAT = 1
_FORMAT_KEY = "format"
_Json = Any


class NewerFormatError(ValueError):
    """A value was stored by a later version of the site, which an older one cannot read reliably."""


def to_json(value: object) -> _Json:
    """Dataclasses to objects, tuples to lists, dates and decimals to text."""
    return _CONVERTER.unstructure(value)


def story_from(data: Mapping[str, Any]) -> Story:
    return _CONVERTER.structure(_checked(data), Story)


def findings_from(data: Mapping[str, Any]) -> Findings:
    return _CONVERTER.structure(_checked(data), Findings)


def _checked(data: Mapping[str, Any]) -> Mapping[str, Any]:
    if data.get(_FORMAT_KEY, FORMAT) > FORMAT:
        raise NewerFormatError("This import was read by a newer version of the site. Read it again.")
    return data


def _new_converter() -> JsonConverter:
    converter = make_converter()
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    for stored in (Story, Findings):
        converter.register_unstructure_hook(stored, _with_format(make_dict_unstructure_fn(stored, converter)))
    return converter


def _with_format(unstructure: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {_FORMAT_KEY: FORMAT, **unstructure(value)}


_CONVERTER = _new_converter()
