"""Feeds: recognized by their content, not by what a server calls them, and split into their entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.readers.feed.jsonfeed import is_json_feed, unpack_json
from articles.readers.feed.syndication import unpack_xml

if TYPE_CHECKING:
    from articles.readers.part import Content, Part

# What may precede the first tag: space, a byte-order mark, the declaration, instructions, comments, a doctype.
_PROLOGUE = re.compile(
    r"(?>\s|\ufeff|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*+", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|rdf|feed|channel)\b([^>]*)", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry|channel)\b")
_ATOM = re.compile(r"xmlns[\w.:-]*\s*=\s*[\"']?http[^\"'\s>]*atom|\bversion\s*=", re.IGNORECASE)
# A comment before the first tag may be long; a feed names itself within this.
_HEAD = 64 * 1024


def is_feed(content: Content) -> bool:
    if content.data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"{"):
        return is_json_feed(content.decoded.text)
    head = content.head
    prologue = _PROLOGUE.match(head)
    root = _ROOT.match(head, prologue.end() if prologue else 0)
    if root is None:
        return False
    name = root[1].lower()
    if name == "feed":
        return bool(_ATOM.search(root[2]) or _ENTRY.search(head))
    return name == "rss" or bool(_ENTRY.search(head, root.end()))


def unpack_feed(content: Content) -> list[Part]:
    """The entries of a feed: the whole story where the feed gives it, else its beginning with the address of its page."""
    text = content.data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return unpack_json(content) if text.startswith(b"{") else unpack_xml(content)
