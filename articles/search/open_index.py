"""The open index of this process: opened on first use, and reopened when the index on disk changes."""

from __future__ import annotations

import json
import logging
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import tantivy

from articles.search import storage
from articles.search.engine_failures import ENGINE_CALLS, IndexFailedError
from articles.search.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from articles.search.result import Label, ListFilters

log = logging.getLogger(__name__)

# The generation if there is no index.
NO_INDEX = "none"

_Stamp = tuple[str, int, int]
_LOOKS = 3
# An index that cannot be opened is tried again after this time, in seconds, or when it changes.
_RETRY_SECONDS = 1.0
# `is_off` in a thread that answers without the index.
_thread = threading.local()


class Found(NamedTuple):
    """`keys` are the values by which the hits are sorted: scores, or values of a field."""

    addresses: list[tantivy.DocAddress]
    keys: list[Any]
    total: int


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """One generation of the index.

    `labels` (of entities), `facet_labels` (by facet and value) and `totals` (by type of document) cache look-ups, which
    cannot change within a generation. `countries` caches names by ISO code from the database: a change of a record leads to a new generation.
    """

    searcher: tantivy.Searcher
    generation: str
    labels: dict[int, Label] = field(default_factory=dict)
    facet_labels: dict[tuple[str, int | str], str] = field(default_factory=dict)
    # Caches, too: numbers of names by kind and letter, the beginnings of lists of names and how many names they have,
    # filters by stored counts and entities, JSON by typed text.
    letters: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    name_orders: dict[tuple[str, str, str], tuple[list[tantivy.DocAddress], int]] = field(default_factory=dict)
    list_filters: dict[tuple[str, tuple[int, ...]], ListFilters] = field(default_factory=dict)
    suggestions: dict[str, bytes] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)

    def find(
        self, query: tantivy.Query, *, limit: int, offset: int = 0, by: str | None = None, descending: bool = True
    ) -> Found:
        """The best hits, by score or by a field. As all methods here, it raises IndexFailedError on a damaged index."""
        order = tantivy.Order.Desc if descending else tantivy.Order.Asc
        with ENGINE_CALLS:
            # Any: the library's type stubs lack the total of a result.
            answer: Any = self.searcher.search(query, limit=limit, offset=offset, order_by_field=by, order=order)
            return Found([address for _, address in answer.hits], [key for key, _ in answer.hits], answer.count)

    def stored(self, address: tantivy.DocAddress) -> dict[str, Any]:
        with ENGINE_CALLS:
            value: dict[str, Any] = json.loads(bytes(self.searcher.doc(address)["stored"][0]))
            return value

    def ids(self, addresses: Sequence[tantivy.DocAddress]) -> list[int]:
        with ENGINE_CALLS:
            values: list[Any] = self.searcher.fast_field_values("id", list(addresses))
            return values

    def aggregate(self, query: tantivy.Query, wanted: dict[str, Any]) -> dict[str, Any]:
        with ENGINE_CALLS:
            values: dict[str, Any] = self.searcher.aggregate(query, wanted)
            return values

    def count(self, query: tantivy.Query) -> int:
        return self.find(query, limit=1).total


class _Reader:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp: _Stamp | None = None
        self._open: OpenIndex | None = None
        self._failed: _Stamp | None = None
        self._retry_at = 0.0

    def get(self) -> OpenIndex | None:
        stamp = _stamp()
        if stamp == self._stamp:
            return self._open
        if stamp == self._failed and time.monotonic() < self._retry_at:
            return None
        with self._lock:
            stamp = _stamp()
            opened, reason = (self._open, "") if stamp == self._stamp else _open(stamp)
            for _ in range(_LOOKS):
                if opened or stamp is None:
                    break
                # A rebuild may delete the folder while it is opened: try again.
                stamp = _stamp()
                opened, reason = _open(stamp)
            if reason and stamp != self._failed:
                log.warning("The search index cannot be opened: %s", reason)
            # It is tried again later.
            self._open, self._stamp = opened, stamp if opened else None
            self._failed, self._retry_at = None if opened else stamp, time.monotonic() + _RETRY_SECONDS
            return opened


def _stamp() -> _Stamp | None:
    """A stamp that changes with every commit; two system calls, cheap enough for every request."""
    for _ in range(_LOOKS):
        folder = storage.current()
        if folder is None:
            return None
        try:
            meta = (folder / "meta.json").stat()
        except OSError:  # a rebuild swapped the folder between the two calls: try again
            continue
        return str(folder), meta.st_mtime_ns, meta.st_ino
    return None


def _open(stamp: _Stamp | None) -> tuple[OpenIndex | None, str]:
    """The index, or why it cannot be opened; neither if there is none."""
    folder = storage.current()
    if stamp is None or folder is None:
        return None, ""
    try:
        return open_folder(folder), ""
    except IndexFailedError as error:
        return None, f"{folder}: {error}"


def open_folder(folder: Path) -> OpenIndex:
    """Raises IndexFailedError for a folder that holds no sound index."""
    with ENGINE_CALLS:
        opstamp = json.loads((folder / "meta.json").read_text())["opstamp"]
        index = tantivy.Index(schema(), path=str(folder), reuse=True)
        index.config_reader("manual")
        index.reload()
        return OpenIndex(index.searcher(), f"{folder.name}.{opstamp}")


_reader = _Reader()


def open_index() -> OpenIndex | None:
    """The current generation of the index; None if there is none, or none that can be opened."""
    return None if getattr(_thread, "is_off", False) else _reader.get()


@contextmanager
def without_index() -> Iterator[None]:
    """In the block, this thread answers as if there were no index: for a request in which the index failed."""
    _thread.is_off = True
    try:
        yield
    finally:
        _thread.is_off = False


def generation() -> str:
    """Changes with every commit of the index and only then; used as key of cached pages."""
    index = open_index()
    return index.generation if index else NO_INDEX
