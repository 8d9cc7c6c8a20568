"""The text that a NewsML-G2 item carries: XHTML, NITF, or plain, as a fragment of a page or as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.readers.fragment import has_tags
from articles.readers.newsml.nitf import as_html, nitf_fields
from articles.readers.xml_tree import children, inner, name_of, text_inside

if TYPE_CHECKING:
    from lxml.etree import _Element

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
        return nitf_fields(root)
    if name_of(root) in ("html", "body", "div", "p", "article", "section", "span"):
        body = inner(root, "body") if name_of(root) == "html" else root
        title = text_inside(inner(root, "head", "title"))
        return {"html": as_html(body)} | ({"headline": title} if title else {}) if body is not None else {}
    return {}
