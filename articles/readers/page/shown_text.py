"""What a page says as a whole, menus and buttons included, to tell what kind of page it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.readers.page.metadata import inner_text
from articles.readers.page_kinds import MAX_LENGTH, page_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from articles.readers.story import Block

PAYWALL = next(kind.sentence for kind in page_kinds() if kind.name == "paywall")
_UNSEEN = frozenset({"script", "style", "template", "svg", "head", "option"})
_MAX_HEADING_LENGTH = 200
_MAX_HEADINGS = 4
# What publishers state in their data about a story that only subscribers may read (schema.org), although many send it all.
_PAID = re.compile(r"[\"']isAccessibleForFree[\"']\s{0,5}:\s{0,5}[\"']?(?:https?://schema\.org/)?false", re.IGNORECASE)
_MAX_FREE_PART = 900


def shown_text(tree: HtmlElement) -> str:
    """The text of the page without scripts and styles, cut after MAX_LENGTH characters."""
    parts: list[str] = []
    length = 0
    waiting: list[HtmlElement | str] = [tree]
    while waiting and length < MAX_LENGTH:
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
            length += len(one)
            continue
        if isinstance(one.tag, str) and one.tag not in _UNSEEN:
            for child in reversed(one):
                waiting += [child.tail or "", child]
            waiting.append(one.text or "")
    return " ".join(parts)[:MAX_LENGTH]


def page_headings(tree: HtmlElement) -> list[str]:
    """The title and the first main headings."""
    texts = (inner_text(element, _MAX_HEADING_LENGTH) for element in tree.iter("title", "h1"))
    return [text for text in texts if text][:_MAX_HEADINGS]


def has_paid_part(markup: str, body: Sequence[Block]) -> bool:
    """Whether the page says that its story is not free, and holds no more than a beginning."""
    return bool(_PAID.search(markup)) and sum(len(block.text) for block in body) <= _MAX_FREE_PART
