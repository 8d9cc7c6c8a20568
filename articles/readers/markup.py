"""What the tags of a page say about its story: meta elements, microdata, and the visible head and figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.readers.addresses import absolute_address
from articles.readers.captions import clean_credit, split_caption
from articles.readers.claims import Claims, inner_text, plain_value
from articles.readers.story import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_ARTICLE_ITEM = re.compile(r"schema\.org/\w*(?:Article|Posting|Report)$")
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|authors|writer|contributors?)(?:$|[\s_-]|s$)", re.IGNORECASE
)
_BYLINE_INNER = re.compile(
    r"(?:^|[\s_-])(?:bio|avatar|image|photo|social|follow|twitter|card|list|box|about)(?:$|[\s_-])", re.IGNORECASE
)
_CREDIT_CLASS = re.compile(r"(?:credit|copyright|source|photographer)", re.IGNORECASE)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption(?:-text)?|image-caption|media-caption)(?:$|[\s_-])", re.IGNORECASE
)
_STANDFIRST_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|sub-?(?:title|headline|heading|head)|summary|lede|article-?(?:intro|summary))(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATELINE_CLASS = re.compile(r"(?:^|[\s_-])date-?line(?:$|[\s_-])", re.IGNORECASE)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|pub-?date|published|timestamp|posted|dateline|time)(?:$|[\s_-])", re.IGNORECASE
)
_LONGEST_BYLINE = 200
_LONGEST_HEADING = 400
_LONGEST_STANDFIRST = 600
_LONGEST_CAPTION = 1200
_LONGEST_DATE = 80
_MOST_NAMED_PARTS = 20_000


def read_meta(tree: HtmlElement, base: str) -> Claims:
    """OpenGraph, Dublin Core and the private vocabularies of publishing systems."""
    meta: dict[str, str] = {}
    authors: list[str] = []
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        value = plain_value(element.get("content"))
        if name and value:
            meta.setdefault(name, value)
            if name in ("author", "article:author", "parsely-author", "dc.creator", "byl") and "://" not in value:
                authors.append(value)

    def first(*names: str) -> str:
        return next((meta[name] for name in names if meta.get(name)), "")

    return Claims(
        source="meta",
        confidence=0.85,
        headline=first("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"),
        description=first("og:description", "description", "twitter:description", "dc.description"),
        authors=tuple(dict.fromkeys(authors)),
        published=first("article:published_time", "og:article:published_time", "datepublished", "article.published",
                        "parsely-pub-date", "sailthru.date", "publishdate", "publish-date", "pubdate", "dc.date.issued",
                        "dcterms.created", "dc.date", "dcterms.date", "date", "publication_date", "cxenseparse:recs:publishtime",
                        "article:published", "originalpublicationdate", "displaydate", "ptime", "pdate"),
        modified=first("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod",
                       "dcterms.modified", "article.updated"),
        outlet=first("og:site_name", "application-name", "dc.publisher", "cre", "twitter:app:name:iphone"),
        language=first("og:locale", "content-language", "dc.language", "language"),
        url=absolute_address(first("og:url"), base),
        section=first("article:section", "og:article:section", "parsely-section", "section"),
        image=Image(url=absolute_address(first("og:image:secure_url", "og:image", "og:image:url", "twitter:image"), base)),
    )  # fmt: skip


def read_microdata(tree: HtmlElement, base: str) -> Claims | None:
    """The properties of the first schema.org article in the markup; None without one."""
    item = next((e for e in tree.iter() if _ARTICLE_ITEM.search((e.get("itemtype") or "").strip())), None)
    if item is None:
        return None
    found: dict[str, list[str]] = {}
    for name, element in _properties(item):
        value = _property_value(element)
        if value:
            found.setdefault(name, []).append(value)

    def first(name: str) -> str:
        return found.get(name, [""])[0]

    return Claims(
        source="microdata",
        confidence=0.9,
        headline=first("headline") or first("name"),
        description=first("description"),
        authors=tuple(dict.fromkeys(name for name in found.get("author", []) if "://" not in name)),
        published=first("datePublished"),
        modified=first("dateModified"),
        outlet=first("publisher"),
        section=first("articleSection"),
        url=absolute_address(first("url") or first("mainEntityOfPage"), base),
        image=Image(url=absolute_address(first("image"), base)),
    )


def _properties(item: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """(name, element) of the item's own properties: those of items inside it belong to those."""
    waiting = list(item)[::-1]
    seen = 0
    while waiting and seen < _MOST_NAMED_PARTS:
        element = waiting.pop()
        seen += 1
        for name in (element.get("itemprop") or "").split():
            yield name, element
        if element.get("itemscope") is None and isinstance(element.tag, str):
            waiting.extend(list(element)[::-1])


