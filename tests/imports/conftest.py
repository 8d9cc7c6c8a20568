from __future__ import annotations

import pytest

from articles.imports import fetch_page
from tests import boxes
from tests.boxes import serve


@pytest.fixture
def box_files(monkeypatch):
    """Files of several stories ("boxes") can be read, and no pause is made between two requests to a site."""
    boxes.install(monkeypatch)
    monkeypatch.setattr(fetch_page, "PAUSE_SECONDS", 0)


@pytest.fixture
def pages(monkeypatch):
    return serve(monkeypatch)
