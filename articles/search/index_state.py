"""What an index says of itself, as documents of its own: how far it has read the outbox and the record, and up to which
takedown its files are free of removed stories.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import tantivy
from django.db.models import Max

from articles.models import Takedown
from articles.search.open_index import open_folder
from articles.search.outbox_cursor import OutboxCursor, cursor_in
from articles.search.schema import STATE, key_of, schema
from articles.search.verification import DamagedIndexError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class IndexPosition:
    """`version` is that of the record up to which the roles of people were read.

    Tantivy keeps the words of a deleted document in its files until it merges them, perhaps for years. `takedown` is the
    id of the last takedown before the files were written from scratch; an index of an older release has none.
    """

    version: int
    takedown: int = 0


def stored_cursor(folder: Path) -> OutboxCursor:
    """Raises IndexFailedError for a folder that holds no sound index."""
    try:
        cursor = cursor_in(open_folder(folder))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(f"what it says of the outbox is not valid ({error})") from error
    if cursor is None:
        raise DamagedIndexError("it does not say how far the outbox was read")
    return cursor


def stored_position(folder: Path) -> IndexPosition:
    """Raises as `stored_cursor`."""
    index = open_folder(folder)
    found = index.find(tantivy.Query.term_query(schema(), "key", key_of(STATE, "record")), limit=1)
    if not found.total:
        raise DamagedIndexError("it does not say how far the record was read")
    try:
        stored = index.stored(found.addresses[0])
        return IndexPosition(int(stored["version"]), int(stored.get("takedown", 0)))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(f"what it says of the record is not valid ({error})") from error


def state_documents(cursor: OutboxCursor, position: IndexPosition) -> list[tantivy.Document]:
    return [_document("outbox", cursor.as_json()), _document("record", asdict(position))]


def last_takedown() -> int:
    """The id of the last takedown of a story that may have been in an index; 0 if there is none."""
    return Takedown.objects.filter(was_public=True).aggregate(last=Max("id"))["last"] or 0


def _document(name: str, value: dict[str, Any]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("key", key_of(STATE, name))
    document.add_text("type", STATE)
    document.add_bytes("stored", json.dumps(value).encode())
    return document
