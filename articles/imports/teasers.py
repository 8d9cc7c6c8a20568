"""A feed that gives only the beginning of a story: its page is read, and the feed says what the page does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.readers.story import Story

# What a feed states about a story as well as its page does. The body is the page's alone.
_FIELDS = (
    "headline",
    "description",
    "byline",
    "authors",
    "date_published",
    "date_modified",
    "outlet",
    "section",
    "language",
    "source_key",
    "embargo",
    "embargo_text",
)
# What the page reader is less sure of than this, it guessed: an outlet from the name of the host, say.
_GUESSED = 0.5


def filled(page: Story, entry: Story) -> Story:
    """The story of the page, with what it does not state from the entry of the feed, and the source of each field."""
    taken = [name for name in _FIELDS if getattr(entry, name) and not _states(page, name)]
    values = {name: getattr(entry, name) for name in taken}
    if "date_published" in taken:
        values["date_precision"] = entry.date_precision
    sources = {name: entry.field_sources[name] for name in taken if name in entry.field_sources}
    url = page.url or entry.url
    return replace(page, **values, url=url, field_sources={**page.field_sources, **sources})


def _states(page: Story, name: str) -> bool:
    source = page.field_sources.get(name)
    return bool(getattr(page, name)) and (source is None or source.confidence >= _GUESSED)
