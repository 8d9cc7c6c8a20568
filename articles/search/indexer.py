"""The one writer of the index: drains the outbox into it, and builds a new one beside it when it must.

How nothing is lost and nothing doubled. A document is replaced by its key, so doing a row twice changes nothing. How
far the outbox was read is itself a document (`State`), so one commit makes both the stories and the place in the
outbox true together: a process killed before the commit starts again from the state of the last one.

Rows become visible in another order than their ids were given, when transactions overlap. So the state is a mark and a
window: every row past the highest id, and every row written since WINDOW before the last look that was not done yet.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import tantivy
from django.db import Error as DatabaseFailure
from django.db import close_old_connections
from django.db.models import Max, Q

from articles.models import Article, Entity, SearchOutbox
from articles.search import storage
from articles.search.index_documents import entity_documents, story_documents
from articles.search.open_index import generation, open_folder
from articles.search.schema import ENTITY, STATE, STORY, key_of, schema

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = ["Indexer", "generation", "rebuild"]

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
# Longer than any transaction of the desk may take from its first row to its commit.
WINDOW = timedelta(minutes=5)
KEEP_ROWS = timedelta(days=1)
_BATCH = 200
_CHUNK = 500
_HEAP = 64_000_000
_PAUSE_AFTER_FAILURE = 2.0


@dataclass(slots=True)
class State:
    """How far the outbox was read: `done` are the rows of the window up to `as_of` that are in the index."""

    top: int = 0
    as_of: datetime = field(default_factory=lambda: datetime.now(UTC))
    done: dict[int, datetime] = field(default_factory=dict)

    @classmethod
    def now(cls) -> State:
        state = cls(top=SearchOutbox.objects.aggregate(Max("id"))["id__max"] or 0)
        recent = SearchOutbox.objects.filter(id__lte=state.top, created__gte=state.as_of - WINDOW)
        state.done = dict(recent.values_list("id", "created"))
        return state

    @classmethod
    def stored_in(cls, folder: Path) -> State:
        """Raises ValueError or OSError for a folder that holds no sound index."""
        index = open_folder(folder)
        query = tantivy.Query.term_query(schema(), "key", key_of(STATE, "outbox"))
        found = index.find(query, limit=1)
        if not found.total:
            raise ValueError("it does not say how far the outbox was read")
        stored = index.stored(found.addresses[0])
        done = {int(pk): datetime.fromisoformat(created) for pk, created in stored["done"].items()}
        return cls(stored["top"], datetime.fromisoformat(stored["as_of"]), done)

    def pending(self) -> list[SearchOutbox]:
        """The next rows to do, oldest first. Looked at from `as_of` on, which moves here."""
        now = datetime.now(UTC)
        rows = SearchOutbox.objects.filter(Q(id__gt=self.top) | Q(created__gte=self.as_of - WINDOW)).order_by("id")
        found = []
        for row in rows.iterator(chunk_size=_CHUNK):
            if row.pk not in self.done:
                found.append(row)
            if len(found) == _BATCH:
                return found
        self.as_of = now
        return found

    def mark_done(self, rows: Iterable[SearchOutbox]) -> None:
        for row in rows:
            self.top = max(self.top, row.pk)
            self.done[row.pk] = row.created
        self.done = {pk: created for pk, created in self.done.items() if created >= self.as_of - WINDOW}

    def rows_were_pruned(self) -> bool:
        """Rows that this index never saw are gone: it was away for longer than rows are kept."""
        if self.as_of > datetime.now(UTC) - KEEP_ROWS:
            return False
        later = SearchOutbox.objects.filter(id__gt=self.top).exists()
        return later and not SearchOutbox.objects.filter(id=self.top).exists()

    def document(self) -> tantivy.Document:
        document = tantivy.Document()
        document.add_text("key", key_of(STATE, "outbox"))
        document.add_text("type", STATE)
        done = {pk: created.isoformat() for pk, created in self.done.items()}
        stored = {"top": self.top, "as_of": self.as_of.isoformat(), "done": done}
        document.add_bytes("stored", json.dumps(stored).encode())
        return document


class _Writing:
    """One open writer on one folder. What it puts becomes visible, and lasts, with `commit`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writer = tantivy.Index(schema(), path=str(folder), reuse=True).writer(_HEAP, 1)

    def stories(self, ids: Collection[int]) -> set[int]:
        """Replaces these stories, as far as they are public; the entities that they name now."""
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

    def commit(self, state: State) -> None:
        self._replace(state.document())
        self._writer.commit()

    def rollback(self) -> None:
        self._writer.rollback()

    def close(self) -> None:
        """Waits for merges, so that the folder is whole and its lock free."""
        self._writer.wait_merging_threads()

    def _replace(self, document: tantivy.Document) -> None:
        self._delete(str(document.get_first("key")))
        self._writer.add_document(document)

    def _delete(self, key: str) -> None:
        self._writer.delete_documents_by_term("key", key)


