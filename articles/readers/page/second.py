"""A second extractor, asked only where the first one's text is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import document_fromstring, tostring
from readability import Document
from readability.readability import Unparseable

from articles.readers.page.claims import inner_text
from articles.readers.story import Block
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LONGEST = 20_000


def second_opinion(tree: HtmlElement) -> tuple[Block, ...]:
    """The blocks that readability finds on a page; none where it gives up."""
    try:
        summary = document_fromstring(Document(tostring(tree, encoding="unicode")).summary())
    except (Unparseable, etree.ParserError, ValueError):
        return ()
    blocks = []
    for element in summary.iter("p", "li", *_HEADINGS):
        text = inner_text(element, _LONGEST)
        if text and next(element.iterancestors("p", "li"), None) is None:
            role = {"p": BlockRole.PARAGRAPH, "li": BlockRole.LIST_ITEM}.get(str(element.tag), BlockRole.HEADING)
            blocks.append(Block(role, text))
    return tuple(blocks)
