"""Actions of editors on one import, besides creating its draft: discard, read again, use the feed entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk.audit import log, snapshot
from articles.desk.transitions import IllegalTransitionError
from articles.imports.close import Outcome, close_item
from articles.imports.requeue import reopen_items
from articles.models import ImportItem
from articles.vocabulary import OPEN_IMPORT_STATUSES, WAITING_IMPORT_STATUSES, ImportStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def discard(item: ImportItem, *, user: User | None) -> ImportItem:
    """Discard an import. Its bytes are kept. One that is being read is stopped by its worker within seconds."""
    item = _locked(item)
    if item.status not in OPEN_IMPORT_STATUSES:
        raise IllegalTransitionError(f"This import cannot be discarded: {item.get_status_display().lower()}.")
    before = snapshot(item)
    is_waiting = item.status in WAITING_IMPORT_STATUSES
    close_item(item, cancelled(user) if is_waiting else Outcome(ImportStatus.DISCARDED))
    return _logged("import.cancel" if is_waiting else "import.discard", item, before, user)


def cancelled(user: User | None) -> Outcome:
    """The outcome of an import that was discarded before it was read."""
    by = f" by {user.get_username()}" if user else ""
    return Outcome(ImportStatus.DISCARDED, f"Reading this was cancelled{by}.")


@transaction.atomic
def read_again(item: ImportItem, *, user: User | None) -> ImportItem:
    """Read an import again, from its stored bytes (or from its address, if nothing is stored)."""
    item = _locked(item)
    if item.status not in (ImportStatus.READ, ImportStatus.FAILED, ImportStatus.DISCARDED):
        raise IllegalTransitionError(f"This import cannot be read again: {item.get_status_display().lower()}.")
    if item.is_erased:
        raise IllegalTransitionError("Nothing of this import is stored any more: its story was taken down.")
    before = snapshot(item)
    reopen_items(ImportItem.objects.filter(pk=item.pk))
    return _logged("import.read_again", _locked(item), before, user)


@transaction.atomic
def use_entry(item: ImportItem, *, user: User | None) -> ImportItem:
    """Read the feed entry as the story, because its page cannot be fetched."""
    item = _locked(item)
    if item.entry_id is None or item.status not in (ImportStatus.READ, ImportStatus.FAILED):
        raise IllegalTransitionError("No feed entry is stored for this import.")
    before = snapshot(item)
    reopen_items(ImportItem.objects.filter(pk=item.pk), snapshot=item.entry_id)
    return _logged("import.use_feed_entry", _locked(item), before, user)


def _logged(action: str, item: ImportItem, before: dict[str, Any], user: User | None) -> ImportItem:
    log(action, str(item), user=user, item=item, before=before, after=snapshot(item), source=item.name)
    return item


def _locked(item: ImportItem) -> ImportItem:
    return ImportItem.objects.select_for_update().get(pk=item.pk)
