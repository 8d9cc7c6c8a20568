"""The text that a NewsML-G2 item carries: XHTML, NITF, or plain, as a fragment of a page or as plain text."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from lxml import etree

from articles.readers.fragment import has_tags
from articles.readers.xml_tree import children, inner, name_of, text_inside

if TYPE_CHECKING:
    from lxml.etree import _Element

# What NITF calls the parts of a text, and what HTML calls them.
_AS_HTML = {
    "hl1": "h2", "hl2": "h3", "bq": "blockquote", "nitf-table": "table", "media": "figure", "media-reference": "img",
    "media-caption": "figcaption", "media-producer": "span", "block": "div", "body.content": "div",
}  # fmt: skip
# Elements of NITF's text that are not its text.
_NOT_TEXT = frozenset({"media-metadata", "media-object", "note", "body.end"})
_MARKUP = ("html", "xhtml", "nitf")


def fields_of_content(content_set: _Element | None) -> tuple[dict[str, str], str]:
    """(fields, problem): the text, and what NITF says in its own head; one sentence where there is no text to read."""
    if content_set is None:
        return {}, "This item holds no text."
    for form in children(content_set, "inlineXML", "inlineData"):
        fields = _inline(form)
        if fields.get("html") or fields.get("text"):
            return fields, ""
    for remote in children(content_set, "remoteContent"):
        where = remote.get("href") or remote.get("residref") or "an unnamed place"
        return {}, f"The text of this item is not in the file: it lies at {where[:200]}."
    kinds = {name_of(child) for form in children(content_set, "inlineXML") for child in form}
    return (
        {},
        f"The content of this item is in a form that cannot be read ({', '.join(sorted(kinds))})."
        if kinds
        else "This item holds no text.",
    )


def _inline(form: _Element) -> dict[str, str]:
    root = next((child for child in form if name_of(child)), None)
    if root is None:  # text, or markup that is written as text
        text = "".join(str(part) for part in form.itertext()).strip()
        is_markup = any(kind in (form.get("contenttype") or "") for kind in _MARKUP) or has_tags(text)
        return {"html" if is_markup else "text": text}
    if name_of(root) == "nitf":
        return _nitf(root)
    if name_of(root) in ("html", "body", "div", "p", "article", "section", "span"):
        body = inner(root, "body") if name_of(root) == "html" else root
        title = text_inside(inner(root, "head", "title"))
        return {"html": _as_html(body)} | ({"headline": title} if title else {}) if body is not None else {}
    return {}


def _nitf(root: _Element) -> dict[str, str]:
    head = inner(root, "body", "body.head")
    body = inner(root, "body", "body.content")
    headline = inner(head, "hedline", "hl1")
    dateline = inner(head, "dateline", "location")
    fields = {
        "headline": text_inside(headline) or text_inside(inner(root, "head", "title")),
        "description": text_inside(inner(head, "abstract")),
        "byline": _byline(inner(head, "byline")),
        "dateline": text_inside(dateline if dateline is not None else inner(head, "dateline")),
        "html": _as_html(body) if body is not None else "",
    }
    return {name: value for name, value in fields.items() if value}


def _byline(byline: _Element | None) -> str:
    """The people of a byline; their titles and employers only where nobody is named."""
    people = [text_inside(person) for person in children(byline, "person")]
    if people or byline is None:
        return " and ".join(people)
    names = copy.deepcopy(byline)
    for title in list(children(names, "byttl")):
        _drop(title)
    return text_inside(names) or text_inside(byline)


def _as_html(body: _Element) -> str:
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
