"""From a story that was read to the preview that an editor checks: is it known, and what is found in it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.desk.duplicates import find_known
from articles.desk.extraction_input import with_language
from articles.desk.import_preview import preview_of
from articles.desk.incoming import incoming_story
from articles.desk.near_duplicates import articles_like
from articles.desk.takedown_keys import TakenDownError, takedown_of
from articles.imports.close import Outcome
from articles.imports.extract import extract_from_story
from articles.readers.page_kinds import page_problems_among
from articles.readers.restrictions import REVOKED, revocation
from articles.readers.story import UnreadableError
from articles.vocabulary import ArticleStatus, ImportStatus

if TYPE_CHECKING:
    from articles.readers.story import Story


def preview_story(story: Story) -> Outcome:
    """READ with the preview, DUPLICATE of a known story, or REVOKED by its source.

    Raises TakenDownError for a story that was removed for good.
    """
    incoming = incoming_story(with_language(story))
    takedown = takedown_of(incoming)
    if takedown is not None:
        raise TakenDownError(takedown)
    story = incoming.story
    known = find_known(incoming)
    if story.source_status in REVOKED:  # its source cancelled or withholds it: it becomes no draft
        sentence = revocation(story.source_status)
        if known is None:
            return Outcome(ImportStatus.REVOKED, f"{sentence} No story of it is here.")
        return Outcome(ImportStatus.REVOKED, sentence, article=known.article, source_status=story.source_status)
    if not story.body:
        raise UnreadableError(" ".join(["No text of a story was found in it.", *page_problems_among(story.problems)]))
    if known and not known.changed:
        return Outcome(ImportStatus.DUPLICATE, article=known.article, addresses=incoming.addresses)
    similar = articles_like(incoming.fingerprint)
    findings = extract_from_story(story)
    preview = preview_of(story, findings, known, similar)
    # A new version of a discarded story is not drafted with its batch: an editor decides.
    is_discarded = known is not None and known.article.review_status == ArticleStatus.DISCARDED
    return Outcome(ImportStatus.READ, preview=preview, is_lookalike=bool(preview["looks_like"]) or is_discarded)
