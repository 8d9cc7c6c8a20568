"""One story as a flat record of texts: what a row of a table or an entry of a feed is turned into, and read from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# The fields of a record, all texts as the source gives them, with what a person calls them. `text` is plain text with a
# blank line between paragraphs, `html` a fragment of a page; one of the two is the body.
FIELDS = {
    "headline": "Headline",
    "description": "Standfirst",
    "byline": "Byline",
    "authors": "Authors",
    "published": "Date",
    "modified": "Last changed",
    "language": "Language",
    "outlet": "Outlet",
    "url": "Address",
    "section": "Section",
    "image_url": "Address of the picture",
    "image_caption": "Caption",
    "image_credit": "Credit of the picture",
    "text": "Text",
    "html": "Text as HTML",
}


def pack(fields: Mapping[str, str]) -> bytes:
    """The record as bytes, the same for the same fields: empty ones are left out."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"Not fields of a record: {', '.join(sorted(unknown))}")
    given = {name: value for name, value in fields.items() if value}
    return json.dumps(given, ensure_ascii=False, sort_keys=True).encode()
