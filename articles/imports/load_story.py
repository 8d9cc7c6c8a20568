"""From the stored bytes of an import to its story; a table waits for its mapping, a file of several is split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.imports.close import Outcome
from articles.imports.column_mapping import TABLE_KIND, mapping_form
from articles.imports.snapshots import stored_import
from articles.imports.split import split_file
from articles.imports.summary_entry import merge_entry
from articles.readers import registry
from articles.readers.flat_record import read_record
from articles.readers.story import UnreadableError
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from articles.models import ImportItem
    from articles.readers.story import Story


def load_story(item: ImportItem) -> Story | Outcome:
    """The one story of this import; the outcome, if it is a table without a mapping, or a file of several stories.

    Raises UnreadableError with a sentence for the editor.
    """
    stored = stored_import(item)
    content = stored.content
    kind = registry.identify(content, stored.kind)
    if item.columns is None and kind.name == TABLE_KIND:
        return Outcome(ImportStatus.MAPPING, preview=mapping_form(content))
    parts = registry.unpack(content, kind)
    if not parts:
        story = registry.read_content(content, kind)
        return merge_entry(story, read_record(stored.entry)) if stored.entry else story
    if item.parent_id is not None:
        raise UnreadableError("It is part of a file, and holds several stories itself: it cannot be read.")
    return split_file(item, parts)
