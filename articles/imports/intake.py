"""The one gate in: what comes is kept as bytes at once, read by a worker, looked at by an editor, and made a draft."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import jobs
from articles.desk import appearances
from articles.desk.audit import log, snapshot
from articles.desk.drafting import Made, make_article
from articles.desk.moves import IllegalMoveError
from articles.desk.propose import propose
from articles.desk.statements import labels_of
from articles.desk.statuses import return_to_draft
from articles.desk.values import findings_from, story_from
from articles.imports import leases
from articles.models import Article, ImportBatch, ImportItem, Snapshot
from articles.text import clean_line
from articles.vocabulary import UNSETTLED, ArticleStatus, Door, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

    from articles.readers.part import KindName

# So many processes may end over one item before it is given up.
MAX_DEATHS = 3


@transaction.atomic
def receive(
    *,
    door: str,
    content: bytes | None,
    url: str = "",
    name: str = "",
    user: User | None,
    batch: ImportBatch | None = None,
    kind: KindName = "auto",
) -> ImportItem:
    """Keep what came in, and ask for it to be read. The address door brings no bytes: the worker fetches them."""
    if content is None and door != Door.ADDRESS:
        raise ValueError("Only an address comes without content.")
    item = ImportItem.objects.create(
        batch=batch or ImportBatch.objects.create(created_by=user),
        door=door,
        kind=kind,
        name=clean_line(name or url)[:1000],
        url=url.strip()[:2000],
        snapshot=keep(content) if content is not None else None,
    )
    jobs.enqueue(jobs.read_import, item.pk)
    return item


def keep(content: bytes, **how: Any) -> Snapshot:
    """Keep raw bytes. `how` are the columns of Snapshot that say where they are from."""
    snapshot = snapshot_of(content, **how)
    snapshot.save()
    return snapshot


def snapshot_of(content: bytes, **how: Any) -> Snapshot:
    """The same, not written yet."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Snapshot(sha256=sha256, compressed=zlib.compress(content), size=len(content), **how)


@transaction.atomic
def make_draft(item: ImportItem, *, user: User | None, fields: Mapping[str, Any]) -> Article:
    """The article of this item: new, or the one that is here already. Asked again, it answers with the same.

    `fields` are what the editor changed at the preview (names of columns; `outlet` may be a name, `body` a list of
    {"role", "text"}): no later import overwrites them. A story that was discarded comes back with a new version of it.
    """
    item = ImportItem.objects.select_for_update().get(pk=item.pk)
    if item.article is not None:
        return item.article
    if item.status != ImportStatus.READ:
        raise IllegalMoveError(f"This import cannot become a draft: {item.get_status_display().lower()}.")
    story = story_from(item.preview["story"])
    made = make_article(story, fields, user=user)
    article = made.article
    if made.changed and article.review_status == ArticleStatus.DISCARDED:
        article = return_to_draft(article, user=user)
    if made.has_new_text:
        propose(article, findings_from(item.preview["findings"]))
        appearances.rebuild(article)
        if {"headline", "description", "body"} & set(article.touched_fields):
            jobs.enqueue(jobs.find_again, article.pk)
    status, key = _came_to(made)
    settle(item, status, article=article)
    if made.changed:
        item.preview = {"changed": labels_of(made.changed)}
        item.save(update_fields=["preview"])
    details = {"changed": labels_of(made.changed)} if made.changed else {}
    after = snapshot(article) if made.is_new else {}
    log(key, str(article), user=user, article=article, item=item, after=after, details=details, source=item.name)
    return article


def _came_to(made: Made) -> tuple[ImportStatus, str]:
    if made.is_new:
        return ImportStatus.DRAFTED, "import.draft"
    return (ImportStatus.VERSION, "import.version") if made.changed else (ImportStatus.DUPLICATE, "import.duplicate")


@transaction.atomic
def discard(item: ImportItem, *, user: User | None) -> ImportItem:
    """Put an import aside. Its bytes are kept."""
    item = ImportItem.objects.select_for_update().get(pk=item.pk)
    if item.status not in UNSETTLED:
        raise IllegalMoveError(f"This import cannot be discarded: {item.get_status_display().lower()}.")
    before = snapshot(item)
    settle(item, ImportStatus.DISCARDED)
    log("import.discard", str(item), user=user, item=item, before=before, after=snapshot(item), source=item.name)
    return item


