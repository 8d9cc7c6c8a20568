"""RSS, Atom and RDF feeds. The parser is feedparser; it gets decoded text, and no address that it could fetch."""

from __future__ import annotations

import io
import re
from calendar import timegm
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser

from articles.readers.addresses import absolute_address, site_of
from articles.readers.attributes import refuse_many_attributes
from articles.readers.charsets import REPLACED
from articles.readers.dates import read_date
from articles.readers.feed.entry import part_of
from articles.readers.page.metadata import plain_value
from articles.readers.story import UnreadableError
from articles.vocabulary import DatePrecision

if TYPE_CHECKING:
    from articles.readers.part import Content, Part

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*(?:<\?xml\b[^>]*\?>)?\s*")
# feedparser takes the description of a picture for a description of the story.
_MEDIA_DESCRIPTION = re.compile(r"<(/?)media:description\b[^<>]{0,300}?(/?)>")
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|\?)", re.IGNORECASE)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:\D|$)")
_ZONE = re.compile(r"(?:[+-]\d\d:?\d\d|Z|\b[A-Z]{2,5})$")
_FEED_WORDS = re.compile(
    r"(?:\s{0,3}[-|\u00bb:\u2013\u2014(]\s{0,3}|\s{1,3})(?:rss|atom)(?:\s{1,3}(?:news\s{0,3})?feeds?)?\)?$"
    r"|\s{0,3}[-|\u00bb:\u2013\u2014]\s{0,3}(?:news\s{0,3})?feed$"
    r"|^(?:rss|atom)(?:\s{1,3}(?:news\s{0,3})?feeds?)?\s{0,3}[-|\u00bb:\u2013\u2014]\s{0,3}",
    re.IGNORECASE,
)
_PARTS_OF_TITLE = re.compile(r"(?<!\s)\s++(?:[|\u2022\u00bb>\u2013\u2014:-]++)\s++|:\s++")
# Parsing takes thirty times a feed's size in memory.
_MAX_BYTES = 10 * 1024 * 1024
MAX_ENTRIES = 20_000
NOT_WELL_FORMED = "The feed is not well-formed; it was read as far as possible."

_Node = Any  # feedparser's own dictionaries, which answer to any key with anything


def unpack_xml(content: Content) -> list[Part]:
    """The entries of a feed in XML. Raises UnreadableError if it has none."""
    if len(content.data) > _MAX_BYTES:
        raise UnreadableError(f"This feed is larger than {_MAX_BYTES // 1024 // 1024} MB.")
    decoded = content.decoded
    text = _NOT_XML.sub("", _DECLARATION.sub("", decoded.text.lstrip("\ufeff"), count=1))
    refuse_many_attributes(text)
    text = _MEDIA_DESCRIPTION.sub(r"<\1media:text\2>", text)
    base = absolute_address(content.url)
    parsed = _parsed(text, base)
    if not parsed.get("version"):
        raise UnreadableError("This is no feed: it is in none of the forms of RSS, Atom or RDF.")
    if not parsed.entries:
        raise UnreadableError("This feed holds no entries that could be read.")
    if len(parsed.entries) > MAX_ENTRIES:
        raise UnreadableError(f"This feed holds more than {MAX_ENTRIES:,} entries.")
    problems = [NOT_WELL_FORMED] if parsed.get("bozo") else []
    problems += [REPLACED] if decoded.replaced else []
    feed = parsed.feed
    home = absolute_address(_text(feed, "link"), base) or base
    inherited = _authors(feed) if str(parsed.version).startswith("atom") else ""
    shared = {
        "outlet": outlet_of(_text(feed, "title"), home),
        "language": _text(feed, "language"),
        "authors": inherited,
    }
    return [_part(number, entry, shared, home, problems) for number, entry in enumerate(parsed.entries, start=1)]


def _parsed(text: str, base: str) -> _Node:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    # A stream, because feedparser would open a text that is an address or the name of a file.
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False)
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        # Each of these feedparser raises on one broken feed or another.
        raise UnreadableError("This feed is too broken to be read.") from error


def outlet_of(title: str, home: str) -> str:
    """The outlet's name in the title of its feed: "World news | Sample Post" at samplepost.example is "Sample Post"."""
    title = _FEED_WORDS.sub("", plain_value(title)) or plain_value(title)
    host = re.sub(r"[^a-z0-9]", "", (urlsplit(home).hostname or "").removeprefix("www."))
    names = [name for part in _PARTS_OF_TITLE.split(title) if (name := part.strip(" -:|,"))]
    own = [name for name in names if _is_of_host(name, host, home)]
    return own[0] if len(names) > 1 and own else title


