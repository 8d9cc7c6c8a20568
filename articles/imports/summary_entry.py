"""A feed entry that holds only the beginning of a story: its page is read, and the entry adds what the page omits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from articles.readers.story import FieldSource

if TYPE_CHECKING:
    from articles.readers.story import Story

# What a feed states about a story as reliably as its page does. The body comes from the page alone.
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
# Below this confidence, the page reader guessed: the outlet from the name of the host, for example.
MIN_CONFIDENCE = 0.5
# An editor set it for all stories of the feed.
_FEED = FieldSource("the feed", 1.0)


def merge_entry(page: Story, entry: Story) -> Story:
    """The story of the page, completed from the entry of the feed, with the source of each field."""
    taken = [name for name in _FIELDS if getattr(entry, name) and not _states(page, name)]
    values = {name: getattr(entry, name) for name in taken}
    if "date_published" in taken:
        values |= {"date_precision": entry.date_precision, "date_text": ""}
    elif not page.date_published:
        values["date_text"] = page.date_text or entry.date_text
    sources = {name: entry.field_sources[name] for name in taken if name in entry.field_sources}
    url = page.url or entry.url
    return replace(page, **values, url=url, field_sources={**page.field_sources, **sources})


def with_outlet(story: Story, name: str) -> Story:
    """With the outlet that an editor set for the feed; a feed calls itself otherwise, by a section for example."""
    if not name:
        return story
    return replace(story, outlet=name, field_sources={**story.field_sources, "outlet": _FEED})


def _states(page: Story, name: str) -> bool:
    source = page.field_sources.get(name)
    return bool(getattr(page, name)) and (source is None or source.confidence >= MIN_CONFIDENCE)
