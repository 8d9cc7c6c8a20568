"""Run extraction over the text of a story or an article, with the names that the database knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.desk.extraction_input import document_of_article, document_of_story
from articles.desk.propose import propose
from articles.desk.resolve import DatabaseGazetteer
from articles.extraction import pipeline
from articles.models import Article

if TYPE_CHECKING:
    from articles.extraction.findings import Findings
    from articles.readers.story import Story


def extract_from_story(story: Story) -> Findings:
    return pipeline.find(document_of_story(story), DatabaseGazetteer())


def extract_from_article(article_id: int) -> None:
    """Propose what is found in the current text of an article."""
    article = Article.objects.get(pk=article_id)
    propose(article, pipeline.find(document_of_article(article), DatabaseGazetteer()))
