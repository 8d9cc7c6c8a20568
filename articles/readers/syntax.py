"""What content is written in, by its outermost syntax: that decides what it may be read as, whatever it is called."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.readers.part import Content

_HEAD_OF_PAGE = 4096
_HTML_TAGS = frozenset({
    "a", "abbr", "address", "article", "aside", "b", "base", "big", "blockquote", "body", "br", "center", "cite", "code", "dd", "details", "div",
    "dl", "dt", "em", "fieldset", "figcaption", "figure", "font", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "li", "link", "main", "mark", "meta", "nav", "noscript", "ol", "p",
    "picture", "pre", "q", "s", "script", "section", "small", "span", "strike", "strong", "style", "sub", "summary", "sup", "table", "tbody",
    "td", "template", "th", "thead", "time", "title", "tr", "u", "ul", "video",
})  # fmt: skip
# What may stand before the first tag: space, the declaration, instructions, comments, a doctype.
_PROLOGUE = re.compile(r"(?>\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*+", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?P<name>(?:[\w.-]+:)?(?P<local>[A-Za-z_][\w.-]*))(?P<attributes>[^>]*)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HTML_DOCTYPE = re.compile(r"<!DOCTYPE\s+html\b", re.IGNORECASE)
# Documents that are known by their root even where they are cut off.
_XML_ROOTS = frozenset(
    {"rss", "rdf", "feed", "channel", "nitf", "newsml", "newsmessage", "newsitem", "packageitem", "conceptitem", "knowledgeitem",
     "planningitem", "catalogitem", "contentset", "contentmeta", "itemmeta", "groupset", "itemref"}
)  # fmt: skip
# JSON that is cut off or broken, and scripts that consist of JSON.
_JSON_BEGINNING = re.compile(r"\{\s*(?:[\"'][^\"'\n]{0,200}[\"']\s*:|\}\s*\Z)|\[\s*(?:\{\s*[\"'}]|\]\s*\Z)")
_JSON_SCRIPT = re.compile(
    r"(?:/\*.{0,200}?\*/)?\s*(?:[\w$.]{1,80}\s*\(|while\s*\(1\);|for\s*\(;;\);|\)\]\}',?)\s*(?=[\[{]\s*[\"\[{])",
    re.DOTALL,
)
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t].*)?")
_MAILBOX = re.compile(r"From \S+ .*\d{4}.*\n(?=[A-Za-z-]+:)")
# A head of mail has one of the first, and one more of these.
_SENDER_OR_SUBJECT = frozenset({"from", "subject"})
_MAIL_FIELDS = frozenset({
    "from", "subject", "date", "to", "cc", "bcc", "sender", "reply-to", "message-id", "mime-version", "received", "return-path",
    "content-type", "content-transfer-encoding", "delivered-to", "dkim-signature", "in-reply-to", "references", "list-id",
})  # fmt: skip
_MAX_HEADER_LINES = 400


class Syntax(Enum):
    """The outermost syntax of a text."""

    TEXT = auto()
    HTML = auto()
    XML = auto()
    JSON = auto()
    MAIL = auto()
    MAILBOX = auto()


def syntax_of(content: Content) -> Syntax:
    """What a text is written in; prose and tables of plain text are TEXT."""
    text = content.head.lstrip("\ufeff").lstrip()
    if text.startswith("<"):
        return _markup(text)
    if text.startswith(("{", "[")):
        return Syntax.JSON if _is_json(text, content) else Syntax.TEXT
    if _JSON_SCRIPT.match(text):
        return Syntax.JSON
    if _MAILBOX.match(text.replace("\r\n", "\n")):
        return Syntax.MAILBOX
    return Syntax.MAIL if _is_mail(text) else Syntax.TEXT


def root_of(content: Content) -> str:
    """The name of the root element as it is written; "" where there is none."""
    text = content.head.lstrip("\ufeff")
    root = _ROOT.match(text, _prologue_end(text))
    return root["name"] if root else ""


def _prologue_end(text: str) -> int:
    prologue = _PROLOGUE.match(text)
    return prologue.end() if prologue else 0


def _markup(text: str) -> Syntax:
    root = _ROOT.match(text, _prologue_end(text))
    if _HTML_DOCTYPE.search(_COMMENT.sub("", text[: _prologue_end(text)])):
        return Syntax.HTML
    if root is None:
        return Syntax.XML if text.startswith(("<?xml", "<!DOCTYPE", "<!doctype")) else Syntax.TEXT
    local = root["local"].lower()
    if local in _HTML_TAGS:
        return Syntax.HTML
    if local in _XML_ROOTS or "xmlns" in root["attributes"]:
        return Syntax.XML
    if re.search(r"<html\b", text[:_HEAD_OF_PAGE], re.IGNORECASE):
        return Syntax.HTML  # something stands before the page
    is_closed = root["attributes"].endswith("/") or f"</{root['name']}" in text
    return Syntax.XML if text.startswith("<?xml") or is_closed else Syntax.TEXT


def _is_json(beginning: str, content: Content) -> bool:
    if _JSON_BEGINNING.match(beginning):
        return True
    return isinstance(content.json, dict | list)


def _is_mail(text: str) -> bool:
    """Whether a text begins with a block of header fields that an empty line ends."""
    names: set[str] = set()
    lines = text.split("\n", _MAX_HEADER_LINES)[:_MAX_HEADER_LINES]
    for number, line in enumerate(lines):
        printed = line.rstrip("\r")
        if not printed.strip():
            return len(names & _MAIL_FIELDS) > 1 and bool(names & _SENDER_OR_SUBJECT)
        if number and printed[0] in " \t":
            continue
        field = _FIELD.fullmatch(printed)
        if field is None:
            return False
        names.add(field["name"].lower())
    return False
