"""One story as a flat record of texts: what a row of a table or an entry of a feed is turned into, and read from."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from articles.readers.addresses import absolute_address, canonical_address
from articles.readers.bylines import has_lead_in, is_agency, read_byline
from articles.readers.captions import clean_credit, split_caption
from articles.readers.field_collector import FieldCollector
from articles.readers.fragment import Fragment, has_tags, plain_text, read_fragment
from articles.readers.lines import mark_pull_quotes, split_dateline, spoken_key
from articles.readers.page.html import language_tag, sort_out
from articles.readers.page.metadata import plain_value
from articles.readers.plain import text_blocks, text_lines
from articles.readers.record_fields import FIELDS
from articles.readers.restrictions import REVOKED, collect_restrictions
from articles.readers.story import Block, Image, UnreadableError
from articles.text import clean
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.readers.part import Content
    from articles.readers.story import Story

# What only feeds and agencies state, and nobody types into a table.
_OF_ITEMS = frozenset({"source_key", "source_status"})
_KNOWN = _OF_ITEMS.union(FIELDS)
_CONFIDENCE = 0.9
_MAIL = re.compile(r"\s{0,3}[<(]?(?:mailto:)?(?<![\w.+-])[\w.+-]{1,64}@[\w-]++(?:\.[\w-]++)++[>)]?\s*+")
_BRACKETED = re.compile(r"^\((.*)\)$")
# What publishing systems add below the text that they put into a feed.
_ENDING = re.compile(
    r"^(?:the (?:post|article) .{1,300} (?:appeared|was) first (?:appeared |published )?(?:on|in|at) .{1,120}|"
    r"(?:continue|keep) reading\b.{0,200}|read (?:more|on|the (?:full|whole|rest|entire)\b.{0,60})(?: (?:at|on) .{1,80})?[.\u2026> \u2192\u00bb]*)$",
    re.IGNORECASE,
)
# A byline is among the first lines of a text or missing.
_BYLINE_DEPTH = 3


def pack(fields: Mapping[str, str], *, source: str = "record", problems: Sequence[str] = ()) -> bytes:
    """The record as bytes, the same for the same fields: empty ones are left out.

    `source` is what the preview shows each field to come from ("feed", "table"); `problems` are shown with the story.
    """
    unknown = set(fields) - _KNOWN
    if unknown:
        raise ValueError(f"Not fields of a record: {', '.join(sorted(unknown))}")
    given = {name: value for name, value in fields.items() if value}
    record = {"fields": given, "source": source, "problems": list(problems)}
    return json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def read_record(content: Content) -> Story:
    """Read a packed record. Raises UnreadableError if the bytes are not a record, or it has no field of a story."""
    try:
        record = json.loads(content.data)
        fields = {str(name): str(value) for name, value in record["fields"].items() if name in _KNOWN}
        source, problems = str(record["source"]), [str(problem) for problem in record["problems"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableError("This is no record of a story.") from error
    return story_of(fields, source, base=content.url, problems=problems)


def story_of(fields: Mapping[str, str], source: str, *, base: str = "", problems: Sequence[str] = ()) -> Story:
    """The story that a record states, field by field; what it does not state stays open. Addresses are read from `base`."""
    collector = FieldCollector()
    for problem in problems:
        collector.add_problem(problem)
    address = canonical_address(absolute_address(fields.get("url", ""), base))
    for name in ("headline", "section", "outlet"):
        collector.set_if_missing(name, plain_value(fields.get(name, "")), source, _CONFIDENCE)
    collector.set_if_missing(
        "dateline", plain_value(fields.get("dateline", "")).strip(" \u2014\u2013-"), source, _CONFIDENCE
    )
    collector.set_if_missing("description", plain_value(plain_text(fields.get("description", ""))), source, _CONFIDENCE)
    collector.set_if_missing("url", address, source, _CONFIDENCE)
    collector.set_if_missing("language", language_tag(plain_value(fields.get("language", ""))), source, _CONFIDENCE)
    collector.set_date_if_missing("date_published", fields.get("published", ""), source, _CONFIDENCE)
    collector.set_date_if_missing("date_modified", fields.get("modified", ""), source, _CONFIDENCE)
    collect_restrictions(collector, fields, source, _CONFIDENCE)
    _collect_authors(collector, fields, source)
    _collect_body(collector, fields, source, address or absolute_address(base))
    is_revoked = collector.get("source_status") in REVOKED and collector.has("source_key")
    if not is_revoked and not any(map(collector.has, ("headline", "body", "description", "url"))):
        raise UnreadableError("There is neither a headline nor a text nor an address in it.")
    return collector.story()


def _collect_authors(collector: FieldCollector, fields: Mapping[str, str], source: str) -> None:
    names = re.split(r"[;\n]", fields.get("authors", ""))
    stated = list(filter(None, (_BRACKETED.sub(r"\1", plain_value(_MAIL.sub(" ", name))) for name in names)))
    byline = read_byline(plain_value(fields.get("byline", "")))
    collector.set_if_missing("authors", _names(stated), source, _CONFIDENCE)
    collector.set_if_missing("authors", _names([byline.printed] if byline.printed else []), source, _CONFIDENCE)
    collector.set_if_missing("byline", byline.printed or ", ".join(stated), source, _CONFIDENCE)
    collector.set_if_missing("dateline", byline.dateline, source, _CONFIDENCE)
    if stated:
        collector.set_if_missing("dateline", read_byline(stated[0]).dateline, source, _CONFIDENCE)


def _names(stated: list[str]) -> tuple[str, ...]:
    """The names in what is stated as author; an agency only where it is the only author."""
    names = [name for line in stated for name in read_byline(line).authors]
    return tuple(dict.fromkeys([name for name in names if not is_agency(name)] or names))


def _collect_body(collector: FieldCollector, fields: Mapping[str, str], source: str, base: str) -> None:
    markup = fields.get("html", "")
    if not has_tags(markup) and has_tags(fields.get("text", "")):
        markup = fields["text"]
    fragment = read_fragment(markup, base) if has_tags(markup) else Fragment()
    _collect_image(collector, fields, fragment.image, source, base)
    if fragment.blocks:
        blocks = _without_dateline(fragment.blocks, collector)
    else:
        lines = [line.text for line in text_lines(clean(plain_text(fields.get("text") or markup)))]
        blocks = text_blocks(lines, collector)
    for block in blocks[:_BYLINE_DEPTH]:
        if has_lead_in(block.text):
            byline = read_byline(block.text)
            collector.set_if_missing("authors", byline.authors, "byline", 0.8)
            collector.set_if_missing("byline", byline.printed, "byline", 0.8)
            collector.set_if_missing("dateline", byline.dateline, "byline", 0.8)
    endings = tuple(block.text for block in blocks if _ENDING.match(block.text))
    kept, notices, related, sources = sort_out(
        tuple(block for block in blocks if block.text not in endings), _told_elsewhere(collector)
    )
    collector.set_if_missing("sources", sources, "source lines", 0.8)
    collector.set_if_missing("notices", (*notices, *endings), "notice lines", 0.9)
    collector.set_if_missing("related", related, "related lines", 0.8)
    collector.set_if_missing("body", mark_pull_quotes(kept, fragment.pull_quotes), source, _CONFIDENCE)


def _without_dateline(blocks: tuple[Block, ...], collector: FieldCollector) -> tuple[Block, ...]:
    first = blocks[0]
    place, agency, rest = split_dateline(first.text)
    if first.role != BlockRole.PARAGRAPH or not place:
        return blocks
    collector.set_if_missing("dateline", place, "first paragraph", 0.9)
    collector.set_if_missing("byline", agency, "dateline", 0.6)
    collector.set_if_missing("authors", (agency,) if agency else (), "dateline", 0.6)
    return (Block(BlockRole.PARAGRAPH, rest), *blocks[1:])


def _collect_image(collector: FieldCollector, fields: Mapping[str, str], figure: Image, source: str, base: str) -> None:
    """The picture that the record names, with what its own figure in the text says about it."""
    caption, credit = split_caption(plain_value(plain_text(fields.get("image_caption", ""))))
    stated = absolute_address(fields.get("image_url", ""), base)
    stated_credit = clean_credit(plain_value(fields.get("image_credit", "")))
    image = Image(stated or figure.url, caption or figure.caption, stated_credit or credit or figure.credit)
    if image != Image():
        collector.set_if_missing("image", image, source, _CONFIDENCE)


def _told_elsewhere(collector: FieldCollector) -> frozenset[str]:
    """Lines that some sources repeat in the text, although they also have separate fields."""
    image: Image = collector.get("image") or Image()
    lines = (
        collector.get("headline"),
        collector.get("byline"),
        image.caption,
        image.credit,
        f"{image.caption} {image.credit}",
    )
    return frozenset(filter(None, (spoken_key(line or "") for line in lines)))
