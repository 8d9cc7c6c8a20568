"""Imports of many stories at once: how far a batch got, and what an editor does with all of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count, Q
from django.utils import timezone

from articles import jobs
from articles.desk.audit import RowChanges, log
from articles.desk.duplicates import looks_like
from articles.desk.moves import IllegalMoveError
from articles.desk.values import story_from
from articles.imports.intake import make_draft, receive, settle
from articles.models import Article, ImportBatch, ImportItem
from articles.text import clean_line
from articles.vocabulary import UNSETTLED, ArticleStatus, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)
# So many drafts are made before others have their turn with the worker: about two seconds.
_DRAFTS_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Tally:
    """How many imports of a batch have each status; a file that was taken apart counts as its parts alone."""

    counts: Mapping[str, int]
    lookalikes: int = 0

    def of(self, *statuses: ImportStatus) -> int:
        return sum(self.counts.get(status, 0) for status in statuses)

    @property
    def total(self) -> int:
        return sum(self.counts.values()) - self.of(ImportStatus.UNPACKED)

    @property
    def waiting(self) -> int:
        return self.of(ImportStatus.RECEIVED, ImportStatus.READING)

    @property
    def failed(self) -> int:
        return self.of(ImportStatus.FAILED)

    @property
    def read(self) -> int:
        """Whatever was read, and what has become of it since."""
        return self.total - self.waiting - self.failed - self.of(ImportStatus.MAPPING)

    @property
    def drafted(self) -> int:
        return self.of(ImportStatus.DRAFTED)

    @property
    def to_draft(self) -> int:
        return self.of(ImportStatus.READ) - self.lookalikes

    @property
    def unsettled(self) -> int:
        return self.of(*UNSETTLED)


def tally(batch: ImportBatch) -> Tally:
    return tallies([batch.pk]).get(batch.pk, Tally({}))


def tallies(batch_ids: list[int]) -> dict[int, Tally]:
    """The tallies of several batches, in one question."""
    lookalike = Count("is_lookalike", filter=Q(is_lookalike=True, status=ImportStatus.READ))
    rows = ImportItem.objects.filter(batch__in=batch_ids).order_by().values_list("batch", "status")
    found: dict[int, Tally] = {}
    for batch, status, count, alike in rows.annotate(count=Count("pk"), alike=lookalike):
        before = found.get(batch, Tally({}))
        found[batch] = Tally({**before.counts, status: count}, before.lookalikes + alike)
    return found


@transaction.atomic
def receive_many(given: Iterable[Mapping[str, Any]], *, user: User | None, note: str = "") -> ImportBatch:
    """Receive several things as one batch; `given` are what `intake.receive` takes."""
    batch = open_batch(user=user, note=note)
    for one in given:
        receive(**one, user=user, batch=batch)
    return batch


def open_batch(*, user: User | None, note: str = "") -> ImportBatch:
    return ImportBatch.objects.create(created_by=user, note=clean_line(note)[:200])


@transaction.atomic
def ask_for_drafts(batch: ImportBatch, *, user: User | None) -> Tally:
    """Let the worker make drafts of all that were read and look like no other story; the answer says how many."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    found = tally(batch)
    if not found.to_draft:
        raise IllegalMoveError("There is nothing in this batch to make a draft of.")
    batch.drafts_wanted, batch.drafts_wanted_by = True, user
    batch.save()
    jobs.enqueue(jobs.make_drafts, batch.pk)
    log(
        "batch.request_drafts", str(batch), user=user, batch=batch,
        details={"drafts": found.to_draft, "left": found.lookalikes},
    )  # fmt: skip
    return found


def make_drafts(batch_id: int) -> int:
    """Make some of the drafts that were asked for, and ask for the rest; how many were made.

    Killed at any point, what is left is asked for by `intake.sweep`. One story that makes trouble does not stop it.
    """
    batch = ImportBatch.objects.select_related("drafts_wanted_by").get(pk=batch_id)
    if not batch.drafts_wanted:
        return 0
    some = list(batch.items.to_draft().order_by("pk")[:_DRAFTS_AT_ONCE])
    made = sum(draft_if_new(item, user=batch.drafts_wanted_by) for item in some)
    if some:
        jobs.enqueue(jobs.make_drafts, batch_id)
    else:
        ImportBatch.objects.filter(pk=batch_id).update(drafts_wanted=False)
    return made


def draft_if_new(item: ImportItem, *, user: User | None) -> bool:
    """Make a draft of the item, unless it looks like another story by now: then an editor compares them."""
    try:
        with transaction.atomic():
            if _became_lookalike(item):
                return False
            make_draft(item, user=user, fields={})
    except IllegalMoveError:
        return False  # an editor was quicker: it is drafted or discarded already
    except (OperationalError, InterfaceError):
        raise  # the database is away, which is not the item's fault: the sweep asks again
    except Exception as error:
        logger.exception("No draft could be made of import %s", item.pk)
        settle(
            item, ImportStatus.FAILED, error=f"It was read, but no draft could be made of it ({type(error).__name__})."
        )
        return False
    return True


@transaction.atomic
def read_failed_again(batch: ImportBatch, *, user: User | None) -> int:
    """Read anew what could not be read; how many that are."""
    changes = RowChanges()
    changes.watch(items := list(batch.items.failed().select_for_update().defer("preview").order_by("pk")))
    failed = [item.pk for item in items]
    batch.items.filter(pk__in=failed).update(
        status=ImportStatus.RECEIVED, error="", attempts=0, finished_at=None, is_lookalike=False, columns=None
    )
    for pk in failed:
        jobs.enqueue(jobs.read_import, pk, priority=jobs.LATER)
    if failed:
        log("batch.read_again", str(batch), user=user, batch=batch, related=changes, details={"count": len(failed)})
    return len(failed)


@transaction.atomic
def discard_rest(batch: ImportBatch, *, user: User | None) -> int:
    """Put aside all that nobody made a draft of; how many that are. Their bytes are kept."""
    changes = RowChanges()
    changes.watch(batch.items.unsettled().defer("preview"))
    count = batch.items.unsettled().update(status=ImportStatus.DISCARDED, finished_at=timezone.now(), error="")
    if count:
        log("batch.discard_rest", str(batch), user=user, batch=batch, related=changes, details={"count": count})
    return count


def _became_lookalike(item: ImportItem) -> bool:
    """Whether it looks like a story that came to be since it was read, perhaps out of the same file."""
    updates = item.preview.get("updates")
    if updates:
        # A new version of a story that is here is meant to look like it; one that was discarded does not come back unseen.
        discarded = Article.objects.filter(pk=updates["id"], review_status=ArticleStatus.DISCARDED).exists()
        if discarded:
            item.is_lookalike = True
            item.save(update_fields=["is_lookalike"])
        return discarded
    alike = looks_like(story_from(item.preview["story"]))
    if alike:
        item.preview["looks_like"], item.is_lookalike = alike, True
        item.save(update_fields=["preview", "is_lookalike"])
    return bool(alike)
