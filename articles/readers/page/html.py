"""A saved or fetched page to a Story. The page is read as data: nothing in it runs, and no markup is kept."""

from __future__ import annotations

import re
import sys
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from articles.readers.addresses import absolute_address, canonical_address, date_in_address
from articles.readers.attributes import refuse_many_attributes
from articles.readers.bylines import Byline, has_lead_in, is_agency, looks_like_person, read_byline
from articles.readers.captions import split_caption
from articles.readers.charsets import REPLACED
from articles.readers.dates import is_date_line
from articles.readers.field_collector import FieldCollector
from articles.readers.genres import genre_of_section
from articles.readers.hosts import shown_host
from articles.readers.lines import (
    is_agency_line,
    is_notice,
    mark_pull_quotes,
    named_link,
    related_title,
    source_line,
    split_dateline,
    spoken_key,
)
from articles.readers.page.body import Body, pull_quote_keys, read_body, take_sources
from articles.readers.page.figures import caption_keys
from articles.readers.page.jsonld import read_json_ld
from articles.readers.page.markup import read_meta, read_microdata
from articles.readers.page.metadata import PageMetadata, are_similar, inner_text
from articles.readers.page.plain_figures import mark_plain_figures
from articles.readers.page.pruning import prune
from articles.readers.page.shown_text import PAYWALL, has_paid_part, page_headings, shown_text
from articles.readers.page.trafilatura_metadata import read_trafilatura_metadata
from articles.readers.page.visible_metadata import read_visible_metadata
from articles.readers.page_kinds import page_problem
from articles.readers.part import Content
from articles.readers.story import Block, Image, Link, OtherAddress, Story, UnreadableError
from articles.text import clean_line
from articles.vocabulary import BlockRole

_SUFFIX = re.compile(r"(?<!\s)\s++(?:[|\u2022\u00bb\u2013\u2014-]|::)\s++(?P<site>[^|\u2022\u00bb]{2,60})$")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$")
_MAX_HEADLINE_LENGTH = 400
_MAX_CUT_LENGTH = 2000
_MAX_NOTE_LENGTH = 500
# How a note on an author continues after the name.
_ABOUT_AUTHOR = re.compile(
    r"^,? (?:is|was|covers|writes|reports|joined|has (?:been|covered|written|reported|worked)|works|edits|specialises|specializes|"
    r"ist|schreibt|berichtet|est|\u00e9crit|es|escribe)\b|^,? [^.]{3,80}, (?:covers|writes|reports|is)\b",
    re.IGNORECASE,
)
# Characters that lxml finds but refuses to move, written out or as a numeric reference.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:(\d{1,9})|[xX]([0-9a-fA-F]{1,8}));?")
# Any number of line breaks in a row show what two of them do: a blank line.
_LINE_BREAKS = re.compile(r"(?:<br\b[^<>]{0,200}+>\s*+){3,}+", re.IGNORECASE)
# The longest pages of news (lists of sources, live reports) have 30,000. Each takes 20 microseconds of processor time.
_MAX_ELEMENTS = 200_000
# Tags that a parser would nest for ever: deeper than any page, shallower than any stack.
_DEEPEST = 400


def read_html(data: bytes, *, url: str = "", charset: str = "") -> Story:
    """`read_page` for bytes as they were fetched."""
    return read_page(Content(data, url=url, charset=charset))


def read_page(content: Content) -> Story:
    """Read the story of a page. Raises UnreadableError when there is neither a headline nor a text in it."""
    decoded = content.decoded
    collector = FieldCollector()
    if decoded.replaced:
        collector.add_problem(REPLACED)
    tree = parse_page(decoded.text)
    shown, headings = shown_text(tree), page_headings(tree)
    base = absolute_address(content.url)
    data, problems = read_json_ld(tree, base)
    for problem in problems:
        collector.add_problem(problem)
    microdata, meta = read_microdata(tree, base), read_meta(tree, base)
    marked = pull_quote_keys(tree)
    prune(tree, next((claim.headline for claim in (data, meta, microdata) if claim and claim.headline), ""))
    mark_plain_figures(tree)
    visible = read_visible_metadata(tree, base)
    claims = [claim for claim in (data, microdata, meta, visible) if claim]
    _collect_fields(collector, claims, visible, tree, base)
    listed = take_sources(tree)
    if not (collector.has("authors") and collector.has("date_published")):
        _collect_found(
            collector,
            read_trafilatura_metadata(_storable_text(decoded.text), base),
            has_date=any(claim.published for claim in claims),
        )
    captions = caption_keys(tree)
    body = read_body(tree, len(decoded.text), next((claim.body for claim in claims if claim.body), ""))
    _collect_body(collector, body, _not_of_the_text(collector, visible) | captions, marked)
    collector.set_if_missing("sources", listed, "sources list", 0.8)
    problem = page_problem(headings, shown, (block.text for block in collector.get("body") or ()))
    if problem or has_paid_part(decoded.text, collector.get("body") or ()):
        collector.add_problem(problem or PAYWALL)
    if not collector.has("body") and not collector.has("headline"):
        sentence = "No story was found on this page: it has neither a headline nor a text."
        raise UnreadableError(" ".join(filter(None, (sentence, problem))))
    return collector.story()


