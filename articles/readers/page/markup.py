"""What the tags of a page say about its story: meta elements and microdata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.readers.addresses import absolute_address
from articles.readers.captions import split_caption
from articles.readers.page.metadata import PageMetadata, plain_value
from articles.readers.story import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_ARTICLE_ITEM = re.compile(r"schema\.org/\w*(?:Article|Posting|Report)$")
_AUTHOR_NAMES = frozenset(
    {"author", "article:author", "article.author", "og:article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
     "dc.creator.name", "byl", "citation_author", "cxenseparse:author", "authors"}
)  # fmt: skip
# What blogging systems call the author on the card that social networks show.
_WRITTEN_BY = re.compile(
    r"(?:written by|verfasst von|\u00e9crit par|escrito por|scritto da|yazan|\u0430\u0432\u0442\u043e\u0440)",
    re.IGNORECASE,
)
_MAX_VALUE_LENGTH = 1200
_MAX_NAMED_PARTS = 20_000


def read_meta(tree: HtmlElement, base: str) -> PageMetadata:
    """OpenGraph, Dublin Core and the private vocabularies of publishing systems."""
    meta: dict[str, str] = {}
    authors: list[str] = []
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = plain_value(element.get("content"))
        if name and value:
            meta.setdefault(name, value)
            if name in _AUTHOR_NAMES and "://" not in value and not value.startswith("@"):
                authors.append(value)
    for number in ("1", "2"):
        if _WRITTEN_BY.match(meta.get(f"twitter:label{number}", "")) and not authors:
            authors.append(meta.get(f"twitter:data{number}", ""))

    def first(*names: str) -> str:
        return next((meta[name] for name in names if meta.get(name)), "")

    # The text for those who do not see the picture is its caption only where it ends in a credit.
    caption, credit = split_caption(first("og:image:alt", "twitter:image:alt"))
    caption = caption if credit else ""
    return PageMetadata(
        source="meta",
        confidence=0.85,
        headline=first("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"),
        description=first("og:description", "description", "twitter:description", "dc.description"),
        authors=tuple(dict.fromkeys(filter(None, authors))),
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
        image=Image(absolute_address(first("og:image:secure_url", "og:image", "og:image:url", "twitter:image"), base), caption, credit),
    )  # fmt: skip


def read_microdata(tree: HtmlElement, base: str) -> PageMetadata | None:
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

    return PageMetadata(
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
    while waiting and seen < _MAX_NAMED_PARTS:
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
    return plain_value(element.text_content()[:_MAX_VALUE_LENGTH])
