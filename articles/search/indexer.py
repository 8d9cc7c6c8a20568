"""The only writer of the index: applies the outbox to it, and builds a new index next to it if necessary.

Nothing is lost or doubled: a document is replaced by its key, so that applying a row twice changes nothing, and the
cursor of the outbox is itself a document, committed with what was read up to it.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import tantivy
from django.db import Error as DatabaseFailure
from django.db import close_old_connections

from articles.models import Article, Entity, SearchOutbox
from articles.search import storage
from articles.search.index_documents import entity_documents, story_documents
from articles.search.open_index import generation, open_folder
from articles.search.outbox_cursor import KEEP_ROWS, OutboxCursor, cursor_in
from articles.search.schema import ENTITY, STATE, STORY, key_of, schema
from articles.vocabulary import COUNTRY_FEATURE_CODES

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = ["Indexer", "generation", "rebuild"]

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
_BATCH = 200
_CHUNK = 500
_HEAP = 64_000_000
_PAUSE_AFTER_FAILURE = 2.0


def _stored_cursor(folder: Path) -> OutboxCursor:
    """Raises ValueError, KeyError or OSError for a folder that holds no sound index."""
    cursor = cursor_in(open_folder(folder))
    if cursor is None:
        raise ValueError("it does not say how far the outbox was read")
    return cursor


def _cursor_document(cursor: OutboxCursor) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("key", key_of(STATE, "outbox"))
    document.add_text("type", STATE)
    document.add_bytes("stored", json.dumps(cursor.as_json()).encode())
    return document


class _Writing:
    """An open writer of one folder. Changes become visible and durable with `commit`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writer = tantivy.Index(schema(), path=str(folder), reuse=True).writer(_HEAP, 1)

    def stories(self, ids: Collection[int]) -> set[int]:
        """Replace the documents of these stories if they are public. Returns the entities that they name now."""
        for pk in ids:
            self._delete(key_of(STORY, pk))
        named: set[int] = set()
        for _, entities, documents in story_documents(ids):
            named |= entities
            for document in documents:
                self._replace(document)
        return named

    def entities(self, ids: Collection[int]) -> None:
        wanted = sorted(ids)
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            for pk in chunk:
                self._delete(key_of(ENTITY, pk))
            for _, document in entity_documents(chunk):
                self._writer.add_document(document)

    def commit(self, cursor: OutboxCursor) -> None:
        self._replace(_cursor_document(cursor))
        self._writer.commit()

    def rollback(self) -> None:
        self._writer.rollback()

    def close(self) -> None:
        """Wait for merges, so that the folder is complete and its lock is released."""
        self._writer.wait_merging_threads()

    def _replace(self, document: tantivy.Document) -> None:
        self._delete(str(document.get_first("key")))
        self._writer.add_document(document)

    def _delete(self, key: str) -> None:
        self._writer.delete_documents_by_term("key", key)


