"""From the stored bytes of an import to its story; a table waits for its mapping, a file of several is split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.imports.close import Outcome
from articles.imports.column_mapping import TABLE_KIND, mapping_form
from articles.imports.fetch_page import fetch_page
from articles.imports.snapshots import content_of, kind_of, part_of
from articles.imports.split import SUMMARY_KIND, split_file
from articles.imports.summary_entry import merge_entry
from articles.readers import registry
from articles.readers.story import UnreadableError
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from articles.models import ImportItem
    from articles.readers.story import Story


def load_story(item: ImportItem) -> Story | Outcome:
    """The one story of this import; the outcome, if it is a table without a mapping, or a file of several stories.

    Raises UnreadableError with a sentence for the editor.
    """
    if item.kind == SUMMARY_KIND:
        return _linked_story(item)
    content, kind = content_of(item), kind_of(item)
    if item.columns is None and registry.recognised(content, kind) == TABLE_KIND:
        return Outcome(ImportStatus.MAPPING, preview=mapping_form(content))
    parts = registry.parts(content, kind)
    if not parts:
        raise UnreadableError("No story was found in it.")
    if len(parts) == 1 and parts[0].data == content.data:
        return registry.read_part(parts[0])
    if item.parent_id is not None:
        raise UnreadableError("It is part of a file, and holds several stories itself: it cannot be read.")
    return split_file(item, parts)


def _linked_story(item: ImportItem) -> Story:
    """The page behind a summary entry, with what only the entry states; the entry alone, if an editor chose that."""
    entry = registry.read_part(part_of(item, item.entry, SUMMARY_KIND))
    if item.snapshot_id == item.entry_id:
        return entry
    page = registry.read_part(part_of(item, item.snapshot or fetch_page(item), "auto"))
    return merge_entry(page, entry)
