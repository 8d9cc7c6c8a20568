from __future__ import annotations

import pytest

from articles.record import projector
from articles.search.indexer import Indexer


@pytest.fixture
def keep_up(index):
    """Bring the index and the record up to date."""
    index()
    indexer = Indexer()

    def drain() -> int:
        indexer.drain()
        return projector.drain()

    drain()
    yield drain
    indexer.close()
