"""The order of stories in lists, as one number: the same in the search index and in the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_ID_BITS = 24  # with ids past 16 million, stories of the very same second may change places
_EPOCH = datetime(1, 1, 1, tzinfo=UTC)
_UNDATED_LAST = 1 << 63
# Keys of dated stories are at least this.
FIRST_DATED = 1 << _ID_BITS


def newest_key(article_id: int, published: datetime | None) -> int:
    """Descending for newest first: the second of publication, then the id. Undated stories come last."""
    tail = article_id % (1 << _ID_BITS)
    if published is None:
        return tail
    return (int((published - _EPOCH).total_seconds()) + 1 << _ID_BITS) + tail


def oldest_key(article_id: int, published: datetime | None) -> int:
    """Ascending for oldest first. Undated stories come last."""
    key = newest_key(article_id, published)
    return key if published is not None else _UNDATED_LAST + key


def published_at(newest: int) -> datetime | None:
    """The second of publication in a `newest_key`; None for an undated story."""
    seconds = newest >> _ID_BITS
    return _EPOCH + timedelta(seconds=seconds - 1) if seconds else None
