"""IPTC ninjs, versions 1 to 3: news items as JSON. Names of properties changed their case, and lists their form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from articles.readers.charsets import REPLACED
from articles.readers.flat_record import story_of
from articles.readers.fragment import has_tags
from articles.readers.json_text import objects, text_of
from articles.readers.page.metadata import plain_value
from articles.readers.part import Part
from articles.readers.restrictions import REVOKED, status_of
from articles.readers.story import UnreadableError

if TYPE_CHECKING:
    from articles.readers.part import Content
    from articles.readers.story import Story

_Object = dict[str, Any]
# An object with an identifier and one of these is a news item; other JSON has identifiers too.
_OF_AN_ITEM = frozenset(
    {
        "versioncreated", "pubstatus", "representationtype", "headlines", "bodies", "body_text", "body_xhtml", "body_html",
        "description_text", "associations", "copyrightnotice",
    }
)  # fmt: skip
_NO_STORIES = {
    "picture": "a picture", "video": "a video", "audio": "a sound recording", "graphic": "a graphic", "animation": "an animation",
    "event": "an event", "planning": "a plan of coverage", "component": "a component of another item",
}  # fmt: skip
_PICTURES = frozenset({"picture", "graphic"})
_MAX_ITEMS = 20_000
_DEEPEST = 12
# Of several sizes of a picture, the widest that still is of the size of a page.
_WIDEST_PICTURE = 2600
_MAX_NAME_LENGTH = 200


def is_ninjs(content: Content) -> bool:
    if not content.data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith((b"{", b"[")):
        return False
    items = objects(content.json)
    return bool(items) and _is_item(_lowered(items[0]))


def unpack_ninjs(content: Content) -> list[Part]:
    """The items of an array or a package, and the texts that go with a text; none where it is one item by itself."""
    value = content.json
    items = objects(value)
    if not items:
        raise UnreadableError("This is no ninjs: it is broken JSON, or no object in it.")
    found = [inner for item in items for inner in _with_associated(item)]
    if len(found) > _MAX_ITEMS:
        raise UnreadableError(f"This holds more than {_MAX_ITEMS:,} items.")
    if isinstance(value, dict) and len(found) == 1 and found[0] is value:
        return []
    return [_part(number, item) for number, item in enumerate(found, start=1)]


def read_ninjs(content: Content) -> Story:
    """The story of one text item. Raises UnreadableError, naming what it is, for every other kind."""
    decoded = content.decoded
    items = objects(content.json)
    if not items:
        raise UnreadableError("This is no ninjs: it is broken JSON, or no object in it.")
    item = _lowered(items[0])
    refusal = _refusal(item)
    if refusal:
        raise UnreadableError(refusal)
    problems = [REPLACED] if decoded.replaced else []
    body = _body(item)
    if not body and not _is_revoked(item):
        problems.append("This item holds no text.")
    return story_of(_fields(item) | body | _picture(item), "ninjs", base=content.url, problems=problems)


def _lowered(value: Any, depth: int = 0) -> Any:
    """The value with all names in lower case: ninjs 3 writes versionCreated, ninjs 1 and 2 versioncreated."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(name).lower(): _lowered(inner, depth + 1) for name, inner in value.items()}
    return [_lowered(inner, depth + 1) for inner in value] if isinstance(value, list) else value


def _is_item(item: _Object) -> bool:
    standard = item.get("standard")
    is_named = isinstance(standard, dict) and text_of(standard.get("name")).lower() == "ninjs"
    has_identifier = any(isinstance(item.get(name), str) for name in ("uri", "guid"))
    return is_named or (has_identifier and not _OF_AN_ITEM.isdisjoint(item))


def _with_associated(item: _Object) -> list[_Object]:
    """The item and the associated items with texts; all items of a package without a text."""
    lowered = _lowered(item)
    is_package = text_of(lowered.get("type")) == "composite" and not _body(lowered)
    inner = _associated(item)
    if is_package:
        return inner or [item]
    return [
        item,
        *(
            other
            for other in inner
            if _body(_lowered(other)) and text_of(_lowered(other).get("type")) not in _NO_STORIES
        ),
    ]


def _associated(item: _Object) -> list[_Object]:
    """The associated items: a list since ninjs 2, an object of named ones before."""
    found = next((value for name, value in item.items() if str(name).lower() == "associations"), None)
    return [value for value in found.values() if isinstance(value, dict)] if isinstance(found, dict) else objects(found)


def _part(number: int, item: _Object) -> Part:
    lowered = _lowered(item)
    fields = _fields(lowered)
    name = (
        plain_value(fields["headline"])[:_MAX_NAME_LENGTH]
        or _first(lowered, "uri", "guid")[:_MAX_NAME_LENGTH]
        or f"item {number}"
    )
    return Part(
        name, "ninjs", json.dumps(item, ensure_ascii=False).encode("utf-8", "replace"), problem=_refusal(lowered)
    )


def _refusal(item: _Object) -> str:
    """A sentence if the item is not a usable story."""
    kind = text_of(item.get("type")).lower()
    if kind in _NO_STORIES:
        return f"This is {_NO_STORIES[kind]}, not a story."
    if _is_revoked(item):
        return ""
    if not kind and not _body(item) and _renditions(item):
        return "This is a picture or a recording, not a story."
    if not _body(item) and not _fields(item)["headline"]:
        return "This item has neither a headline nor a text."
    return ""


