"""The only writer of the index: applies the outbox to it, and builds a new index next to it if necessary.

Nothing is lost or doubled: a document is replaced by its key, so that applying a row twice changes nothing, and the
cursor of the outbox is itself a document, committed with what was read up to it. The number of stories that name an
entity is stored with it, and changes by the stories that come and go: nothing is counted again. The roles of people
are read from the record, which follows the same outbox after the index: a second document says up to which version of the
record they were.

What was written is read again after each commit, and all of the index in turn: a damaged index is rebuilt (`verification`).
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import tantivy
from django.db import Error as DatabaseFailure
from django.db import close_old_connections

from articles.batches import batches
from articles.models import Article, Entity, Heartbeat, SearchOutbox
from articles.models.heartbeat import BEAT_SECONDS
from articles.search import storage
from articles.search.engine_failures import ENGINE_CALLS, IndexFailedError
from articles.search.index_documents import entity_documents, story_documents
from articles.search.index_state import (
    IndexPosition,
    last_takedown,
    state_documents,
    stored_cursor,
    stored_position,
)
from articles.search.open_index import generation, open_folder
from articles.search.outbox_cursor import KEEP_ROWS, OutboxCursor
from articles.search.person_descriptions import descriptions, entities_changed_since, record_version
from articles.search.schema import ENTITY, STORY, key_of, schema
from articles.search.verification import BYTES_PER_ROUND, DamagedIndexError, Verifier
from articles.vocabulary import COUNTRY_FEATURE_CODES, EntityKind
from newsroom.storage_errors import storage_problem

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any

    from articles.search.open_index import OpenIndex

__all__ = ["Indexer", "generation", "rebuild"]

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
_BATCH = 200
_CHUNK = 500
_HEAP = 64_000_000
_PAUSE_AFTER_FAILURE = 2.0
# How often the files are compared with what was written, and how often some of those that seem unchanged are read again.
CHECK_SECONDS, READ_SECONDS = 5.0, 60.0
# A full disk is tried again after this time, and an index that was damaged again after it was rebuilt.
_PAUSE_WITHOUT_DISK = 30.0
_PRUNE_SECONDS = 3600.0
# Every request opens the current index, and none takes as long.
REPLACED_SECONDS = 30.0


class _Writing:
    """An open writer of one folder. Changes become visible and durable with `commit`. All methods raise IndexFailedError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._verifier = Verifier(folder)
        with ENGINE_CALLS:
            self._writer = tantivy.Index(schema(), path=str(folder), reuse=True).writer(_HEAP, 1)

    def stories(self, ids: Collection[int]) -> Counter[int]:
        """Replace the documents of these stories if they are public. Returns how many of them name each entity now."""
        for pk in ids:
            self._delete(key_of(STORY, pk))
        named: Counter[int] = Counter()
        for _, entities, documents in story_documents(ids):
            named.update(entities)
            for document in documents:
                self._replace(document)
        return named

    def entities(self, stories: Mapping[int, int]) -> None:
        """Replace the documents of these entities, by the number of stories that name each."""
        for chunk in batches(sorted(stories), _CHUNK):
            for pk in chunk:
                self._delete(key_of(ENTITY, pk))
            for _, document in entity_documents({pk: stories[pk] for pk in chunk}, descriptions(chunk)):
                with ENGINE_CALLS:
                    self._writer.add_document(document)

    def commit(self, cursor: OutboxCursor, position: IndexPosition) -> None:
        """Raises DamagedIndexError if what was written cannot be read."""
        for document in state_documents(cursor, position):
            self._replace(document)
        with ENGINE_CALLS:
            self._writer.commit()
        self.check(cursor)

    def check(self, cursor: OutboxCursor, more_bytes: int = 0) -> None:
        """Whether the folder has what was committed last, with this cursor. Raises DamagedIndexError."""
        self._verifier.check(more_bytes)
        if stored_cursor(self.folder).top != cursor.top:
            raise DamagedIndexError("it is not the one that was written last")

    def rollback(self) -> None:
        with ENGINE_CALLS:
            self._writer.rollback()

    def close(self) -> None:
        """Wait for merges, so that the folder is complete and its lock is released."""
        with ENGINE_CALLS:
            self._writer.wait_merging_threads()

    def _replace(self, document: tantivy.Document) -> None:
        self._delete(str(document.get_first("key")))
        with ENGINE_CALLS:
            self._writer.add_document(document)

    def _delete(self, key: str) -> None:
        with ENGINE_CALLS:
            self._writer.delete_documents_by_term("key", key)


