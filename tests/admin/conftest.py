"""A logged-in editor, and drafts with open suggestions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.imports import extract
from articles.vocabulary import ArticleStatus
from tests import builders
from tests.admin.suggestions import CARTER_SAYS, suggest_mention, suggest_pledge, suggest_quotation


@pytest.fixture
def editor(db):
    return User.objects.create_superuser("editor", password="a long enough password")


@pytest.fixture
def desk(client, editor):
    """The client of a logged-in editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def nothing_found(monkeypatch):
    """Extraction that finds nothing: these tests need no language model."""
    monkeypatch.setattr(extract.pipeline, "find", lambda *_args: extract.pipeline.Findings())


@pytest.fixture
def draft(db):
    """A draft with a known name, a new one, a quotation and a pledge, all undecided."""
    article = builders.an_article(
        "Bridge at Mosul reopens",
        CARTER_SAYS,
        "Canada will send 40 engineers to Mosul by October.",
        status=ArticleStatus.DRAFT,
        date=None,
    )
    mosul = builders.a_place("Mosul")
    suggest_mention(article, "Mosul", kind="place", entity=mosul)
    suggest_mention(article, "Mosul", kind="place", entity=mosul, block=1)
    suggest_mention(article, "Ash Carter", kind="person", confidence=0.6)
    suggest_quotation(article, "The road is open,", speaker_name="Ash Carter")
    suggest_pledge(article, "Canada will send 40 engineers to Mosul by October.", item="engineers")
    return article