class Indexer:
    """Keeps the current index true to the database. One per index folder: the caller holds the lock (`exclusive`)."""

    def __init__(self) -> None:
        self._writing: _Writing | None = None
        self._state = State()

    @staticmethod
    def exclusive() -> AbstractContextManager[None]:
        """A context manager; raises storage.BusyError with a sentence for the operator."""
        return storage.lock("indexer", f"Another indexer already works on {storage.root()}.")

    def drain(self) -> int:
        """Brings the index up to date; how many rows that took. Rebuilds an index that is missing or broken."""
        writing = self._on_current()
        rows_done = 0
        while rows := self._state.pending():
            self._do(writing, rows)
            rows_done += len(rows)
        return rows_done

    def run(self, stop: threading.Event) -> None:
        pruned = datetime.min.replace(tzinfo=UTC)
        while not stop.is_set():
            try:
                self.drain()
                if datetime.now(UTC) - pruned > timedelta(hours=1):
                    self.prune()
                    pruned = datetime.now(UTC)
            except DatabaseFailure as error:
                log.warning("The database does not answer, trying again: %s", error)
                close_old_connections()
                stop.wait(_PAUSE_AFTER_FAILURE)
            except storage.BusyError:  # a rebuild by hand: its index is this indexer's next one
                stop.wait(_PAUSE_AFTER_FAILURE)
            stop.wait(POLL_SECONDS)

    def prune(self) -> int:
        """Rows older than a day go; the newest done row stays, so that an index can tell whether it missed any."""
        old = SearchOutbox.objects.filter(created__lt=datetime.now(UTC) - KEEP_ROWS, id__lt=self._state.top)
        return old.delete()[0]

    def close(self) -> None:
        if self._writing:
            self._writing.close()
            self._writing = None

    def _do(self, writing: _Writing, rows: list[SearchOutbox]) -> None:
        stories = {row.article_id for row in rows if row.article_id}
        changed = {row.entity_id for row in rows if row.entity_id}
        changed |= set(Entity.objects.filter(place__country__in=changed).values_list("pk", flat=True))
        before = _entities_in_index(writing.folder, stories)
        try:
            writing.entities(changed | before | writing.stories(stories))
        except DatabaseFailure:
            writing.rollback()
            raise
        self._state.mark_done(rows)
        writing.commit(self._state)

    def _on_current(self) -> _Writing:
        """The writer on the index in use, opened again when a rebuild has put another in its place."""
        folder = storage.current()
        if self._writing and self._writing.folder == folder and folder.is_dir():
            return self._writing
        self.close()
        folder = _sound(folder)
        self._state = State.stored_in(folder)
        self._writing = _Writing(folder)
        return self._writing


def _sound(folder: Path | None) -> Path:
    """The folder itself, or a new one where it holds no index that can be gone on with."""
    if folder is None:
        log.info("There is no search index of this version yet: building it.")
        return rebuild()
    try:
        state = State.stored_in(folder)
    except (ValueError, OSError, KeyError) as error:
        log.warning("The search index in %s is damaged (%s): building it anew.", folder, error)
        return rebuild()
    if state.rows_were_pruned():
        log.info("The search index was away for longer than changes are kept: building it anew.")
        return rebuild()
    return folder


def _entities_in_index(folder: Path, stories: Collection[int]) -> set[int]:
    """What the stories named when they were last indexed: those entities lose a story when it goes."""
    index = open_folder(folder)
    keys = [key_of(STORY, pk) for pk in stories]
    found = index.find(tantivy.Query.term_set_query(schema(), "key", keys), limit=len(keys) + 1)
    return {entity for address in found.addresses for entity in index.stored(address)["entities"]}


def rebuild(progress: Callable[[int, int], None] = lambda _done, _of: None) -> Path:
    """Builds the whole index beside the one in use and swaps them. Raises storage.BusyError while another does."""
    with storage.lock("rebuild", f"The index in {storage.root()} is already being rebuilt."):
        folder = storage.new_folder()
        state = State.now()  # before the first story is read: whatever changes from here on has a row that comes after
        writing = _Writing(folder)
        ids = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
        named: set[int] = set()
        for start in range(0, len(ids), _BATCH):
            named |= writing.stories(ids[start : start + _BATCH])
            progress(min(start + _BATCH, len(ids)), len(ids))
        writing.entities(named)
        writing.commit(state)
        writing.close()
        storage.make_current(folder)
        return folder
