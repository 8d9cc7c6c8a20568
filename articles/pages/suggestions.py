"""Suggestions of names for the search box, as JSON."""

from __future__ import annotations

import json

from articles.pages.links import url_of
from articles.search.names import suggest
from articles.search.open_index import open_index

# No name is longer.
_MAX_LETTERS = 100
# Answers that a process caches, of about 800 bytes.
_MAX_CACHED = 2_000


def suggestions_json(text: str) -> bytes:
    """The names that may complete the text. Made once for a state of the index: all readers type the same first letters."""
    text, index = text[:_MAX_LETTERS], open_index()
    if index is None:
        return _json(text)
    found = index.suggestions.get(text)
    if found is None:
        found = _json(text)
        if len(index.suggestions) >= _MAX_CACHED:
            index.suggestions.clear()
        index.suggestions[text] = found
    return found


def _json(text: str) -> bytes:
    items = [
        {"name": label.name, "kind": label.description or str(label.kind.label), "url": url_of(label)}
        for label in suggest(text)
    ]
    return json.dumps({"items": items}).encode()
