"""From an import to its story: its page is fetched, a table waits for its mapping, a file of several is split."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from articles.imports.close import Outcome
from articles.imports.fetch_page import fetch_page
from articles.imports.previous_import import find_previous_import
from articles.imports.snapshots import SUMMARY_KIND, stored_import
from articles.imports.split import split_file
from articles.imports.summary_entry import merge_entry, with_outlet
from articles.imports.table_rows import TABLE_KIND, mapping_form
from articles.readers import registry
from articles.readers.story import UnreadableError
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from articles.models import ImportItem
    from articles.readers.story import Story


def load_story(item: ImportItem) -> Story | Outcome:
    """The one story of this import; the outcome, if it was imported before, is a table without a mapping, or a file of
    several stories.

    Raises UnreadableError with a sentence for the editor, and SiteBusyError if its page cannot be fetched yet.
    """
    if item.problem:
        raise UnreadableError(item.problem)
    # A summary is known by its entry: its page is fetched only if the entry is new.
    earlier = find_previous_import(item)
    if earlier is None and item.snapshot is None:
        fetch_page(item)
        earlier = find_previous_import(item)
    if earlier is not None:
        return Outcome(ImportStatus.DUPLICATE, article=earlier.article)
    stored = stored_import(item)
    content = stored.content
    kind = registry.identify(content, stored.kind)
    if item.columns is None and kind.name == TABLE_KIND:
        return Outcome(ImportStatus.MAPPING, preview=mapping_form(content))
    parts = registry.unpack(content, kind)
    if not parts:
        entry = registry.read_single(stored.entry, SUMMARY_KIND) if stored.entry else None
        story = registry.read_content(content, kind)
        merged = with_outlet(merge_entry(story, entry) if entry else story, stored.outlet)
        return replace(merged, addresses=(*stored.addresses, *merged.addresses))
    if item.parent_id is not None:
        raise UnreadableError("It is part of a file, and holds several stories itself: it cannot be read.")
    return split_file(item, parts)
