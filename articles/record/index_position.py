"""Whether the search index of this machine has applied the same changes as the record, which all machines share.

Pages are made from both. On a machine with an index of its own, either may be ahead for a moment.
"""

from __future__ import annotations

from enum import Enum

from articles.models import RecordState
from articles.search.open_index import open_index
from articles.search.outbox_cursor import OutboxCursor, cursor_in


class Position(Enum):
    BEHIND = "lacks changes that are in the record"
    EQUAL = "has the changes that are in the record"
    AHEAD = "has further changes"


def index_position() -> Position:
    """Of the index, compared with the record. Raises DatabaseError."""
    index = cursor_in(open_index())
    stored = RecordState.objects.values_list("cursor", flat=True).first()
    if index is None or not stored:
        return Position.AHEAD
    record = OutboxCursor.from_json(stored)
    if not index.includes(record):
        return Position.BEHIND
    return Position.EQUAL if record.includes(index) else Position.AHEAD


def index_top() -> int:
    """The highest row of the outbox that the index has applied; 0 without an index."""
    cursor = cursor_in(open_index())
    return cursor.top if cursor else 0
