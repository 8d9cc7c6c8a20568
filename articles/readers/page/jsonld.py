"""schema.org data blocks of a page (JSON-LD), in the many forms that publishers give them, some of them broken."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from articles.readers.addresses import absolute_address
from articles.readers.captions import clean_credit
from articles.readers.page.claims import Claims, plain_value
from articles.readers.story import Image, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

Node = dict[str, Any]

_WRAPPING = re.compile(
    r"<!--|-->|(?:/\*\s*)?<!\[CDATA\[(?:\s*\*/)?|(?:/\*\s*)?\]\]>(?:\s*\*/)?|^\s*//.*$", re.MULTILINE
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_ARTICLE_TYPES = ("Article", "Posting", "Report", "Reportage", "LiveBlogPosting")
# Where a page may put the story inside other data. Item lists hold other stories and are not looked into.
_NESTING = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_NODES = 5000
_MOST_SOURCES = 50


def read_json_ld(tree: HtmlElement, base: str) -> tuple[Claims | None, tuple[str, ...]]:
    """What the page's data blocks say about its story, and what was wrong with them."""
    nodes: list[Node] = []
    broken = False
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            values = list(_values(script.text or ""))
            broken = broken or not values
            for value in values:
                nodes.extend(_nodes(value))
    problems = ("A data block (JSON-LD) of the page is broken and was not used.",) if broken else ()
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    stories = [node for node in nodes if _is_story(node)]
    if not stories:
        return None, problems
    return _claims(_merged(stories), by_id, base), problems


def _values(text: str) -> Iterator[Any]:
    """The JSON values of one script: usually one, sometimes several in a row, sometimes in comments."""
    text = text.strip()
    for attempt in (text, _WRAPPING.sub(" ", text), _TRAILING_COMMA.sub(r"\1", _WRAPPING.sub(" ", text))):
        values = _decode(attempt.strip(" \t\r\n;"))
        if values:
            yield from values
            return


def _decode(text: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    position = 0
    try:
        while position < len(text):
            value, end = decoder.raw_decode(text, position)
            values.append(value)
            position = end + len(text[end:]) - len(text[end:].lstrip(" \t\r\n;,"))
    except (ValueError, RecursionError):
        return []
    return values


def _nodes(value: Any) -> list[Node]:
    """The objects at the top of a value, through lists and graphs, first come first."""
    found: list[Node] = []
    waiting = [value]
    while waiting and len(found) < _MOST_NODES:
        current = waiting.pop(0)
        if isinstance(current, list):
            waiting = current[:_MOST_NODES] + waiting
        elif isinstance(current, dict):
            found.append(current)
            waiting = [current[key] for key in _NESTING if isinstance(current.get(key), dict | list)] + waiting
    return found


def _is_story(node: Node) -> bool:
    return any(kind.endswith(_ARTICLE_TYPES) for kind in _types(node)) and bool(
        node.get("headline") or node.get("name")
    )


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _merged(stories: list[Node]) -> Node:
    """The first story, filled up from blocks with the same headline (a page may state it two or three times)."""
    merged = dict(stories[0])
    for other in stories[1:]:
        if plain_value(other.get("headline")) == plain_value(merged.get("headline")):
            merged = {**other, **{key: value for key, value in merged.items() if value}}
    return merged


def _claims(node: Node, by_id: dict[str, Node], base: str) -> Claims:
    def objects(key: str) -> list[Any]:
        return _resolved(node.get(key), by_id)

    address = _first_text(objects("url"), "@id") or _first_text(objects("mainEntityOfPage"), "@id", "url")
    return Claims(
        source="json-ld",
        confidence=0.95,
        headline=plain_value(node.get("headline")) or plain_value(node.get("name")),
        description=plain_value(node.get("description")),
        authors=tuple(dict.fromkeys(filter(None, (_name(one) for one in objects("author"))))),
        dateline=plain_value(node.get("dateline")),
        published=plain_value(node.get("datePublished")) or plain_value(node.get("dateCreated")),
        modified=plain_value(node.get("dateModified")),
        language=_first_text(objects("inLanguage"), "alternateName", "name"),
        outlet=_first_text(objects("publisher"), "name"),
        url=absolute_address(address, base),
        section=_first_text(objects("articleSection"), "name"),
        image=_image(objects("image"), base),
        sources=tuple(filter(None, (_source(one, base) for one in objects("isBasedOn")[:_MOST_SOURCES]))),
        body=node["articleBody"] if isinstance(node.get("articleBody"), str) else "",
    )


def _resolved(value: Any, by_id: dict[str, Node]) -> list[Any]:
    """A value as a list, with references into the graph replaced by what they refer to."""
    values = value if isinstance(value, list) else [value]
    return [by_id.get(one["@id"], one) if isinstance(one, dict) and isinstance(one.get("@id"), str) else one
            for one in values if one]  # fmt: skip


def _first_text(values: list[Any], *keys: str) -> str:
    for value in values:
        texts = [plain_value(value.get(key)) for key in keys] if isinstance(value, dict) else [plain_value(value)]
        if any(texts):
            return next(filter(None, texts))
    return ""


def _name(value: Any) -> str:
    name = value.get("name") if isinstance(value, dict) else value
    name = name[0] if isinstance(name, list) and name else name
    text = plain_value(name)
    return "" if "://" in text else text


def _image(values: list[Any], base: str) -> Image:
    for value in values:
        if isinstance(value, str) and absolute_address(value, base):
            return Image(url=absolute_address(value, base))
        if isinstance(value, dict):
            url = plain_value(value.get("url")) or plain_value(value.get("contentUrl"))
            credit = _first_text([value.get("creditText"), value.get("copyrightNotice"), value.get("creator")], "name")
            return Image(absolute_address(url, base), plain_value(value.get("caption")), clean_credit(credit))
    return Image()


def _source(value: Any, base: str) -> Link | None:
    if isinstance(value, dict):
        name = plain_value(value.get("name")) or plain_value(value.get("headline"))
        address = plain_value(value.get("url")) or plain_value(value.get("@id"))
    else:
        name, address = "", plain_value(value)
    url = absolute_address(address, base) if "://" in address or base else ""
    return Link(name or url or address, url) if name or address else None