def parse_page(text: str) -> HtmlElement:
    refuse_many_attributes(text)
    # Bytes with a stated encoding: lxml refuses text that declares one itself.
    data = _LINE_BREAKS.sub("<br><br>", _storable_text(text)).encode("utf-8", "replace")
    try:
        tree = document_fromstring(data, parser=HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("This page is empty or too broken to be read.") from error
    if (count := sum(1 for _ in tree.iter())) > _MAX_ELEMENTS:
        raise UnreadableError(
            f"This page has {count:,} elements, and up to {_MAX_ELEMENTS:,} can be read. Paste the text of the story instead."
        )
    _flatten(tree)
    return tree


def _storable_text(markup: str) -> str:
    return _REFERENCE.sub(_storable, _NOT_XML.sub("", markup))


def _storable(reference: re.Match[str]) -> str:
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return "" if code > sys.maxunicode or _NOT_XML.match(chr(code)) else reference[0]


def _flatten(tree: HtmlElement) -> None:
    """Flatten very deep nesting, so that no later step exceeds the stack."""
    depth = 0
    too_deep = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth > _DEEPEST:
            too_deep.append(element)
    for element in reversed(too_deep):
        if isinstance(element, HtmlElement):
            element.drop_tag()


def _collect_fields(
    collector: FieldCollector, claims: list[PageMetadata], visible: PageMetadata, tree: HtmlElement, base: str
) -> None:
    # Data blocks often name the company that owns the outlet; og:site_name is what the outlet calls itself.
    for claim in sorted(claims, key=lambda claim: claim.source != "meta"):
        collector.set_if_missing("outlet", claim.outlet, claim.source, claim.confidence)
    _collect_headline(collector, claims, visible, tree, base)
    _collect_byline(collector, claims, visible)
    _collect_address(collector, claims, tree, base)
    for claim in claims:
        collector.set_if_missing("description", claim.description, claim.source, claim.confidence)
        collector.set_if_missing("dateline", _place(claim.dateline), claim.source, claim.confidence)
        collector.set_date_if_missing(
            "date_published", claim.published, claim.source, claim.confidence, visible.language
        )
        collector.set_date_if_missing("date_modified", claim.modified, claim.source, claim.confidence, visible.language)
        collector.set_if_missing("section", claim.section, claim.source, claim.confidence)
        collector.set_if_missing("genre", claim.genre, claim.source, claim.confidence)
        collector.set_if_missing("sources", claim.sources, claim.source, claim.confidence)
    collector.set_if_missing("genre", genre_of_section(collector.get("section") or "", base), "section", 0.7)
    collector.set_date_if_missing("date_published", date_in_address(base), "address", 0.6)
    for claim in [visible, *claims]:
        collector.set_if_missing("language", language_tag(claim.language), claim.source, claim.confidence)
    _collect_image(collector, claims, visible)


def _collect_found(collector: FieldCollector, found: PageMetadata, *, has_date: bool) -> None:
    """What trafilatura finds out by itself, for fields that the page states in no way known to us.

    A date that the page states and no calendar has is not guessed at.
    """
    if any(map(looks_like_person, found.authors)):
        collector.set_if_missing("authors", people_named(found.authors), found.source, found.confidence)
        collector.set_if_missing("byline", ", ".join(found.authors), found.source, found.confidence)
    if not has_date:
        collector.set_date_if_missing("date_published", found.published, found.source, found.confidence)
    # Where a page names no outlet, this is the name of its host.
    outlet = shown_host(found.outlet) if "." in found.outlet and " " not in found.outlet else found.outlet
    collector.set_if_missing("outlet", outlet, found.source, found.confidence)


def _place(dateline: str) -> str:
    """The place of a dateline as printed; empty for the lines about time that pages call by the same name."""
    place = dateline.strip(" \u2014\u2013-,")
    return "" if is_date_line(place) or any(c.isdecimal() for c in place) else place


def language_tag(tag: str) -> str:
    """A BCP 47 tag from what pages write ("en_GB", "EN-us"); empty for anything else."""
    if not _LANGUAGE.match(tag):
        return ""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _collect_headline(
    collector: FieldCollector, claims: list[PageMetadata], visible: PageMetadata, tree: HtmlElement, base: str
) -> None:
    """The printed heading, if the page's data speak of the same; else what the data say; else the title."""
    site = collector.get("outlet") or ""
    host = urlsplit(base).hostname or ""
    title = next((text for e in tree.iter("title") if (text := inner_text(e, _MAX_HEADLINE_LENGTH))), "")
    stated = [
        (without_site(claim.headline, site, host), claim) for claim in claims if claim is not visible and claim.headline
    ]
    title = without_site(title, site, host)
    printed = visible.headline
    if printed and (any(are_similar(printed, other) for other, _ in stated) or are_similar(printed, title)):
        collector.set_if_missing("headline", printed, "page", 0.95)
    for headline, claim in stated:
        collector.set_if_missing("headline", headline, claim.source, claim.confidence)
    collector.set_if_missing("headline", printed, "page", 0.6)
    collector.set_if_missing("headline", title, "title", 0.6)
    if not collector.has("headline"):
        collector.set_if_missing("headline", _long_heading(tree), "title", 0.5)


def _long_heading(tree: HtmlElement) -> str:
    """The beginning of a heading that is longer than headlines are; better cut than lost."""
    headings = (clean_line("".join(islice(e.itertext(), 100))[:_MAX_CUT_LENGTH]) for e in tree.iter("h1", "title"))
    return next(filter(None, headings), "")


def without_site(headline: str, site: str, host: str) -> str:
    """A headline without the name of its site at the end ("... | Sample Desk")."""
    match = _SUFFIX.search(headline)
    if match is None:
        return headline
    ending, name = spoken_key(match["site"]).replace(" ", ""), spoken_key(site).replace(" ", "")
    is_site = bool(name) and (ending in name or name in ending)
    is_host = len(ending) >= 3 and ending in host.replace(".", "").replace("-", "")
    is_bar = headline[match.start() :].strip().startswith(("|", "\u00bb", "\u2022", "::"))
    if is_site or is_host:
        return without_site(headline[: match.start()].rstrip(), site, host)
    return headline[: match.start()].rstrip() if is_bar and len(headline[: match.start()].split()) >= 3 else headline


def _collect_byline(collector: FieldCollector, claims: list[PageMetadata], visible: PageMetadata) -> None:
    """People that the data name; else people that the page shows; an organization only where there is nobody else."""
    printed = read_byline(visible.byline)
    outlet = spoken_key(collector.get("outlet") or "")
    stated = [(claim, people_named(claim.authors)) for claim in claims if claim.authors]

    def has_people(names: tuple[str, ...]) -> bool:
        return any(looks_like_person(name) and spoken_key(name) != outlet for name in names)

    for claim, names in sorted(stated, key=lambda item: not has_people(item[1])):
        if not has_people(names):
            _collect_printed(collector, visible, printed)
        if names:
            collector.set_if_missing("authors", names, claim.source, claim.confidence)
            is_same = printed.printed and spoken_key(names[0]) in spoken_key(printed.printed)
            collector.set_if_missing(
                "byline", printed.printed if is_same else ", ".join(claim.authors), claim.source, claim.confidence
            )
            collector.set_if_missing("dateline", read_byline(claim.authors[0]).dateline, claim.source, claim.confidence)
    _collect_printed(collector, visible, printed)
    collector.set_if_missing("dateline", printed.dateline, "page", 0.7)


def _collect_printed(collector: FieldCollector, visible: PageMetadata, printed: Byline) -> None:
    if has_lead_in(visible.byline) or any(map(looks_like_person, printed.authors)):
        collector.set_if_missing("authors", printed.authors, "page", 0.7)
        collector.set_if_missing("byline", printed.printed, "page", 0.7)


def people_named(stated: tuple[str, ...]) -> tuple[str, ...]:
    """Author names out of what the data state: people first; an organization only where there is nobody else."""
    names = [name for line in stated for name in read_byline(line).authors]
    people = [name for name in names if looks_like_person(name)] or [name for name in names if not is_agency(name)]
    return tuple(dict.fromkeys(people or names))


def _collect_address(collector: FieldCollector, claims: list[PageMetadata], tree: HtmlElement, base: str) -> None:
    """The address that the page names as its own, if it is of the site that it was fetched from; and all others."""
    links = [("canonical link", 0.95, absolute_address(href, base)) for href in _links(tree, "canonical")[:1]]
    stated = [*links, *((claim.source, claim.confidence, claim.url) for claim in claims)]
    stated = [one for one in stated if one[2] and not _is_front_page_of(one[2], base)]
    for source, confidence, address in stated:
        if not base or _site(address) == _site(base):
            collector.set_if_missing("url", canonical_address(address), source, confidence)
    collector.set_if_missing("url", canonical_address(base), "address", 0.9)
    others = [
        *(address for _, _, address in stated),
        base,
        *(absolute_address(href, base) for href in _links(tree, "amphtml")),
    ]
    own = collector.get("url")
    addresses = dict.fromkeys(canonical_address(address) for address in others)
    collector.set_if_missing(
        "addresses", tuple(OtherAddress(one) for one in addresses if one and one != own), "page", 0.8
    )


def _links(tree: HtmlElement, relation: str) -> list[str]:
    return [e.get("href") or "" for e in tree.iter("link") if (e.get("rel") or "").lower() == relation]


def _is_front_page_of(address: str, base: str) -> bool:
    """Whether it is the address of the whole site, which some sites state on every page."""
    parts, own = urlsplit(address), urlsplit(base)
    return parts.path in ("", "/") and not parts.query and (own.path not in ("", "/") or bool(own.query))


def _site(address: str) -> str:
    host = (urlsplit(address).hostname or "").lower()
    return re.sub(r"^(?:www\d?|m|mobile|amp|edition)\.", "", host)


def _collect_image(collector: FieldCollector, claims: list[PageMetadata], visible: PageMetadata) -> None:
    stated = next((claim for claim in claims if claim.image.url), None)
    figure = visible.image
    claimed = next((claim.image for claim in claims if claim is not visible and claim.image.caption), Image())
    caption, credit = split_caption(claimed.caption)
    image = Image(
        url=stated.image.url if stated else figure.url,
        caption=figure.caption or caption,
        credit=figure.credit or claimed.credit or credit,
    )
    if image != Image():
        collector.set_if_missing(
            "image", image, stated.source if stated else "page", stated.confidence if stated else 0.75
        )


def _collect_body(collector: FieldCollector, body: Body, outside: frozenset[str], marked: frozenset[str]) -> None:
    blocks, notices, related, sources = sort_out(body.blocks, outside)
    blocks, notes = _without_author_notes(blocks, collector.get("authors") or ())
    collector.set_if_missing("sources", sources, "source lines", 0.8)
    collector.set_if_missing("notices", (*notices, *notes), "notice lines", 0.9)
    collector.set_if_missing("related", related, "related lines", 0.8)
    if blocks and blocks[0].role == BlockRole.PARAGRAPH:
        place, agency, rest = split_dateline(blocks[0].text)
        collector.set_if_missing("dateline", place, "first paragraph", 0.9)
        collector.set_if_missing("byline", agency, "dateline", 0.6)
        collector.set_if_missing("authors", (agency,) if agency else (), "dateline", 0.6)
        blocks[0] = Block(BlockRole.PARAGRAPH, rest)
    collector.set_if_missing("body", mark_pull_quotes(blocks, marked), body.source, body.confidence)


def _without_author_notes(blocks: list[Block], authors: tuple[str, ...]) -> tuple[list[Block], tuple[str, ...]]:
    """Part what a page tells about its authors below the text: "Ann Lee covers the war for the Sample Desk."."""
    notes: list[str] = []
    while len(blocks) > 1 and any(_is_about(author, blocks[-1].text) for author in authors):
        notes.insert(0, blocks.pop().text)
    return blocks, tuple(notes)


def _is_about(author: str, text: str) -> bool:
    rest = text[len(author) :] if text.casefold().startswith(author.casefold()) else ""
    return len(text) <= _MAX_NOTE_LENGTH and bool(_ABOUT_AUTHOR.match(rest))


def _not_of_the_text(collector: FieldCollector, visible: PageMetadata) -> frozenset[str]:
    """Lines of the head and the figure, which extraction sometimes leaves among the paragraphs."""
    image: Image = collector.get("image") or Image()
    lines = (collector.get("headline"), visible.headline, visible.description, visible.byline, visible.dateline, collector.get("byline"), image.caption,
             image.credit, f"{image.caption} {image.credit}", visible.image.caption, collector.get("outlet"))  # fmt: skip
    return frozenset(filter(None, (spoken_key(line or "") for line in lines)))


def sort_out(
    blocks: tuple[Block, ...], head: frozenset[str]
) -> tuple[list[Block], tuple[str, ...], tuple[Link, ...], tuple[Link, ...]]:
    """(text, notices, related, sources) of the blocks."""
    kept: list[Block] = []
    notices: list[str] = []
    related: list[Link] = []
    sources: list[Link] = []
    for block in blocks:
        key = spoken_key(block.text)
        if key in head or has_lead_in(block.text) or (not kept and is_date_line(block.text)):
            continue
        if is_notice(block.text):
            notices.append(block.text)
        elif title := related_title(block.text):
            related.append(Link(title, named_link(block.text).url))
        elif source := source_line(block.text):
            sources.append(source)
        elif key:
            kept.append(block)
    while kept and (kept[-1].role == BlockRole.HEADING or is_agency_line(kept[-1].text)):
        last = kept.pop()
        notices += [last.text] if is_agency_line(last.text) else []
    return kept, tuple(notices), tuple(related), tuple(sources)
