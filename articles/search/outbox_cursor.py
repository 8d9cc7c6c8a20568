"""How far a consumer has read the outbox. The search index and the record each keep a cursor of their own.

Rows become visible in another order than their ids were given, when transactions overlap. So a cursor is a mark and a
window: every row past the highest id, and every row written since WINDOW before the last look that was not done yet.
A consumer stores the cursor together with what it wrote, so that one killed in between starts from the last commit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import tantivy
from django.db.models import Max, Q

from articles.models import SearchOutbox
from articles.search.schema import STATE, key_of, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from articles.search.open_index import OpenIndex

# Longer than any transaction of the desk may take from its first row to its commit.
WINDOW = timedelta(minutes=5)
KEEP_ROWS = timedelta(days=1)
MAX_ROWS = 200
_CHUNK = 500


@dataclass(slots=True)
class OutboxCursor:
    """`done` are the rows of the window up to `as_of` that the consumer has applied; `top` is the highest id of all."""

    top: int = 0
    as_of: datetime = field(default_factory=lambda: datetime.now(UTC))
    done: dict[int, datetime] = field(default_factory=dict)

    @classmethod
    def now(cls) -> OutboxCursor:
        """After all rows that are visible now."""
        cursor = cls(top=SearchOutbox.objects.aggregate(Max("id"))["id__max"] or 0)
        recent = SearchOutbox.objects.filter(id__lte=cursor.top, created__gte=cursor.as_of - WINDOW)
        cursor.done = dict(recent.values_list("id", "created"))
        return cursor

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> OutboxCursor:
        """Raises KeyError or ValueError for anything but the value of `as_json`."""
        done = {int(pk): datetime.fromisoformat(created) for pk, created in stored["done"].items()}
        return cls(stored["top"], datetime.fromisoformat(stored["as_of"]), done)

    def as_json(self) -> dict[str, Any]:
        done = {str(pk): created.isoformat() for pk, created in self.done.items()}
        return {"top": self.top, "as_of": self.as_of.isoformat(), "done": done}

    def pending(self) -> list[SearchOutbox]:
        """The next rows, oldest first, at most MAX_ROWS. `as_of` moves to now when these are all."""
        now = datetime.now(UTC)
        rows = SearchOutbox.objects.filter(Q(id__gt=self.top) | Q(created__gte=self.as_of - WINDOW)).order_by("id")
        found = []
        for row in rows.iterator(chunk_size=_CHUNK):
            if row.pk not in self.done:
                found.append(row)
            if len(found) == MAX_ROWS:
                return found
        self.as_of = now
        return found

    def mark_done(self, rows: Iterable[SearchOutbox]) -> None:
        for row in rows:
            self.top = max(self.top, row.pk)
            self.done[row.pk] = row.created
        self.done = {pk: created for pk, created in self.done.items() if created >= self.as_of - WINDOW}

    def includes(self, other: OutboxCursor) -> bool:
        """Whether every row that is done for the other consumer is done for this one, too."""
        if self.top < other.top:
            return False
        start = self.as_of - WINDOW
        return all(pk in self.done for pk, created in other.done.items() if created >= start)

    def rows_were_pruned(self) -> bool:
        """Whether rows that this consumer never saw are deleted: it was away for longer than rows are kept."""
        if self.as_of > datetime.now(UTC) - KEEP_ROWS:
            return False
        later = SearchOutbox.objects.filter(id__gt=self.top).exists()
        return later and not SearchOutbox.objects.filter(id=self.top).exists()

    def is_of_another_past(self) -> bool:
        """Whether the consumer has applied rows that the database never had: an earlier state of it was restored."""
        return (SearchOutbox.objects.aggregate(Max("id"))["id__max"] or 0) < self.top


def cursor_in(index: OpenIndex | None) -> OutboxCursor | None:
    """How far an index has read the outbox; None if it does not say so."""
    if index is None:
        return None
    found = index.find(tantivy.Query.term_query(schema(), "key", key_of(STATE, "outbox")), limit=1)
    return OutboxCursor.from_json(index.stored(found.addresses[0])) if found.total else None
