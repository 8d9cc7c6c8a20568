"""XML from outside, parsed without entities, network or depth: what it declares about itself does nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from articles.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*(?:<\?xml\b[^>]*\?>)?\s*")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_xml(document: str) -> _Element | None:
    """The root element; None if the text is not well-formed XML. Broken XML is not repaired: text could be lost."""
    text = _NOT_XML.sub("", _DECLARATION.sub("", document.lstrip("\ufeff"), count=1))
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def name_of(element: _Element) -> str:
    """The name of an element without its namespace; empty for other nodes."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: _Element | None, *names: str) -> Iterator[_Element]:
    """The children of these names, whatever their namespace."""
    for child in element if element is not None else ():
        if name_of(child) in names:
            yield child


def inner(element: _Element | None, *path: str) -> _Element | None:
    """The first element down this path of names; None where there is none."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_inside(element: _Element | None) -> str:
    """All text inside an element, on one line."""
    return clean_line(" ".join(str(part) for part in element.itertext())) if element is not None else ""


def language_of(element: _Element | None) -> str:
    """The language that an element or an ancestor declares."""
    while element is not None:
        if stated := element.get(_XML_LANG) or element.get("lang"):
            return stated
        element = element.getparent()
    return ""
