"""The byline that a reader sees on a page: the line that says "By", the links marked as authors, or the element with such a name."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from articles.readers.bylines import has_lead_in, looks_like_person, read_byline
from articles.readers.page.metadata import inner_text
from articles.readers.page.pruning import class_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_BYLINE_NAMES = re.compile(
    r"(?:^|-)(?:by-?lines?|authors?|author-?(?:name|line)|authored|writers?|contributors?|contributor-name|reporters?|journalists?|created-?by|"
    r"autor|autora|autores|autoren|auteurs?|autore|firma|firmante|signature|muhabir|yazar|redakteur|redactor|verfasser)(?:$|-)"
)
_LINE_TAGS = ("p", "div", "span", "a", "address", "li", "h2", "h3", "h4", "h5", "cite", "em", "i", "b", "strong", "small", "section",
              "header", "font", "td", "dd", "ul")  # fmt: skip
_MAX_LINE_LENGTH = 200
_MAX_AUTHORS = 12
# The head of a story is never further down than this many elements, menus and all.
_MAX_ELEMENTS = 6000


def printed_byline(tree: HtmlElement) -> str:
    """The byline as printed; empty where the page shows none."""
    return _stated(tree) or _linked(tree) or _named(tree)


def _stated(tree: HtmlElement) -> str:
    """A line that begins with "By" and names somebody."""
    for element in islice(tree.iter(*_LINE_TAGS), _MAX_ELEMENTS):
        for text in _lines(element):
            if has_lead_in(text) and not _is_beside(element):
                return text if _are_people(text) else _innermost(element) or text
    return ""


def _is_beside(element: HtmlElement) -> bool:
    """Whether an element is in a sidebar, where the bylines belong to other stories."""
    aside = next(element.iterancestors("aside"), None)
    return aside is not None and next(aside.iterancestors("article", "main"), None) is None


def _lines(element: HtmlElement) -> Iterator[str]:
    """The text of an element; of an element with a line break, the text before the break."""
    if text := inner_text(element, _MAX_LINE_LENGTH):
        first = (element.text or "").strip()
        yield first if first and next(element.iter("br"), None) is not None else text


def _innermost(element: HtmlElement) -> str:
    """The byline within an element that contains more than the byline ("By Ann Lee" and the name of her paper)."""
    texts = (inner_text(inner, _MAX_LINE_LENGTH) for inner in element.iterdescendants(*_LINE_TAGS))
    return next((text for text in texts if has_lead_in(text) and _are_people(text)), "")


def _are_people(text: str) -> bool:
    return all(map(looks_like_person, read_byline(text).authors))


def _linked(tree: HtmlElement) -> str:
    """The links that the page marks as leading to its authors."""
    links = (e for e in tree.iter("a") if "author" in (e.get("rel") or "").lower().split() and not _is_beside(e))
    return _joined(inner_text(link, _MAX_LINE_LENGTH) for link in links)


def _named(tree: HtmlElement) -> str:
    """The names inside the first part of the page that is called a byline; else its whole line, if that names somebody."""
    for element in islice(tree.iter(*_LINE_TAGS), _MAX_ELEMENTS):
        names = class_words(element)
        if not names or not _BYLINE_NAMES.search(names) or _is_beside(element):
            continue
        text = inner_text(element, _MAX_LINE_LENGTH)
        if not text:
            continue
        inside = _joined(
            inner_text(inner, _MAX_LINE_LENGTH) for inner in element.iterdescendants(*_LINE_TAGS) if not len(inner)
        )
        if inside or any(map(looks_like_person, read_byline(text).authors)):
            return inside or text
    return ""


def _joined(names: Iterator[str]) -> str:
    return " and ".join(list(dict.fromkeys(name for name in names if looks_like_person(name)))[:_MAX_AUTHORS])
