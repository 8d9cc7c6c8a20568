"""A second extractor, asked only where the first one's text is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import document_fromstring, tostring
from readability import Document
from readability.readability import Unparseable

from articles.readers.page.marking import marked_numbers

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TEXT_TAGS = ("p", "li", "h2", "h3", "h4", "h5", "h6")


def readability_blocks(marked: HtmlElement) -> frozenset[int]:
    """The numbers of the blocks that readability keeps of a marked page; none where it gives up."""
    try:
        summary = document_fromstring(Document(tostring(marked, encoding="unicode")).summary())
    except (Unparseable, etree.ParserError, ValueError):
        return frozenset()
    return marked_numbers("".join(text for part in summary.iter(*_TEXT_TAGS) for text in part.itertext()))