class Indexer:
    """Keeps the current index in sync with the database.

    One per index folder: the caller holds the lock (`exclusive`).
    """

    def __init__(self) -> None:
        self._writing: _Writing | None = None
        self._cursor = OutboxCursor()

    @staticmethod
    def exclusive() -> AbstractContextManager[None]:
        """A context manager that holds the lock; raises storage.BusyError with a sentence for the operator."""
        return storage.lock("indexer", f"Another indexer is already running on {storage.root()}.")

    def drain(self) -> int:
        """Bring the index up to date. Returns the number of rows applied. Rebuilds a missing or damaged index."""
        writing = self._on_current()
        rows_done = 0
        while rows := self._cursor.pending():
            self._do(writing, rows)
            rows_done += len(rows)
        return rows_done

    def run(self, stop: threading.Event, then: Callable[[], object] = lambda: None) -> None:
        """Keep the index up to date until `stop` is set. `then` is called each time it is."""
        pruned = datetime.min.replace(tzinfo=UTC)
        while not stop.is_set():
            try:
                self.drain()
                then()
                if datetime.now(UTC) - pruned > timedelta(hours=1):
                    self.prune()
                    pruned = datetime.now(UTC)
            except DatabaseFailure as error:
                log.warning("The database is not responding, retrying: %s", error)
                close_old_connections()
                stop.wait(_PAUSE_AFTER_FAILURE)
            except storage.BusyError:  # a manual rebuild: this indexer continues with its index
                stop.wait(_PAUSE_AFTER_FAILURE)
            stop.wait(POLL_SECONDS)

    def prune(self) -> int:
        """Rows older than a day go; the newest done row stays, so that an index can tell whether it missed any."""
        old = SearchOutbox.objects.filter(created__lt=datetime.now(UTC) - KEEP_ROWS, id__lt=self._cursor.top)
        return old.delete()[0]

    def close(self) -> None:
        if self._writing:
            self._writing.close()
            self._writing = None

    def _do(self, writing: _Writing, rows: list[SearchOutbox]) -> None:
        stories = {row.article_id for row in rows if row.article_id}
        changed = {row.entity_id for row in rows if row.entity_id}
        renamed = _renamed_countries(writing.folder, changed)
        changed |= set(Entity.objects.filter(place__country__in=renamed).values_list("pk", flat=True))
        before = _entities_in_index(writing.folder, stories)
        try:
            writing.entities(changed | before | writing.stories(stories))
        except DatabaseFailure:
            writing.rollback()
            raise
        self._cursor.mark_done(rows)
        writing.commit(self._cursor)

    def _on_current(self) -> _Writing:
        """The writer of the current index, reopened after a rebuild replaced the index."""
        folder = storage.current()
        is_open = self._writing and self._writing.folder == folder and folder.is_dir()
        # Also while it runs: the database may have been away for longer than rows are kept.
        if self._writing and is_open and not self._cursor.rows_were_pruned():
            return self._writing
        self.close()
        folder = _sound(folder)
        self._cursor = _stored_cursor(folder)
        self._writing = _Writing(folder)
        return self._writing


def _sound(folder: Path | None) -> Path:
    """The folder itself, or a new one if it has no usable index."""
    if folder is None:
        log.info("There is no search index of this version yet; building it.")
        return rebuild()
    try:
        cursor = _stored_cursor(folder)
    except (ValueError, OSError, KeyError) as error:
        log.warning("The search index in %s is damaged (%s); rebuilding it.", folder, error)
        return rebuild()
    if cursor.rows_were_pruned():
        log.info("The search index was away for longer than changes are kept: building it again.")
        return rebuild()
    if cursor.is_of_another_past():
        log.info("The search index is newer than the database, which was restored: building it again.")
        return rebuild()
    return folder


def _entities_in_index(folder: Path, stories: Collection[int]) -> set[int]:
    """The entities that the stories named when last indexed; their counts change, too."""
    index = open_folder(folder)
    keys = [key_of(STORY, pk) for pk in stories]
    found = index.find(tantivy.Query.term_set_query(schema(), "key", keys), limit=len(keys) + 1)
    return {entity for address in found.addresses for entity in index.stored(address)["entities"]}


def _renamed_countries(folder: Path, entities: Collection[int]) -> set[int]:
    """Those of the entities that are countries and are not in the index under their name and code: their places show it."""
    countries = Entity.objects.filter(place__feature_code__in=COUNTRY_FEATURE_CODES, pk__in=entities)
    now = {pk: (name, code) for pk, name, code in countries.values_list("pk", "name", "place__country_code")}
    if not now:
        return set()
    index = open_folder(folder)
    found = index.find(
        tantivy.Query.term_set_query(schema(), "key", [key_of(ENTITY, pk) for pk in now]), limit=len(now)
    )
    labels = [index.stored(address)["label"] for address in found.addresses]
    return now.keys() - {label["id"] for label in labels if (label["name"], label["country_code"]) == now[label["id"]]}


def rebuild(progress: Callable[[int, int], None] = lambda _done, _of: None) -> Path:
    """Build a new index next to the current one and swap them. Raises storage.BusyError during another rebuild."""
    with storage.lock("rebuild", f"The index in {storage.root()} is already being rebuilt."):
        folder = storage.new_folder()
        cursor = (
            OutboxCursor.now()
        )  # before the first story is read: whatever changes from here on has a row that comes after
        writing = _Writing(folder)
        ids = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
        named: set[int] = set()
        for start in range(0, len(ids), _BATCH):
            named |= writing.stories(ids[start : start + _BATCH])
            progress(min(start + _BATCH, len(ids)), len(ids))
        writing.entities(named)
        writing.commit(cursor)
        writing.close()
        storage.make_current(folder)
        return folder