def _property_value(element: HtmlElement) -> str:
    if element.get("itemscope") is not None:
        inner = dict(reversed(list(_properties(element))))
        name = inner.get("name")
        if name is None:
            name = inner.get("url")
        return _property_value(name) if name is not None and name.get("itemscope") is None else ""
    for attribute in ("content", "datetime"):
        if element.get(attribute):
            return plain_value(element.get(attribute))
    if element.tag in ("a", "link", "img"):
        return plain_value(element.text_content()) or plain_value(element.get("href") or element.get("src"))
    return plain_value(element.text_content()[:_LONGEST_CAPTION])


def read_visible(tree: HtmlElement, base: str) -> Claims:
    """What a reader sees: the heading, the byline, the time, the first figure."""
    times = (plain_value(e.get("datetime")) or inner_text(e, _LONGEST_DATE) for e in tree.iter("time"))
    return Claims(
        source="page",
        confidence=0.75,
        headline=_heading(tree),
        description=_short_text(tree, _STANDFIRST_CLASS, _LONGEST_STANDFIRST),
        byline=_short_text(tree, _BYLINE_CLASS, _LONGEST_BYLINE, skip=_BYLINE_INNER),
        dateline=_short_text(tree, _DATELINE_CLASS, _LONGEST_DATE),
        published=next(filter(None, times), "") or _short_text(tree, _DATE_CLASS, _LONGEST_DATE),
        language=plain_value(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
        image=lead_figure(tree, base),
    )


def _heading(tree: HtmlElement) -> str:
    inside = [heading for part in tree.iter("article", "main") for heading in part.iter("h1")]
    texts = (inner_text(heading, _LONGEST_HEADING) for heading in [*inside, *tree.iter("h1")])
    return next(filter(None, texts), "")


def _names(element: HtmlElement) -> str:
    return " ".join(filter(None, (element.get(key) for key in ("class", "id", "rel", "data-testid", "itemprop"))))[:300]


def _short_text(tree: HtmlElement, pattern: re.Pattern[str], longest: int, skip: re.Pattern[str] | None = None) -> str:
    """The text of the first element whose class or id fits the pattern and that holds a line, not a section."""
    for element in tree.iter(
        "p", "div", "span", "a", "address", "li", "h2", "h3", "h4", "h5", "cite", "small", "section", "header"
    ):
        names = _names(element)
        if names and pattern.search(names) and not (skip and skip.search(names)):
            text = inner_text(element, longest)
            if text:
                return text
    return ""


def lead_figure(tree: HtmlElement, base: str) -> Image:
    """The first figure with a caption: its address, caption and credit apart."""
    for figure in tree.iter("figure"):
        captions = list(figure.iter("figcaption")) or [
            e for e in figure.iter() if _CAPTION_CLASS.search(e.get("class") or "")
        ]
        caption, credit = caption_of(captions[0]) if captions else ("", "")
        if caption or credit:
            source = next((e.get("src") or e.get("data-src") or "" for e in figure.iter("img")), "")
            return Image(absolute_address(source, base), caption, credit)
    for element in tree.iter("p", "div", "span", "dd"):
        if _CAPTION_CLASS.search(element.get("class") or ""):
            caption, credit = caption_of(element)
            if caption:
                return Image("", caption, credit)
    return Image()


def caption_of(element: HtmlElement) -> tuple[str, str]:
    """(caption, credit) of a caption element: the credit from its own element, or split from the line."""
    text = inner_text(element, _LONGEST_CAPTION)
    for inner in element.iter("span", "cite", "small", "p", "div", "em", "i"):
        if inner is not element and _CREDIT_CLASS.search(inner.get("class") or ""):
            credit = inner_text(inner, _LONGEST_BYLINE)
            if credit and credit in text:
                return text.replace(credit, "", 1).strip(" |"), clean_credit(credit)
    return split_caption(text)