def _is_revoked(item: _Object) -> bool:
    """Whether the source says that the item must not be used; such an item may consist of its identifier only."""
    return status_of(text_of(item.get("pubstatus"))) in REVOKED


def _fields(item: _Object) -> dict[str, str]:
    published = _first(item, "firstpublished", "firstcreated", "contentcreated", "versioncreated")
    modified = _first(item, "contentmodified", "versioncreated")
    subjects = [*objects(item.get("subjects")), *objects(item.get("subject"))]
    providers = [*objects(item.get("infosources")), *objects(item.get("infosource")), *objects(item.get("provider"))]
    return {
        "headline": _worded(item, "headline") or _first(item, "title"),
        "description": _worded(item, "description"),
        "byline": _first(item, "by", "byline"),
        "authors": "; ".join(filter(None, (_author(each) for each in objects(item.get("authors"))))),
        "dateline": _first(item, "located"),
        "published": published,
        "modified": "" if modified == published else modified,
        "language": _first(item, "language"),
        "outlet": next(filter(None, map(text_of, providers)), "") or _first(item, "copyrightholder", "source"),
        "url": _address(item),
        "section": next(filter(None, map(text_of, subjects)), ""),
        "source_key": _first(item, "uri", "guid"),
        "embargo": _embargo(item),
        "source_status": _first(item, "pubstatus"),
        "usage_terms": _first(item, "usageterms"),
        "editorial_note": _first(item, "ednote"),
    }


def _embargo(item: _Object) -> str:
    """An embargo is a moment; some services write a flag in its place, or their own name of the property."""
    stated = next((item[name] for name in ("embargoed", "embargo", "embargodate") if item.get(name)), "")
    return "true" if stated is True else text_of(stated)


def _author(stated: _Object) -> str:
    """One of the people whom Superdesk's ninjs names, unless it is for something other than writing."""
    role = text_of(stated.get("role")).lower()
    return text_of(stated.get("name")) if role in ("", "writer", "author", "reporter", "correspondent") else ""


def _first(item: _Object, *names: str) -> str:
    return next(filter(None, (text_of(item.get(name)).strip() for name in names)), "")


def _worded(item: _Object, name: str) -> str:
    """A headline or description: a list with roles since ninjs 2, before that one property for each form."""
    stated = objects(item.get(f"{name}s"))
    stated.sort(
        key=lambda each: (text_of(each.get("role")) not in ("main", "text", ""), has_tags(text_of(each.get("value"))))
    )
    values = [text_of(each.get("value")) for each in stated]
    values += [text_of(item.get(key)) for key in (name, f"{name}_text", f"{name}_xhtml", f"{name}_html")]
    values += [text_of(value) for key, value in item.items() if key.startswith(f"{name}_")]
    return next(filter(None, values), "")


def _body(item: _Object) -> dict[str, str]:
    """The text with its paragraphs marked, if one of its forms has them; else plain text. Markup of other kinds is neither."""
    forms = [
        (text_of(each.get("contenttype")) or text_of(each.get("role")), text_of(each.get("value")))
        for each in objects(item.get("bodies"))
    ]
    forms += [
        (key.partition("_")[2], text_of(value))
        for key, value in item.items()
        if key.startswith("body_") or key == "body"
    ]
    for kind, value in forms:
        if value and "html" in kind.lower():
            return {"html": value}
    for kind, value in forms:
        if value.strip() and not any(word in kind.lower() for word in ("xml", "nitf", "json", "rtf")):
            return {"text": value}
    return {}


def _address(item: _Object) -> str:
    """The URL of the item: the stated one, its rendition as a page, or an identifier that is a URL."""
    renditions = (
        text_of(each.get("href")) for each in _renditions(item) if "html" in _first(each, "contenttype", "mimetype")
    )
    others = item.get("altids")
    named = [others] if isinstance(others, dict) else []
    stated = [text_of(value) for other in named for value in other.values()]
    stated += [text_of(other.get("value")) for other in objects(others)]
    candidates = (
        _first(item, "canonicalurl", "url", "link"),
        *renditions,
        *stated,
        _first(item, "uri"),
        _first(item, "guid"),
    )
    return next((address for address in candidates if address.lower().startswith(("http://", "https://"))), "")


def _renditions(item: _Object) -> list[_Object]:
    found = item.get("renditions")
    if isinstance(found, dict) and "href" not in found:
        return [value for value in found.values() if isinstance(value, dict)]
    return objects(found)


def _picture(item: _Object) -> dict[str, str]:
    """The first picture associated with the item."""
    for other in _associated(item):
        if text_of(other.get("type")).lower() in _PICTURES:
            sizes = [
                (_width(each), text_of(each.get("href"))) for each in _renditions(other) if text_of(each.get("href"))
            ]
            sizes.sort(key=lambda size: (size[0] > _WIDEST_PICTURE, -size[0]))
            return {
                "image_url": sizes[0][1] if sizes else "",
                "image_caption": _worded(other, "description") or _worded(other, "headline"),
                "image_credit": _first(other, "creditline", "by", "byline", "copyrightholder"),
            }
    return {}


def _width(rendition: _Object) -> int:
    width = rendition.get("width")
    return width if isinstance(width, int) else 0
