"""The sentences of a story around a position, as extraction stored them with its blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.models import Article


def sentences_around(article: Article, block: int, start: int, end: int) -> tuple[int, int]:
    """The start of the first and the end of the last sentence that the words touch; of a block that is no longer in the
    story, the words themselves.
    """
    if block >= len(article.body):
        return start, end
    spans = article.body[block].get("sentences", []) if block >= 0 else []
    first = max((a for a, _ in spans if a <= start), default=0)
    last = min((b for _, b in spans if b >= end), default=len(article.text_of(block)))
    return first, last
