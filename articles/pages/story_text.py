"""The body of a story for rendering: blocks, linkable sentences, linked names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from articles.text import fold
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from articles.models import Article, Mention
    from articles.pages.fact_rows import QuoteCard

_MARKS = "\"'“”„«» \u2018\u2019"
_LINKED_IN = (BlockRole.PARAGRAPH, BlockRole.LIST_ITEM)


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain text, or a name with a link."""

    text: str
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`reports` describes the facts that link here, for readers who cannot see the highlight."""

    id: str
    pieces: tuple[Piece, ...]
    reports: str = ""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """`number` is the ¶ number, 0 for headings and pull quotes; `quote` is set if a pull quote matches a quotation."""

    role: str
    text: str
    number: int
    sentences: tuple[Sentence, ...]
    quote: QuoteCard | None = None


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Blocks rendered together: the items of a list, or a single block of another kind."""

    role: str
    blocks: tuple[TextBlock, ...]


def story_text(
    article: Article,
    mentions: Sequence[Mention],
    reports: Mapping[str, str],
    quotes: Sequence[QuoteCard],
) -> tuple[TextGroup, ...]:
    """`mentions` are in text order: the first of each name becomes a link. `reports` is keyed by sentence id."""
    firsts = _first_mentions(article, mentions)
    numbers = iter(range(1, len(article.body) + 1))
    blocks = [
        TextBlock(
            role=block["role"],
            text=block["text"],
            number=next(numbers) if block["role"] in _LINKED_IN else 0,
            sentences=tuple(_sentences(index, block, firsts.get(index, ()), reports)),
            quote=_attributed(block["text"], quotes) if block["role"] == BlockRole.PULL_QUOTE else None,
        )
        for index, block in enumerate(article.body)
    ]
    return tuple(_grouped(blocks))


def recurring(pull_quote: str, quotes: Sequence[QuoteCard]) -> QuoteCard | None:
    """The accepted quotation that a pull quote repeats in whole or in part, ignoring punctuation and spaces."""
    key = fold(pull_quote)
    return next((quote for quote in quotes if key and (key in fold(quote.text) or fold(quote.text) in key)), None)


def _attributed(pull_quote: str, quotes: Sequence[QuoteCard]) -> QuoteCard | None:
    """The pull quote as printed, with the speaker of the matching quotation."""
    quote = recurring(pull_quote, quotes)
    return replace(quote, text=pull_quote.strip(_MARKS)) if quote else None


def _first_mentions(article: Article, mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    firsts: dict[int, list[Mention]] = {}
    linked: set[int | None] = set()
    for mention in mentions:
        if mention.block < 0 or article.body[mention.block]["role"] not in _LINKED_IN:
            continue
        if mention.entity_id not in linked:
            linked.add(mention.entity_id)
            firsts.setdefault(mention.block, []).append(mention)
    return firsts


def _sentences(
    index: int, block: dict[str, Any], mentions: Sequence[Mention], reports: Mapping[str, str]
) -> Iterator[Sentence]:
    for number, (start, end) in enumerate(_spans(block), 1):
        name = f"s-{index}-{number}"
        inside = [mention for mention in mentions if start <= mention.start and mention.end <= end]
        yield Sentence(name, tuple(_pieces(block["text"], start, end, inside)), reports.get(name, ""))


def _spans(block: dict[str, Any]) -> list[tuple[int, int]]:
    """The block's sentences, extended so that together they cover the whole text."""
    length = len(block["text"])
    starts = sorted({0, *(first for first, _ in block.get("sentences") or [] if 0 < first < length)})
    return list(zip(starts, [*starts[1:], length], strict=True))


def _pieces(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[Piece]:
    at = start
    for mention in mentions:
        if mention.start > at:
            yield Piece(text[at : mention.start])
        if mention.entity is not None:
            yield Piece(text[mention.start : mention.end], mention.entity.get_absolute_url(), mention.entity.kind)
        at = mention.end
    if at < end:
        yield Piece(text[at:end])


def _grouped(blocks: Sequence[TextBlock]) -> Iterator[TextGroup]:
    """Adjacent list items form one list; every other block is a separate group."""
    for is_list, run in groupby(blocks, key=lambda block: block.role == BlockRole.LIST_ITEM):
        if is_list:
            yield TextGroup(BlockRole.LIST_ITEM, tuple(run))
        else:
            yield from (TextGroup(block.role, (block,)) for block in run)
