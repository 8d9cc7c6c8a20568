"""JSON Feed, versions 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from articles.readers.addresses import absolute_address
from articles.readers.charsets import REPLACED
from articles.readers.feed.entry import part_of
from articles.readers.feed.syndication import MAX_ENTRIES, NOT_WELL_FORMED, identifier_of, outlet_of
from articles.readers.json_text import objects, parse_json, text_of
from articles.readers.story import UnreadableError

if TYPE_CHECKING:
    from articles.readers.part import Content, Part

_Object = dict[str, Any]
_VERSION = re.compile(r"jsonfeed\.org/version/|^1(?:\.\d)?$")
_STATED_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_ITEMS = re.compile(r'"items"\s*:\s*\[\s*')
_BETWEEN = re.compile(r"\s*+,\s*+")
_OF_A_FEED = ("title", "home_page_url", "feed_url")


def is_json_feed(text: str) -> bool:
    """True for an object that states the version of JSON Feed, broken or whole, and for one that has all it needs."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    if _STATED_VERSION.search(text):
        return True
    value = parse_json(text)
    return (
        isinstance(value, dict)
        and bool(_VERSION.search(str(value.get("version"))))
        and isinstance(value.get("items"), list)
        and any(key in value for key in _OF_A_FEED)
    )


def unpack_json(content: Content) -> list[Part]:
    """The items of a JSON Feed. Raises UnreadableError if it has none."""
    decoded = content.decoded
    problems = [REPLACED] if decoded.replaced else []
    feed = content.json
    if not isinstance(feed, dict):
        feed = _salvaged(decoded.text)
        problems.append(NOT_WELL_FORMED)
    items = objects(feed.get("items")) if isinstance(feed.get("items"), list) else []
    if not items:
        raise UnreadableError("This feed holds no entries that could be read.")
    if len(items) > MAX_ENTRIES:
        raise UnreadableError(f"This feed holds more than {MAX_ENTRIES:,} entries.")
    home = absolute_address(
        text_of(feed.get("home_page_url")) or text_of(feed.get("feed_url")) or content.url, content.url
    )
    shared = {
        "outlet": outlet_of(text_of(feed.get("title")), home),
        "language": text_of(feed.get("language")),
        "authors": _authors(feed),
    }
    return [_part(number, item, shared, home, problems) for number, item in enumerate(items, start=1)]


def _salvaged(text: str) -> _Object:
    """The items that are whole in a feed that is cut off or broken further on."""
    start = _ITEMS.search(text)
    items: list[Any] = []
    decoder = json.JSONDecoder()
    position = start.end() if start else len(text)
    while position < len(text):
        try:
            item, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        items.append(item)
        comma = _BETWEEN.match(text, position)
        position = comma.end() if comma else len(text)
    return {"items": items}


def _authors(node: _Object) -> str:
    authors = objects(node.get("authors")) or objects(node.get("author"))
    return "; ".join(filter(None, (text_of(author.get("name")) for author in authors)))


def _part(number: int, item: _Object, shared: dict[str, str], home: str, problems: list[str]) -> Part:
    stated = text_of(item.get("url")) or text_of(item.get("external_url"))
    image = text_of(item.get("image")) or text_of(item.get("banner_image"))
    tags = item.get("tags")
    published, modified = text_of(item.get("date_published")), text_of(item.get("date_modified"))
    fields = shared | {
        "headline": text_of(item.get("title")),
        "url": absolute_address(stated, home),
        "source_key": identifier_of(text_of(item.get("id")), home),
        "published": published or modified,
        "modified": modified if published != modified and published else "",
        "section": text_of(tags[0]) if isinstance(tags, list) and tags else "",
        "language": text_of(item.get("language")) or shared["language"],
        "authors": _authors(item) or shared["authors"],
        "image_url": absolute_address(image, home),
        "html": text_of(item.get("content_html")),
        "text": text_of(item.get("content_text")),
    }
    return part_of(number, fields, text_of(item.get("summary")), problems)