@transaction.atomic
def read_again(item: ImportItem, *, user: User | None) -> ImportItem:
    """Read an import anew, from the bytes that were kept (or from its address, where there are none)."""
    item = ImportItem.objects.select_for_update().get(pk=item.pk)
    if item.status not in (ImportStatus.READ, ImportStatus.FAILED, ImportStatus.DISCARDED):
        raise IllegalMoveError(f"This import cannot be read again: {item.get_status_display().lower()}.")
    before = snapshot(item)
    _await(item)
    log("import.read_again", str(item), user=user, item=item, before=before, after=snapshot(item), source=item.name)
    return item


@transaction.atomic
def use_entry(item: ImportItem, *, user: User | None) -> ImportItem:
    """Take what a feed gave of a story for the story, where its page cannot be had."""
    item = ImportItem.objects.select_for_update().get(pk=item.pk)
    if item.entry_id is None or item.status not in (ImportStatus.READ, ImportStatus.FAILED):
        raise IllegalMoveError("There is nothing of this import that a feed gave.")
    before = snapshot(item)
    item.snapshot_id = item.entry_id
    _await(item)
    log("import.use_feed_entry", str(item), user=user, item=item, before=before, after=snapshot(item), source=item.name)
    return item


def _await(item: ImportItem) -> None:
    """Let the item wait for a worker, as on its first day: of a table, the columns are asked for again."""
    item.status, item.error, item.attempts, item.preview = ImportStatus.RECEIVED, "", 0, {}
    item.is_lookalike, item.columns = False, None
    item.save()
    jobs.enqueue(jobs.read_import, item.pk)


def settle(item: ImportItem, status: ImportStatus, *, article: Article | None = None, error: str = "") -> None:
    item.status, item.error, item.finished_at = status, error, timezone.now()
    item.article = article or item.article
    if status in (ImportStatus.DRAFTED, ImportStatus.VERSION, ImportStatus.DUPLICATE, ImportStatus.REVOKED):
        item.preview = {}  # it lives on in the article and its versions
    item.save()


def count_death(item: ImportItem) -> bool:
    """Count that reading the item ended a process, and fail it when that was once too often; whether it may be tried again.

    The caller holds the row.
    """
    item.attempts += 1
    if item.attempts >= MAX_DEATHS:
        settle(
            item,
            ImportStatus.FAILED,
            error=f"Reading this stopped the worker {MAX_DEATHS} times, so it is not tried again.",
        )
        return False
    item.save(update_fields=["attempts"])
    return True


@transaction.atomic
def sweep() -> int:
    """Ask again for the items that nobody works at any more; those whose process died have that counted."""
    for item in ImportItem.objects.select_for_update().filter(status=ImportStatus.READING):
        if leases.is_abandoned(item) and (not leases.holder_died(item) or count_death(item)):
            ImportItem.objects.filter(pk=item.pk).update(status=ImportStatus.RECEIVED, claimed_at=None, claimed_by="")
    waiting = (
        DBTaskResult.objects.ready()
        .filter(task_path=jobs.read_import.module_path)
        .values_list("args_kwargs", flat=True)
    )
    asked = {task["args"][0] for task in waiting}
    received = ImportItem.objects.filter(status=ImportStatus.RECEIVED).values_list("pk", "parent")
    # An item that a worker is just about to claim is asked for twice: the second reading finds it claimed, and ends.
    orphans = [(pk, parent) for pk, parent in received if pk not in asked]
    for pk, parent in orphans:
        jobs.enqueue(jobs.read_import, pk, priority=jobs.LATER if parent else jobs.SOON)
    _sweep_drafts()
    return len(orphans)


def _sweep_drafts() -> None:
    """The drafts that were asked for, and whose worker died over them."""
    waiting = (
        DBTaskResult.objects.ready()
        .filter(task_path=jobs.make_drafts.module_path)
        .values_list("args_kwargs", flat=True)
    )
    asked = {task["args"][0] for task in waiting}
    for batch in ImportBatch.objects.to_draft().exclude(pk__in=asked):
        jobs.enqueue(jobs.make_drafts, batch.pk)
