"""Pasted text to a Story: the lines around the text become fields, and fields that are not stated stay empty."""

from __future__ import annotations

import re

from articles.readers.bylines import looks_like_person, read_byline
from articles.readers.captions import split_caption
from articles.readers.field_collector import FieldCollector
from articles.readers.lines import (
    has_address,
    is_notice,
    is_sources_heading,
    mark_pull_quotes,
    named_link,
    related_title,
    source_line,
    split_dateline,
    split_list_mark,
)
from articles.readers.mail_head import MailHead, read_mail_head
from articles.readers.page.head import Head, Line, read_head
from articles.readers.restrictions import EMBARGO_DEPTH, is_embargo_line
from articles.readers.story import Block, Image, Link, Story, UnreadableError
from articles.text import clean, is_hard_wrapped
from articles.vocabulary import BlockRole

_BLANK = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?\u2026:][\"'\u201d\u2019)\]]*$")
_MAX_HEADING_LENGTH = 90
_MAX_SOURCES = 20


def read_text(text: str) -> Story:
    """Read a story from pasted text. Raises UnreadableError when there are no words in it."""
    lines = text_lines(clean(text))
    if not any(c.isalpha() for line in lines for c in line.text):
        raise UnreadableError("There are no words in this text.")
    collector = FieldCollector()
    mail = read_mail_head([line.text for line in lines])
    lines, sources = _take_sources(lines[mail.size :])
    lines, notices, related = _take_furniture(lines)
    head = read_head(lines)
    _collect_head(collector, head)
    _collect_mail(collector, mail)
    blocks = text_blocks([line.text for line in lines[head.size :]], collector)
    collector.set_if_missing("sources", sources, "source lines", 0.9)
    collector.set_if_missing("notices", notices, "notice lines", 0.9)
    collector.set_if_missing("related", related, "related lines", 0.9)
    collector.set_if_missing("body", mark_pull_quotes(blocks), "text", 0.9)
    return collector.story()


def text_lines(text: str) -> list[Line]:
    """The paragraphs: what blank lines part, and single lines where a paragraph was not hard-wrapped."""
    lines: list[Line] = []
    for group in _BLANK.split(text):
        parts = [part for part in group.split("\n") if part]
        paragraphs = [" ".join(parts)] if is_hard_wrapped(parts) else parts
        lines.extend(Line(paragraph, opens=i == 0) for i, paragraph in enumerate(paragraphs))
    return lines


def _take_sources(lines: list[Line]) -> tuple[list[Line], tuple[Link, ...]]:
    """Part "Source: NAME, ADDRESS" lines, and a list under a heading "Sources" at the end, from the text."""
    kept: list[Line] = []
    sources: list[Link] = []
    under_heading = False
    for i, line in enumerate(lines):
        rest = lines[i + 1 : i + 1 + _MAX_SOURCES]
        if is_sources_heading(line.text) and rest and len(lines) - i - 1 <= _MAX_SOURCES and all(map(_is_source, rest)):
            under_heading = True
        elif under_heading:
            sources.append(named_link(line.text))
        elif found := source_line(line.text):
            sources.append(found)
        else:
            kept.append(line)
    return kept, tuple(sources)


def _is_source(line: Line) -> bool:
    text = line.text
    return has_address(text) or split_list_mark(text)[0] or is_notice(text) or bool(source_line(text))


def _take_furniture(lines: list[Line]) -> tuple[list[Line], tuple[str, ...], tuple[Link, ...]]:
    kept: list[Line] = []
    notices: list[str] = []
    related: list[Link] = []
    for at, line in enumerate(lines):
        is_at_edge = at < EMBARGO_DEPTH or at >= len(lines) - EMBARGO_DEPTH
        if is_notice(line.text) or (is_at_edge and is_embargo_line(line.text)):
            notices.append(line.text)
        elif title := related_title(line.text):
            related.append(Link(title, named_link(line.text).url))
        else:
            kept.append(line)
    return kept, tuple(notices), tuple(related)


def _collect_mail(collector: FieldCollector, mail: MailHead) -> None:
    collector.set_if_missing("headline", mail.subject, "subject line", 0.8)
    collector.set_date_if_missing("date_published", mail.date, "mail date", 0.7)
    name = "authors" if looks_like_person(mail.sender) else "outlet"
    collector.set_if_missing(name, (mail.sender,) if mail.sender and name == "authors" else mail.sender, "sender", 0.5)


def _collect_head(collector: FieldCollector, head: Head) -> None:
    collector.set_if_missing("headline", head.headline, "first line", 0.8)
    collector.set_if_missing("description", head.standfirst, "line below the headline", 0.7)
    byline = read_byline(head.byline or head.author)
    # A line that says "By" is sure of itself; a bare name between headline and text is likely.
    source, confidence = ("byline", 0.9) if head.byline else ("name below the headline", 0.6)
    collector.set_if_missing("byline", byline.printed, source, confidence)
    collector.set_if_missing("authors", byline.authors, source, confidence)
    collector.set_if_missing("dateline", head.place, "place below the headline", 0.8)
    collector.set_if_missing("dateline", byline.dateline, "byline", 0.8)
    collector.set_date_if_missing("date_published", head.date, "date line", 0.8)
    caption, credit = split_caption(head.caption)
    if caption or credit:
        collector.set_if_missing("image", Image(caption=caption, credit=credit), "caption line", 0.8)


def text_blocks(lines: list[str], collector: FieldCollector) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for i, line in enumerate(lines):
        is_item, text = split_list_mark(line)
        if not blocks:
            text = _without_dateline(text, collector)
        if is_item and text:
            blocks.append(Block(BlockRole.LIST_ITEM, text))
        elif blocks and i + 1 < len(lines) and _is_heading(text):
            blocks.append(Block(BlockRole.HEADING, text))
        elif text:
            blocks.append(Block(BlockRole.PARAGRAPH, text))
    return tuple(blocks)


def _without_dateline(paragraph: str, collector: FieldCollector) -> str:
    place, agency, rest = split_dateline(paragraph)
    collector.set_if_missing("dateline", place, "first paragraph", 0.9)
    collector.set_if_missing("byline", agency, "dateline", 0.6)
    collector.set_if_missing("authors", (agency,) if agency else (), "dateline", 0.6)
    return rest


def _is_heading(line: str) -> bool:
    is_short = len(line) <= _MAX_HEADING_LENGTH and len(line.split()) <= 12
    return is_short and line[0].isupper() and not _SENTENCE_END.search(line) and not line.endswith((",", ";", "-"))
