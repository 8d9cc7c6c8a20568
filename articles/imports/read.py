"""Read one import in the child process: load its bytes, split the file or read the story, extract, preview, close."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction

from articles.desk import clearance
from articles.desk.documents import with_language
from articles.desk.duplicates import find_known
from articles.desk.preview import preview_of
from articles.imports import lease
from articles.imports.close import Outcome, close_item
from articles.imports.column_mapping import TABLE_KIND, mapping_form
from articles.imports.extract import extract_from_story
from articles.imports.fetch_page import SiteBusyError, fetch_page
from articles.imports.previous_import import find_previous_import
from articles.imports.requeue import postpone_item
from articles.imports.snapshots import content_of, kind_of, part_of
from articles.imports.split import SUMMARY_KIND, split_file
from articles.imports.summary_entry import merge_entry
from articles.readers import registry
from articles.readers.restrictions import REVOKED, revocation
from articles.readers.story import UnreadableError
from articles.vocabulary import ArticleStatus, ImportStatus

if TYPE_CHECKING:
    from articles.desk.duplicates import Known
    from articles.models import ImportItem
    from articles.readers.story import Story

logger = logging.getLogger(__name__)


def read_claimed(item_id: int, claim: str) -> None:
    """Read the import that this claim holds, and close it. Its result is written in one transaction at the end."""
    item = lease.claimed_item(item_id, claim)
    if item is None:
        return  # an editor discarded it meanwhile
    try:
        outcome = _read(item)
    except SiteBusyError as busy:
        postpone_item(item, busy.seconds)
        return
    except UnreadableError as error:
        outcome = Outcome(ImportStatus.FAILED, str(error))
    except (DatabaseError, MemoryError):
        raise  # a database that is away is not the fault of the import; a memory limit is reported by the caller
    except Exception as error:
        # A reader that breaks on one page must neither lose the page nor stop the queue: the editor is told, the log too.
        logger.exception("Import %s could not be read", item_id)
        sentence = f"This could not be read because of a fault in the reader ({type(error).__name__})."
        outcome = Outcome(ImportStatus.FAILED, sentence)
    _close(item, outcome)


def _read(item: ImportItem) -> Outcome:
    if item.problem:
        raise UnreadableError(item.problem)
    is_summary = item.kind == SUMMARY_KIND
    if item.snapshot is None and not is_summary:
        fetch_page(item)
    earlier = find_previous_import(item)
    if earlier is not None:
        return Outcome(ImportStatus.DUPLICATE, article=earlier.article)
    return _preview(_read_linked_story(item)) if is_summary else _read_content(item)


def _read_content(item: ImportItem) -> Outcome:
    content, kind = content_of(item), kind_of(item)
    if item.columns is None and registry.recognised(content, kind) == TABLE_KIND:
        return Outcome(ImportStatus.MAPPING, preview=mapping_form(content))
    parts = registry.parts(content, kind)
    if not parts:
        raise UnreadableError("No story was found in it.")
    if len(parts) == 1 and parts[0].data == content.data:
        return _preview(registry.read_part(parts[0]))
    if item.parent_id is not None:
        raise UnreadableError("It is part of a file, and holds several stories itself: it cannot be read.")
    return split_file(item, parts)


def _read_linked_story(item: ImportItem) -> Story:
    """The page behind a summary entry, with what only the entry states; the entry alone, if an editor chose that."""
    entry = registry.read_part(part_of(item, item.entry, SUMMARY_KIND))
    if item.snapshot_id == item.entry_id:
        return entry
    page = registry.read_part(part_of(item, item.snapshot or fetch_page(item), "auto"))
    return merge_entry(page, entry)


def _preview(story: Story) -> Outcome:
    story = with_language(story)
    known = find_known(story)
    if story.source_status in REVOKED:
        return _revoked(story, known)
    if not story.body:
        raise UnreadableError("No text of a story was found in it.")
    if known and not known.changed:
        return Outcome(ImportStatus.DUPLICATE, article=known.article)
    preview = preview_of(story, extract_from_story(story), known)
    # A new version of a discarded story is not drafted with its batch: an editor decides.
    is_discarded = known is not None and known.article.review_status == ArticleStatus.DISCARDED
    return Outcome(ImportStatus.READ, preview=preview, is_lookalike=bool(preview["looks_like"]) or is_discarded)


def _revoked(story: Story, known: Known | None) -> Outcome:
    """The source cancelled or withholds this item: it becomes no draft."""
    sentence = revocation(story.source_status)
    if known is None:
        return Outcome(ImportStatus.REVOKED, f"{sentence} No story of it is here.")
    return Outcome(ImportStatus.REVOKED, sentence, article=known.article, source_status=story.source_status)


@transaction.atomic
def _close(item: ImportItem, outcome: Outcome) -> None:
    """Close the import, and note at its article that the source revoked it."""
    if close_item(item, outcome) and outcome.article and outcome.source_status:
        clearance.revoke(outcome.article, outcome.source_status, source=item.name)
