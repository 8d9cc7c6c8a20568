from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_knowledge(monkeypatch):
    """The start knowledge takes half a minute to load, and these tests need none of it."""
    monkeypatch.setattr("articles.management.commands.load_knowledge.load_knowledge", lambda _tell: False)
