"""IPTC NITF: a story with its head, as a separate document or inside a NewsML-G2 item."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from lxml import etree

from articles.readers.xml_tree import children, inner, language_of, name_of, text_inside

if TYPE_CHECKING:
    from lxml.etree import _Element

# What NITF calls the parts of a text, and what HTML calls them.
_AS_HTML = {
    "hl1": "h2", "hl2": "h3", "bq": "blockquote", "nitf-table": "table", "media": "figure", "media-reference": "img",
    "media-caption": "figcaption", "media-producer": "span", "block": "div", "body.content": "div",
}  # fmt: skip
# Elements of NITF's text that are not its text.
_NOT_TEXT = frozenset({"media-metadata", "media-object", "note", "body.end"})
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?")
# What the desk of a source says of an item that is not to be used, and how newer standards of IPTC call it.
_WITHDRAWN = {"killed": "canceled", "canceled": "canceled", "cancelled": "canceled", "withheld": "withheld"}


def nitf_fields(root: _Element) -> dict[str, str]:
    """The fields of a record that a `nitf` element states, as a fragment of a page where they are text."""
    head, body = inner(root, "body", "body.head"), inner(root, "body", "body.content")
    headline, dateline = inner(head, "hedline", "hl1"), inner(head, "dateline", "location")
    about, published_in = inner(root, "head", "docdata"), inner(root, "head", "pubdata")
    copyright_holder = inner(about, "doc.copyright")
    fields = {
        "headline": text_inside(headline) or text_inside(inner(root, "head", "title")),
        "description": text_inside(inner(head, "abstract")) or text_inside(inner(head, "hedline", "hl2")),
        "byline": _byline(inner(head, "byline")),
        "dateline": text_inside(dateline if dateline is not None else inner(head, "dateline")),
        "published": _published(about, head, published_in),
        "language": language_of(inner(root, "body")),
        "outlet": _attribute(published_in, "name")
        or text_inside(inner(head, "distributor"))
        or _attribute(copyright_holder, "holder"),
        "url": _attribute(published_in, "ex-ref"),
        "section": _attribute(published_in, "position.section"),
        "source_key": _identifier(about),
        "source_status": _WITHDRAWN.get(_status(about), ""),
        "embargo": _embargo(about),
        "html": as_html(body) if body is not None else "",
    }
    return {name: value for name, value in fields.items() if value}


def nitf_refusal(root: _Element) -> str:
    """One sentence if the item is one that its source has withdrawn and that names no story that could be found again."""
    about = inner(root, "head", "docdata")
    status = _status(about)
    return f"This item is {status} by its source." if status in _WITHDRAWN and not _identifier(about) else ""


def _status(about: _Element | None) -> str:
    return _attribute(about, "management-status").lower()


def _identifier(about: _Element | None) -> str:
    return _attribute(inner(about, "doc-id"), "id-string")


def _embargo(about: _Element | None) -> str:
    """The end of an embargo; "true" for one whose end is not stated."""
    if _status(about) != "embargoed":
        return ""
    return _iso(_attribute(inner(about, "date.release"), "norm")) or "true"


def _published(about: _Element | None, head: _Element | None, published_in: _Element | None) -> str:
    stated = (
        _attribute(inner(about, "date.issue"), "norm"),
        _attribute(inner(head, "dateline", "story.date"), "norm"),
        _attribute(published_in, "date.publication"),
        _attribute(inner(about, "date.release"), "norm"),
        text_inside(inner(head, "dateline", "story.date")),
    )
    return _iso(next(filter(None, stated), ""))


def _iso(stated: str) -> str:
    """The basic form of ISO 8601 that NITF asks for ("20240506T093000+0300") in its extended form; others as they are."""
    match = _TIME.fullmatch(stated.strip())
    if match is None:
        return stated
    year, month, day, hour, minute, second, zone = match.groups()
    time = f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
    return f"{year}-{month}-{day}{time}"


def _attribute(element: _Element | None, name: str) -> str:
    return (element.get(name) or "").strip() if element is not None else ""


def _byline(byline: _Element | None) -> str:
    """The people of a byline; their titles and employers only where nobody is named."""
    people = [text_inside(person) for person in children(byline, "person")]
    if people or byline is None:
        return " and ".join(people)
    names = copy.deepcopy(byline)
    for title in list(children(names, "byttl")):
        _drop(title)
    return text_inside(names) or text_inside(byline)


def as_html(body: _Element) -> str:
    """The element as a fragment of a page: names without their namespaces, and those of NITF as HTML has them."""
    page = copy.deepcopy(body)
    page.tail = None
    for element in list(page.iter()):
        name = name_of(element)
        if name in _NOT_TEXT or not name:
            _drop(element)
            continue
        element.tag = _AS_HTML.get(name, name)
        if name == "media-reference":
            element.set("src", element.get("source") or "")
        if name == "media-producer":
            element.set("class", "credit")
    for credit in list(page.iter("span")):
        caption = next(credit.itersiblings("figcaption", preceding=True), None)
        if credit.get("class") == "credit" and caption is not None:
            caption.append(credit)
    etree.cleanup_namespaces(page)
    return etree.tostring(page, method="html", encoding="unicode")


def _drop(element: _Element) -> None:
    """Take an element out, and leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