def _is_of_host(name: str, host: str, home: str) -> bool:
    squeezed = re.sub(r"\W", "", name).lower()
    labels = [label for label in (urlsplit(home).hostname or "").split(".")[:-1] if len(label) > 2 and label != "www"]
    return (len(squeezed) > 2 and squeezed in host) or any(label in squeezed for label in labels)


def _part(number: int, entry: _Node, shared: dict[str, str], home: str, problems: list[str]) -> Part:
    url = absolute_address(_text(entry, "feedburner_origlink") or _text(entry, "link"), home)
    published, modified = _dates(entry)
    fields = shared | {
        "headline": _text(entry, "title"),
        "url": url,
        "source_key": identifier_of(_text(entry, "id"), home),
        "published": published,
        "modified": modified,
        "section": _section(entry),
        "language": _language(entry) or shared["language"],
        "authors": _authors(entry) or shared["authors"],
    }
    return part_of(number, fields | _picture(entry, url or home) | _body(entry), _text(entry, "summary"), problems)


def identifier_of(stated: str, home: str) -> str:
    """The identifier of an entry: an address or a URN unchanged; a bare number or word only beside the feed's site."""
    if not stated or ":" in stated:
        return stated
    return f"{site_of(home)} {stated}" if home else ""


def _text(node: _Node, key: str) -> str:
    value = node.get(key)
    return value.strip() if isinstance(value, str) else ""


def _nodes(node: _Node, key: str) -> list[_Node]:
    value = node.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _body(entry: _Node) -> dict[str, str]:
    values = [(_text(node, "value"), _text(node, "type")) for node in _nodes(entry, "content")]
    value, kind = max(values, key=lambda pair: len(pair[0]), default=("", ""))
    return {"text": value} if kind == "text/plain" else {"html": value}


def _authors(node: _Node) -> str:
    names = [_text(author, "name") for author in _nodes(node, "authors")]
    return "; ".join(dict.fromkeys(filter(None, names))) or _text(node, "author")


def _section(entry: _Node) -> str:
    names = (_text(tag, "label") or _text(tag, "term") for tag in _nodes(entry, "tags"))
    return next((name for name in names if name and "://" not in name), "")


def _language(entry: _Node) -> str:
    details = [*_nodes(entry, "content"), entry.get("title_detail") or {}, entry.get("summary_detail") or {}]
    return _text(entry, "language") or next(filter(None, (_text(detail, "language") for detail in details)), "")


def _dates(entry: _Node) -> tuple[str, str]:
    """(published, modified) as ISO, or as printed where that says all there is."""
    # Keys are tested with "in", because feedparser answers with one date for another.
    stated = {key: _date(entry, key) for key in ("published", "created", "updated") if key in entry}
    published = stated.get("published") or stated.get("created") or stated.get("updated") or ""
    modified = stated.get("updated", "")
    return published, "" if modified == published else modified


def _date(entry: _Node, key: str) -> str:
    """A date as our own reader understands it; feedparser knows the forms of more languages and mail programs."""
    printed = _text(entry, key)
    ours = read_date(printed)
    if ours is not None and (ours.precision == DatePrecision.MINUTE or not _ZONE.search(printed)):
        return printed
    parsed = entry.get(f"{key}_parsed")
    if parsed is None or (ours is None and _ISO_DAY.match(printed)):  # feedparser makes 2 March of 30 February
        return printed
    try:
        moment = datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return printed
    return moment.isoformat() if any(parsed[3:6]) or _ZONE.search(printed) else moment.date().isoformat()


def _picture(entry: _Node, base: str) -> dict[str, str]:
    """The widest picture among the attachments, else a thumbnail; with what the entry says of it."""
    media = [node for node in _nodes(entry, "media_content") if _is_picture(node, "url")]
    media.sort(key=lambda node: -int(width) if (width := _text(node, "width")).isdecimal() else 0)
    links = [node for node in _nodes(entry, "links") if _text(node, "rel") == "enclosure" and _is_picture(node, "href")]
    addresses = [_text(node, "url") for node in media] + [_text(node, "href") for node in links]
    addresses += [_text(node, "url") for node in _nodes(entry, "media_thumbnail")]
    addresses = [absolute_address(address, base) for address in addresses]
    credits_ = [_text(node, "content") for node in _nodes(entry, "media_credit")]
    if not any(addresses):
        return {}
    return {
        "image_url": next(filter(None, addresses)),
        "image_caption": _text(entry, "media_text"),
        "image_credit": next(filter(None, credits_), ""),
    }


def _is_picture(node: _Node, address: str) -> bool:
    kind = _text(node, "medium") or _text(node, "type")
    return kind.startswith("image") if kind else bool(_PICTURE_NAME.search(_text(node, address)))
