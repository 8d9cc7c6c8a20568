"""Structured data in the head of a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

# Text cannot end the element, or begin a comment in it; JSON reads the escapes as the same text.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


def json_ld(data: Mapping[str, Any]) -> Markup:
    """A data block, which browsers do not run."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704  # escaped above
