from __future__ import annotations

import pytest

from articles.extraction import language_model as models
from articles.extraction import pipeline
from articles.extraction.findings import Document
from articles.vocabulary import BlockRole
from tests.extraction.known import GAZETTEER


@pytest.fixture(scope="session")
def language_model():
    return models.language_model()


@pytest.fixture
def find(language_model):
    """Find everything in paragraphs, with the names of `known`: find("One paragraph.", "Another.", headline="...")."""

    def find_in(*paragraphs, headline="", description="", language="en"):
        blocks = tuple(p if isinstance(p, tuple) else (BlockRole.PARAGRAPH, p) for p in paragraphs)
        return pipeline.find(Document(blocks, headline, description, language=language), GAZETTEER)

    return find_in
