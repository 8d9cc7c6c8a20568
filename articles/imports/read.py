"""Read one import in the child process: load its story, preview it, close the import."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError, DataError, transaction

from articles.desk import clearance
from articles.desk.other_addresses import keep_addresses
from articles.desk.takedown_keys import TakenDownError
from articles.imports import lease
from articles.imports.close import Outcome, close_item
from articles.imports.erasing import refuse
from articles.imports.fetch_page import SiteBusyError
from articles.imports.load_story import load_story
from articles.imports.preview_story import preview_story
from articles.imports.requeue import postpone_item, retry_item
from articles.readers.fetch import RetryLaterError
from articles.readers.story import UnreadableError
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from articles.models import ImportItem, Takedown

logger = logging.getLogger(__name__)


def read_claimed(item_id: int, claim: str) -> None:
    """Read the import that this claim holds, and close it. Its result is written in one transaction at the end."""
    item = lease.claimed_item(item_id, claim)
    if item is None:
        return  # an editor discarded it meanwhile
    try:
        loaded = load_story(item)
        outcome = loaded if isinstance(loaded, Outcome) else preview_story(loaded)
    except TakenDownError as error:
        _refuse(item, error.takedown)
        return
    except SiteBusyError as busy:
        postpone_item(item, busy.seconds)
        return
    except RetryLaterError as refused:
        retry_item(item, refused)
        return
    except UnreadableError as error:
        outcome = Outcome(ImportStatus.FAILED, str(error))
    except DataError as error:
        outcome = _cannot_be_stored(item_id, error)
    except (DatabaseError, MemoryError):
        raise  # a database that is away is not the fault of the import; a memory limit is reported by the caller
    except Exception as error:
        # A reader that breaks on one page must not stop the queue: the editor gets a sentence, the log the traceback.
        logger.exception("Import %s could not be read", item_id)
        sentence = f"This could not be read because of a fault in the reader ({type(error).__name__})."
        outcome = Outcome(ImportStatus.FAILED, sentence)
    try:
        _close(item, outcome)
    except DataError as error:
        _close(item, _cannot_be_stored(item_id, error))


def _cannot_be_stored(item_id: int, error: DataError) -> Outcome:
    """What the database does not accept, it would not accept the next time either."""
    logger.error("Import %s contains values that the database does not accept", item_id, exc_info=error)
    return Outcome(ImportStatus.FAILED, "This contains values that cannot be stored, because of a fault in the reader.")


@transaction.atomic
def _refuse(item: ImportItem, takedown: Takedown) -> None:
    """Close the import of a story that was removed for good, without its bytes."""
    if lease.lock_claimed(item) is not None:
        close_item(item, refuse(item, takedown))


@transaction.atomic
def _close(item: ImportItem, outcome: Outcome) -> None:
    """Close the import, and note at its article other addresses of it, and that the source revoked it."""
    if not close_item(item, outcome) or outcome.article is None:
        return
    keep_addresses(outcome.article, outcome.addresses)
    if outcome.source_status:
        clearance.revoke(outcome.article, outcome.source_status, source=item.name)
