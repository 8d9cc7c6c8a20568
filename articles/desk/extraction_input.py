"""Convert stories and articles to the documents that extraction reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from articles.extraction.findings import Document
from articles.extraction.language_detection import detect_language
from articles.readers.story import FieldSource
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from articles.models import Article
    from articles.readers.story import Story

# The confidence of a language detected from the text.
_BY_ITS_TEXT = FieldSource("the text", 0.9)


def document_of_story(story: Story) -> Document:
    return Document(
        blocks=tuple((block.role, block.text) for block in story.body),
        headline=story.headline,
        description=story.description,
        date=story.date_published.date() if story.date_published else None,
        language=story.language or "en",
    )


def document_of_article(article: Article) -> Document:
    return Document(
        blocks=tuple((BlockRole(block["role"]), block["text"]) for block in article.body),
        headline=article.headline,
        description=article.description,
        date=article.date_published.date() if article.date_published else None,
        language=article.in_language or "en",
    )


def with_language(story: Story) -> Story:
    """The story with the language detected from its text, if the source states none or a wrong one.

    Many sites declare one language on every page, whatever language the text is in.
    """
    document = document_of_story(story)
    found = detect_language(document)
    if story.language and _main(found) == _main(story.language):
        return story
    sources = {**story.field_sources, "language": _BY_ITS_TEXT}
    return replace(story, language=found, field_sources=sources)


def _main(tag: str) -> str:
    main = tag.partition("-")[0].lower()
    return "no" if main in ("nb", "nn") else main
