"""schema.org data blocks of a page (JSON-LD), in the many forms that publishers give them, some of them broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.readers.addresses import absolute_address, canonical_address
from articles.readers.captions import clean_credit
from articles.readers.genres import genre_of_types
from articles.readers.page.json_blocks import Node, read_blocks
from articles.readers.page.metadata import PageMetadata, are_similar, inner_text, plain_value
from articles.readers.story import Image, Link

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE_TYPES = ("Article", "Posting", "Report", "Reportage", "LiveBlogPosting")
_MAX_SOURCES = 50
_MAX_HEADING_LENGTH = 400
_MAX_HEADINGS = 10


def read_json_ld(tree: HtmlElement, base: str) -> tuple[PageMetadata | None, tuple[str, ...]]:
    """What the page's data blocks say about its story, and what was wrong with them."""
    nodes, broken = read_blocks(tree)
    problems = ("A data block (JSON-LD) of the page is broken and was not used.",) if broken else ()
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    stories = [node for node in nodes if _is_story(node)]
    if not stories:
        return None, problems
    return _claims(_merged(_own_first(stories, tree, base)), by_id, base), problems


def _own_first(stories: list[Node], tree: HtmlElement, base: str) -> list[Node]:
    """The story of this page before those that the page names beside it: by its address, else by its headline."""
    if len(stories) == 1:
        return stories
    canonical = next((e.get("href") or "" for e in tree.iter("link") if (e.get("rel") or "") == "canonical"), "")
    addresses = {canonical_address(absolute_address(address, base)) for address in (canonical, base)} - {""}
    headings = [text for e in tree.iter("title", "h1") if (text := inner_text(e, _MAX_HEADING_LENGTH))]

    def distance(node: Node) -> tuple[bool, bool]:
        address = canonical_address(absolute_address(_address(node), base))
        headline = plain_value(node.get("headline")) or plain_value(node.get("name"))
        return address not in addresses, not any(are_similar(headline, heading) for heading in headings[:_MAX_HEADINGS])

    return sorted(stories, key=distance)


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


def _claims(node: Node, by_id: dict[str, Node], base: str) -> PageMetadata:
    def objects(key: str) -> list[Any]:
        return _resolved(node.get(key), by_id)

    address = _address(node)
    names = (_name(one) for one in objects("author") or objects("creator"))
    return PageMetadata(
        source="json-ld",
        confidence=0.95,
        headline=plain_value(node.get("headline")) or plain_value(node.get("name")),
        description=plain_value(node.get("description")),
        authors=tuple(dict.fromkeys(filter(None, names))),
        dateline=plain_value(node.get("dateline")),
        published=plain_value(node.get("datePublished")) or plain_value(node.get("dateCreated")),
        modified=plain_value(node.get("dateModified")),
        language=_first_text(objects("inLanguage"), "alternateName", "name"),
        outlet=_first_text(objects("publisher"), "name"),
        url=absolute_address(address, base),
        section=_first_text(objects("articleSection"), "name"),
        genre=genre_of_types(_types(node)),
        image=_image(objects("image"), base),
        sources=tuple(filter(None, (_source(one, base) for one in objects("isBasedOn")[:_MAX_SOURCES]))),
        body=node["articleBody"] if isinstance(node.get("articleBody"), str) else "",
    )


def _address(node: Node) -> str:
    return _first_text([node.get("url")], "@id") or _first_text([node.get("mainEntityOfPage")], "@id", "url")


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
    """The name of a person or an organization; empty for an address or a handle in its place."""
    names = value.get("name") if isinstance(value, dict) else value
    name = names[0] if isinstance(names, list) and names else names
    text = plain_value(name)
    if not text and isinstance(value, dict):
        text = " ".join(filter(None, (plain_value(value.get(key)) for key in ("givenName", "familyName"))))
    return "" if "://" in text or text.startswith("@") else text


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
