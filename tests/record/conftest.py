from __future__ import annotations

import pytest

from articles.record import entity_pages, projector, waiting_pages
from articles.search.indexer import Indexer


@pytest.fixture
def keep_up(index, monkeypatch):
    """Bring the index and the record up to date."""
    for module in (entity_pages, projector, waiting_pages):
        monkeypatch.setattr(module, "_SECONDS", 60)  # a busy machine must not decide which pages are rendered
    index()
    indexer = Indexer()

    def drain() -> int:
        indexer.drain()
        rows = projector.drain()
        indexer.follow_record()
        return rows

    drain()
    yield drain
    indexer.close()
