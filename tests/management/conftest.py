from __future__ import annotations

import pytest

from articles.reference import LoadResult


@pytest.fixture(autouse=True)
def no_reference_data(monkeypatch):
    """The reference data takes half a minute to load, and these tests do not need it."""
    command = "articles.management.commands.load_reference_data.load_reference_data"
    monkeypatch.setattr(command, lambda _tell: LoadResult())
