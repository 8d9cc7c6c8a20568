"""What a reader sees of a page's head: its heading, standfirst, byline, time and first figure."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from articles.readers.lines import spoken_key
from articles.readers.page.byline import printed_byline
from articles.readers.page.figures import lead_figure
from articles.readers.page.metadata import PageMetadata, inner_text, plain_value
from articles.readers.page.printed_times import printed_times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_STANDFIRST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:post-)?standfirst|dek|deck|sub-?(?:title|headline|heading|head)|summary|lede|article[_-]*(?:intro|summary|desc)|excerpt|spot|chapo|chapeau|entradilla|bajada|copete|catenaccio|occhiello|sommario|vorspann|ingress)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATELINE_CLASS = re.compile(r"(?:^|[\s_-])date-?line(?:$|[\s_-])", re.IGNORECASE)
_SUBHEADINGS = frozenset({"h2", "h3", "h4", "h5"})
_MAX_HEADING_LENGTH = 400
_MAX_SITE_NAME_LENGTH = 3
_MAX_STANDFIRST_LENGTH = 600
_MAX_DATE_LENGTH = 80
_LINE_TAGS = (
    "p",
    "div",
    "span",
    "a",
    "address",
    "li",
    "h2",
    "h3",
    "h4",
    "h5",
    "cite",
    "em",
    "small",
    "section",
    "header",
)
# The head of a story is never further down than this many elements, menus and all.
_MAX_ELEMENTS = 6000


def read_visible_metadata(tree: HtmlElement, base: str) -> PageMetadata:
    """What a reader sees: the heading, the byline, the time, the first figure."""
    language = plain_value(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
    published, modified = printed_times(tree, language)
    return PageMetadata(
        source="page",
        confidence=0.75,
        headline=_heading(tree, base),
        description=_short_text(tree, _STANDFIRST_CLASS, _MAX_STANDFIRST_LENGTH) or _below_heading(tree),
        byline=printed_byline(tree),
        dateline=_short_text(tree, _DATELINE_CLASS, _MAX_DATE_LENGTH),
        published=published,
        modified=modified,
        language=language,
        image=lead_figure(tree, base),
    )


def _heading(tree: HtmlElement, base: str) -> str:
    """The first main heading that is not the name of the site; else the first lesser one inside the article."""
    site = (urlsplit(base).hostname or "").replace(".", "").replace("-", "")
    parts = list(tree.iter("article", "main"))
    inside = [heading for part in parts for heading in part.iter("h1")]
    lesser = [heading for part in parts for heading in part.iter("h2")]
    for heading in [*inside, *tree.iter("h1"), *lesser[:1]]:
        text = inner_text(heading, _MAX_HEADING_LENGTH)
        words = spoken_key(text).split()
        if text and not (
            site and ("".join(words) in site or (words[0] in site and len(words) <= _MAX_SITE_NAME_LENGTH))
        ):
            return text
    return ""


def _names(element: HtmlElement) -> str:
    return " ".join(filter(None, (element.get(key) for key in ("class", "id", "rel", "data-testid", "itemprop"))))[:300]


def _below_heading(tree: HtmlElement) -> str:
    """A lesser heading directly below the main one."""
    below = next((following for heading in tree.iter("h1") if (following := heading.getnext()) is not None), None)
    is_heading = below is not None and below.tag in _SUBHEADINGS
    return inner_text(below, _MAX_STANDFIRST_LENGTH) if below is not None and is_heading else ""


def _short_text(tree: HtmlElement, pattern: re.Pattern[str], longest: int) -> str:
    """The text of the first element whose class or id fits the pattern and that holds a line, not a section."""
    return next(_short_texts(tree, pattern, longest), "")


def _short_texts(tree: HtmlElement, pattern: re.Pattern[str], longest: int) -> Iterator[str]:
    for element in islice(tree.iter(*_LINE_TAGS), _MAX_ELEMENTS):
        names = _names(element)
        if names and pattern.search(names):
            text = inner_text(element, longest)
            if text and not _is_within_text(element):
                yield text


def _is_within_text(element: HtmlElement) -> bool:
    """Whether a heading follows paragraphs, and so opens a part of the story and not the whole."""
    return element.tag in _SUBHEADINGS and next(element.itersiblings("p", preceding=True), None) is not None
