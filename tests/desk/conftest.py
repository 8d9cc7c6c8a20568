"""Stories and findings for the desk's tests, small enough to read."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.desk.imports import reading
from articles.extraction.findings import Findings


@pytest.fixture
def editor(db):
    return User.objects.create_user("editor", password="a long enough password")


@pytest.fixture
def nothing_found(monkeypatch):
    """Extraction that finds nothing: for tests of the way in, which need no language model."""
    monkeypatch.setattr(reading.pipeline, "find", lambda *_args: Findings())


@pytest.fixture
def finds(monkeypatch):
    """Extraction that finds what the test says."""

    def answer(findings):
        monkeypatch.setattr(reading.pipeline, "find", lambda *_args: findings)

    return answer
