"""Fields of the head of a page as trafilatura reads them, for those that our own readers do not find."""

from __future__ import annotations

import re

import trafilatura

from articles.readers.page.metadata import PageMetadata, plain_value

_MAX_PAGE = 3_000_000
# Any year or month in the text or the markup becomes the first day of it. Real first days are lost, and stay unknown.
_FIRST_OF_MONTH = re.compile(r"-01$")


def read_trafilatura_metadata(markup: str, base: str) -> PageMetadata:
    """Authors, date and outlet as trafilatura finds them, with little confidence: some of it is guessed."""
    document = trafilatura.extract_metadata(markup, default_url=base or None) if len(markup) <= _MAX_PAGE else None
    if document is None:
        return PageMetadata("trafilatura", 0.0)
    return PageMetadata(
        source="trafilatura",
        confidence=0.4,
        authors=tuple(filter(None, (plain_value(name) for name in (document.author or "").split(";")))),
        published="" if _FIRST_OF_MONTH.search(document.date or "") else plain_value(document.date),
        outlet=plain_value(document.sitename),
    )
