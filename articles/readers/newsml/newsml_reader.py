"""IPTC NewsML-G2: text items become stories; messages and packages are unpacked; everything else says what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from articles.readers.flat_record import story_of
from articles.readers.newsml.content import fields_of_content
from articles.readers.newsml.nitf import nitf_fields, nitf_refusal
from articles.readers.part import Part
from articles.readers.restrictions import NO_END, REVOKED, status_of
from articles.readers.story import UnreadableError
from articles.readers.xml_tree import children, inner, language_of, name_of, parse_xml, text_inside

if TYPE_CHECKING:
    from lxml.etree import _Element

    from articles.readers.part import Content
    from articles.readers.story import Story

_NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_ROOT = re.compile(
    r"(?>\s|\ufeff|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*+<(?:[\w.-]+:)?([\w.-]+)\b([^>]*)", re.DOTALL
)
_HEAD = 64 * 1024
_ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
# Older and partial documents are recognised to be refused by their names.
_NITF = "nitf"
_RELATIVES = ("NewsML", "contentSet", "contentMeta", "itemMeta", "groupSet", "itemRef")
_NO_STORIES = {
    "conceptItem": "a description of a person, place, event or other concept", "knowledgeItem": "a vocabulary",
    "planningItem": "a plan of coverage", "catalogItem": "a catalogue of vocabularies",
    "picture": "a picture", "graphic": "a graphic", "animation": "an animation", "video": "a video", "audio": "a sound recording",
    "event": "an event",
}  # fmt: skip
_CONCEPTS = {
    "event": "an event", "person": "a description of a person", "organisation": "a description of an organization",
    "geoArea": "a description of a place", "poi": "a description of a place", "object": "a description of a thing",
}  # fmt: skip
_STANDFIRSTS = ("summary", "abstract", "standfirst", "subheadline")
_MAX_ITEMS = 20_000
_MAX_NAME_LENGTH = 200


def is_newsml(content: Content) -> bool:
    match = _ROOT.match(content.head)
    if match is None:
        return False
    is_of_standard = match[1] in ("newsMessage", *_ITEMS) and (_NAMESPACE in match[2] or "iptc.org" in match[2])
    return is_of_standard or match[1] in (_NITF, *_RELATIVES)


def unpack_newsml(content: Content) -> list[Part]:
    """The items of a message or a package; none where it is one item by itself."""
    root = _root(content)
    if name_of(root) in (_NITF, *_ITEMS) and name_of(root) != "packageItem":
        return []
    items = [element for element in root.iter() if name_of(element) in _ITEMS and element is not root]
    if len(items) > _MAX_ITEMS:
        raise UnreadableError(f"This holds more than {_MAX_ITEMS:,} items.")
    packages = [root, *items] if name_of(root) == "packageItem" else items
    here = {element.get("guid") for element in items}
    parts = [_part(number, item) for number, item in enumerate(items, start=1) if name_of(item) != "packageItem"]
    for package in packages:
        if name_of(package) == "packageItem":
            parts += [
                _reference(ref)
                for ref in package.iter()
                if name_of(ref) == "itemRef" and ref.get("residref") not in here
            ]
    if not parts:
        raise UnreadableError("This message or package holds no items.")
    return parts


def read_newsml(content: Content) -> Story:
    """The story of one text item. Raises UnreadableError, naming what it is, for every other kind."""
    item = _root(content)
    if name_of(item) == _NITF:
        return _read_nitf(item, content.url)
    refusal = _refusal(item)
    if refusal:
        raise UnreadableError(refusal)
    own, problem = fields_of_content(inner(item, "contentSet"))
    stated = {name: value for name, value in _fields(item).items() if value}
    problems = [problem] if problem and not _is_revoked(item) else []
    # What the item states about its text counts for more than its text.
    return story_of(own | stated, "newsml", base=content.url, problems=problems)


def _read_nitf(root: _Element, base: str) -> Story:
    if refusal := nitf_refusal(root):
        raise UnreadableError(refusal)
    fields = nitf_fields(root)
    is_revoked = bool(fields.get("source_status"))
    problems = [] if fields.get("html") or is_revoked else ["This item holds no text."]
    return story_of(fields, "nitf", base=base, problems=problems)


def _root(content: Content) -> _Element:
    root = parse_xml(content.decoded.text)
    if root is None:
        raise UnreadableError("This is no well-formed XML: it is broken or cut off.")
    name = name_of(root)
    if name == "NewsML":
        raise UnreadableError("This is NewsML 1, an older standard that cannot be read. NewsML-G2 is accepted.")
    if name not in ("newsMessage", _NITF, *_ITEMS):
        raise UnreadableError(
            f"This is a fragment ({name}), not a whole item: NewsML-G2 begins with newsItem, packageItem or newsMessage, NITF with nitf."
        )
    return root


def _refusal(item: _Element) -> str:
    """A sentence if the item is not a usable story."""
    if name_of(item) in _NO_STORIES:
        concept = _code(inner(item, "concept", "type"))
        return f"This is {_CONCEPTS.get(concept, _NO_STORIES[name_of(item)])}, not a story."
    kind = _code(inner(item, "itemMeta", "itemClass"))
    return f"This is {_NO_STORIES[kind]}, not a story." if kind in _NO_STORIES else ""


def _is_revoked(item: _Element) -> bool:
    """Whether the source says that the item must not be used; such an item may consist of its identifier only."""
    return status_of(_code(inner(item, "itemMeta", "pubStatus"))) in REVOKED


def _code(element: _Element | None) -> str:
    """The code of a vocabulary without its prefix: "ninat:text" is "text"."""
    if element is None:
        return ""
    return re.split(r"[:/#]", element.get("qcode") or element.get("uri") or element.get("literal") or "")[-1]


def _part(number: int, item: _Element) -> Part:
    name = _headline(item)[:_MAX_NAME_LENGTH] or (item.get("guid") or "")[:_MAX_NAME_LENGTH] or f"item {number}"
    return Part(name, "newsml", etree.tostring(item, encoding="utf-8", with_tail=False), problem=_refusal(item))


def _reference(ref: _Element) -> Part:
    """An item that a package only points to."""
    target = (ref.get("residref") or ref.get("href") or "")[:_MAX_NAME_LENGTH]
    name = (
        text_inside(inner(ref, "title"))[:_MAX_NAME_LENGTH]
        or text_inside(inner(ref, "headline"))[:_MAX_NAME_LENGTH]
        or target
        or "an item"
    )
    kind = _code(inner(ref, "itemClass"))
    what = _NO_STORIES.get(kind)
    if what:
        return Part(name, "newsml", b"", problem=f"This is {what}, not a story.")
    return Part(
        name, "newsml", b"", problem=f"The package only names this item ({target}): its text is not in the file."
    )


def _headline(item: _Element) -> str:
    meta = inner(item, "contentMeta")
    stated = sorted(children(meta, "headline"), key=lambda each: _role(each) not in ("", "main"))
    titles = children(inner(item, "itemMeta"), "title")
    return next(filter(None, map(text_inside, [*stated, *titles])), "")


def _role(element: _Element) -> str:
    return re.split(r"[:/#]", element.get("role") or "")[-1]


def _fields(item: _Element) -> dict[str, str]:
    meta, about = inner(item, "contentMeta"), inner(item, "itemMeta")
    content = next(children(inner(item, "contentSet"), "inlineXML", "inlineData"), None)
    published = _first(inner(about, "firstCreated"), inner(meta, "contentCreated"), inner(about, "versionCreated"))
    modified = _first(inner(meta, "contentModified"), inner(about, "versionCreated"))
    language = inner(meta, "language")
    return {
        "headline": _headline(item),
        "description": _description(meta),
        "byline": text_inside(inner(meta, "by")),
        "authors": "; ".join(
            dict.fromkeys(
                filter(None, (_name(each) for each in children(meta, "creator", "contributor") if _is_author(each)))
            )
        ),
        "dateline": text_inside(inner(meta, "dateline")) or _name(inner(meta, "located")),
        "published": published,
        "modified": "" if modified == published else modified,
        "language": (language.get("tag") or "")
        if language is not None
        else language_of(content if content is not None else meta),
        "outlet": _first(inner(meta, "creditline"))
        or _name_or_code(inner(meta, "infoSource"))
        or _name_or_code(inner(about, "provider")),
        "section": next(filter(None, map(_name, children(meta, "subject"))), ""),
        "url": _address(about),
        "source_key": item.get("guid") or "",
        "source_status": _code(inner(about, "pubStatus")),
        "embargo": _embargo(inner(about, "embargoed")),
        "usage_terms": _first(*children(inner(item, "rightsInfo"), "usageTerms")),
        "editorial_note": _first(*children(about, "edNote")),
    }


def _embargo(element: _Element | None) -> str:
    """The end of an embargo; an empty element states one whose end is not fixed."""
    return "" if element is None else text_inside(element) or NO_END


def _first(*elements: _Element | None) -> str:
    return next(filter(None, map(text_inside, elements)), "")


def _name(element: _Element | None) -> str:
    """The name of a thing, in English where it has several."""
    names = sorted(children(element, "name"), key=lambda each: not language_of(each).startswith("en"))
    return _first(*names)


def _name_or_code(element: _Element | None) -> str:
    """The name of a company; where it has none, the code it is known by: "nprov:REUTERS" is "REUTERS"."""
    if element is None:
        return ""
    return _name(element) or element.get("literal") or (element.get("qcode") or "").rpartition(":")[2]


def _is_author(element: _Element) -> bool:
    """Contributors are many: those of the text are the ones without a role, and those whose role is to write."""
    role = _role(element)
    return (
        name_of(element) == "creator"
        or not role
        or role in ("author", "writer", "reporter", "correspondent", "coauthor")
    )


def _description(meta: _Element | None) -> str:
    stated = list(children(meta, "description"))
    best = [each for each in stated if _role(each) in _STANDFIRSTS] or [each for each in stated if not _role(each)]
    return _first(*best)


def _address(about: _Element | None) -> str:
    """The page on the web that shows the item, where it is linked as such."""
    for link in children(about, "link"):
        relation = re.split(r"[:/#]", link.get("rel") or "")[-1].lower()
        if relation in ("canonical", "permalink", "alternate", "publishedat", "hasonlineversion"):
            return link.get("href") or ""
    return ""