class Indexer:
    """Keeps the current index in sync with the database.

    One per index folder: the caller holds the lock (`exclusive`).
    """

    def __init__(self) -> None:
        self._writing: _Writing | None = None
        self._cursor = OutboxCursor()
        self._position = IndexPosition(0)
        self._may_hold_removed = False
        self._remove_replaced_at = float("inf")
        self._is_damaged = False
        self._check_at = self._read_at = self._beat_at = 0.0
        self._rebuilt_at = self._pruned_at = float("-inf")

    @staticmethod
    def exclusive() -> AbstractContextManager[None]:
        """A context manager that holds the lock; raises storage.BusyError with a sentence for the operator."""
        return storage.lock("indexer", f"Another indexer is already running on {storage.root()}.")

    def drain(self) -> int:
        """Bring the index up to date with the outbox, and with the roles of people in the record as it is now. Returns the
        number of rows applied. Rebuilds a missing or damaged index.
        """
        writing = self._on_current()
        rows_done = 0
        while rows := self._cursor.pending():
            self._do(writing, rows)
            rows_done += len(rows)
        self._describe_people(writing)
        if rows_done or self._may_hold_removed:
            self._erase_removed()
        return rows_done

    def _erase_removed(self) -> None:
        """Write the index from scratch if a story was taken down since it was: the words of deleted documents stay in its
        files until they are merged. The replaced files go once readers have opened the new ones.
        """
        self._may_hold_removed = True
        if last_takedown() > self._position.takedown:
            log.info("A story was taken down: building the search index again without it.")
            self.close()
            rebuild()
            self._remove_replaced_at = time.monotonic() + REPLACED_SECONDS
        self._may_hold_removed = False

    def follow_record(self) -> None:
        """Bring the roles of people up to date with the record."""
        self._describe_people(self._on_current())

    def run(self, stop: threading.Event, then: Callable[[], object] = lambda: None) -> None:
        """Keep the index up to date until `stop` is set. `then` is called each time it is, to bring the record up to date."""
        while not stop.is_set():
            stop.wait(self._round(then))

    def _round(self, then: Callable[[], object]) -> float:
        """Returns the seconds to wait before the next round."""
        try:
            if self._is_damaged:
                self._rebuild_damaged()
            self.drain()
            then()
            self.follow_record()
            self.check()
            self._say_alive()
            if time.monotonic() > self._remove_replaced_at:
                storage.remove_replaced()
                self._remove_replaced_at = float("inf")
            if time.monotonic() - self._pruned_at > _PRUNE_SECONDS:
                self.prune()
                self._pruned_at = time.monotonic()
        except DatabaseFailure as error:
            problem = storage_problem(error)
            log.warning("The database is not responding, retrying: %s", problem or error)
            close_old_connections()
            return _PAUSE_WITHOUT_DISK if problem else _PAUSE_AFTER_FAILURE
        except storage.BusyError:  # a manual rebuild: this indexer continues with its index
            return _PAUSE_AFTER_FAILURE
        except (IndexFailedError, OSError) as error:
            return self._failed(error)
        return POLL_SECONDS

    def _say_alive(self) -> None:
        if time.monotonic() >= self._beat_at:
            Heartbeat.objects.beat("indexer")
            self._beat_at = time.monotonic() + BEAT_SECONDS

    def check(self) -> None:
        """Read what is new on disk, and from time to time everything. Raises DamagedIndexError."""
        now = time.monotonic()
        if now < self._check_at:
            return
        more_bytes = BYTES_PER_ROUND if now >= self._read_at else 0
        self._check_at, self._read_at = now + CHECK_SECONDS, now + READ_SECONDS if more_bytes else self._read_at
        self._on_current().check(self._cursor, more_bytes)

    def _failed(self, error: IndexFailedError | OSError) -> float:
        """Give up the writer. The index is rebuilt in the next round, unless the disk is the reason."""
        with suppress(IndexFailedError):
            self.close()
        self._writing = None
        problem = storage_problem(error)
        if problem:
            log.error("The search index cannot be written. %s", problem)
            return _PAUSE_WITHOUT_DISK
        if isinstance(error, OSError):
            raise error
        log.warning("The search index in %s is damaged (%s); rebuilding it.", storage.current(), error)
        self._is_damaged = True
        return max(POLL_SECONDS, self._rebuilt_at + _PAUSE_WITHOUT_DISK - time.monotonic())

    def _rebuild_damaged(self) -> None:
        self._rebuilt_at = time.monotonic()
        rebuild()
        self._is_damaged = False
        log.info("The search index was rebuilt.")

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
        index = open_folder(writing.folder)
        renamed = _renamed_countries(index, changed)
        changed |= set(Entity.objects.filter(place__country__in=renamed).values_list("pk", flat=True))
        before = _named_in_index(index, stories)
        try:
            named = writing.stories(stories)
            counts = _story_counts(index, {*changed, *before, *named})
            writing.entities({pk: number + named[pk] - before[pk] for pk, number in counts.items()})
        except DatabaseFailure:
            writing.rollback()
            raise
        self._cursor.mark_done(rows)
        writing.commit(self._cursor, self._position)

    def _describe_people(self, writing: _Writing) -> None:
        """Write the documents of the people again whose role in the record is another one than in the index."""
        version = record_version()
        if version in (0, self._position.version):
            return
        index, changed = open_folder(writing.folder), entities_changed_since(self._position.version)
        stories: dict[int, int] = {}
        for chunk in batches(sorted(_people_in_index(index) if changed is None else changed), _CHUNK):
            labels = [label for label in _entities_in_index(index, chunk) if label["kind"] == EntityKind.PERSON]
            now = descriptions([label["id"] for label in labels])
            stories |= {one["id"]: one["stories"] for one in labels if one["description"] != now.get(one["id"], "")}
        # Without a difference the version is written with the next change: a commit makes readers open the index again.
        if stories:
            try:
                writing.entities(stories)
            except DatabaseFailure:
                writing.rollback()
                raise
            writing.commit(self._cursor, replace(self._position, version=version))
        self._position.version = version

    def _on_current(self) -> _Writing:
        """The writer of the current index, reopened after a rebuild replaced the index."""
        folder = storage.current()
        is_open = self._writing and self._writing.folder == folder and folder.is_dir()
        # Also while it runs: the database may have been away for longer than rows are kept.
        if self._writing and is_open and not self._cursor.rows_were_pruned():
            return self._writing
        self.close()
        folder = _sound(folder)
        self._cursor, self._position = stored_cursor(folder), stored_position(folder)
        self._may_hold_removed = True
        if self._position.takedown:  # a process that was stopped may have left the files from before
            self._remove_replaced_at = time.monotonic() + REPLACED_SECONDS
        self._writing = _Writing(folder)
        return self._writing


def _sound(folder: Path | None) -> Path:
    """The folder itself, or a new one if it has no usable index."""
    if folder is None:
        log.info("There is no search index of this version yet; building it.")
        return rebuild()
    try:
        cursor, _ = stored_cursor(folder), stored_position(folder)
    except IndexFailedError as error:
        log.warning("The search index in %s is damaged (%s); rebuilding it.", folder, error)
        return rebuild()
    if cursor.rows_were_pruned():
        log.info("The search index was away for longer than changes are kept: building it again.")
        return rebuild()
    if cursor.is_of_another_past():
        log.info("The search index is newer than the database, which was restored: building it again.")
        return rebuild()
    return folder


def _named_in_index(index: OpenIndex, stories: Collection[int]) -> Counter[int]:
    """How many of the stories named each entity when last indexed."""
    return Counter(pk for stored in _documents(index, STORY, stories) for pk in stored["entities"])


def _entities_in_index(index: OpenIndex, ids: Collection[int]) -> list[dict[str, Any]]:
    """The labels of those of the entities that are in the index."""
    return [stored["label"] for stored in _documents(index, ENTITY, ids)]


def _story_counts(index: OpenIndex, ids: Collection[int]) -> dict[int, int]:
    """How many stories named each of the entities when last indexed."""
    return dict.fromkeys(ids, 0) | {label["id"]: label["stories"] for label in _entities_in_index(index, ids)}


def _documents(index: OpenIndex, kind: str, ids: Collection[int]) -> Iterator[dict[str, Any]]:
    for chunk in batches(sorted(ids), _CHUNK):
        keys = tantivy.Query.term_set_query(schema(), "key", [key_of(kind, pk) for pk in chunk])
        yield from map(index.stored, index.find(keys, limit=len(chunk)).addresses)


def _people_in_index(index: OpenIndex) -> list[int]:
    people = tantivy.Query.term_query(schema(), "kind", EntityKind.PERSON)
    return index.ids(index.find(people, limit=max(1, index.count(people))).addresses)


def _renamed_countries(index: OpenIndex, entities: Collection[int]) -> set[int]:
    """Those of the entities that are countries and are not in the index under their name and code: their places show it."""
    countries = Entity.objects.filter(place__feature_code__in=COUNTRY_FEATURE_CODES, pk__in=entities)
    now = {pk: (name, code) for pk, name, code in countries.values_list("pk", "name", "place__country_code")}
    labels = _entities_in_index(index, now.keys())
    return now.keys() - {label["id"] for label in labels if (label["name"], label["country_code"]) == now[label["id"]]}


def rebuild(progress: Callable[[int, int], None] = lambda _done, _of: None) -> Path:
    """Build a new index next to the current one and swap them. Raises storage.BusyError during another rebuild."""
    with storage.lock("rebuild", f"The index in {storage.root()} is already being rebuilt."):
        folder = storage.new_folder()
        cursor = (
            OutboxCursor.now()
        )  # before the first story is read: whatever changes from here on has a row that comes after
        position = IndexPosition(record_version(), last_takedown())
        writing = _Writing(folder)
        ids = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
        named: Counter[int] = Counter()
        done = 0
        for batch in batches(ids, _BATCH):
            named.update(writing.stories(batch))
            done += len(batch)
            progress(done, len(ids))
        writing.entities(named)
        writing.commit(cursor, position)
        writing.close()
        storage.make_current(folder)
        return folder
