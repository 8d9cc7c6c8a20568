"""Figures: how many people were killed, wounded, displaced and so on, where, when, and by whom it is claimed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.extraction.figures import figure_words as words
from articles.extraction.figures.claimants import claimant_of
from articles.extraction.figures.counted_nouns import read_counted
from articles.extraction.figures.figure_dates import dates_of, read_dates
from articles.extraction.figures.figure_triggers import Number, Trigger, read_trigger
from articles.extraction.figures.printed_numbers import read_numbers
from articles.extraction.figures.unreal_verbs import is_unreal
from articles.extraction.findings import FigureFinding
from articles.extraction.language_model import lemma
from articles.extraction.pledges.amounts import read_sums
from articles.vocabulary import BlockRole, EntityKind, FigureKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from spacy.tokens import Span, Token

    from articles.extraction.figures.counted_nouns import Counted
    from articles.extraction.figures.printed_numbers import PrintedNumber
    from articles.extraction.findings import MentionFinding, PledgeFinding, QuotationFinding
    from articles.extraction.passages import Passage
    from articles.extraction.pledges.amounts import Money

# Measured on unseen stories: docs/extraction.md.
_CONFIDENCE = 0.8
_DOUBT_PENALTY = 0.1
_PRONOUNS = frozenset("he she they it we i who".split())
_LISTED = re.compile(r"[\s,]*(?:and|or|,|as well as)?\s?$", re.IGNORECASE)
_PART = re.compile(r"(?:,|\()?\s?(?:including|among them|of whom)\s$", re.IGNORECASE)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|around|across|on|from|throughout|of)\s(?:the\s)?(?:(?:city|town|village|region|province|district)\sof\s)?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d$")
_MONEY_BEFORE, _MONEY_AFTER, _MAX_GAP = 6, 5, 30


@dataclass(frozen=True, slots=True)
class _Block:
    """The findings of one block that its figures refer to."""

    passage: Passage
    mentions: list[MentionFinding]
    quotations: list[QuotationFinding]
    pledges: list[PledgeFinding]
    day: date | None


def find_figures(
    passages: Sequence[Passage],
    mentions: Sequence[MentionFinding],
    *,
    quotations: Sequence[QuotationFinding] = (),
    pledges: Sequence[PledgeFinding] = (),
    day: date | None = None,
) -> tuple[FigureFinding, ...]:
    """The figures of the body, in order. What is pledged is left out. `day` is the date of the story, by which "on
    Monday" is read.
    """
    found: list[FigureFinding] = []
    for passage in passages:
        if passage.block < 0 or passage.doc is None or passage.role not in (BlockRole.PARAGRAPH, BlockRole.LIST_ITEM):
            continue
        block = _Block(
            passage,
            [one for one in mentions if one.block == passage.block],
            [one for one in quotations if one.block == passage.block],
            [one for one in pledges if one.block == passage.block],
            day,
        )
        for start, end in passage.sentences:
            found += sorted(
                (*_of_people(block, start, end), *_of_money(block, start, end)), key=lambda figure: figure.start
            )
    return tuple(found)


def _of_people(block: _Block, start: int, end: int) -> Iterator[FigureFinding]:
    sums = [(money.start, money.end) for money in read_sums(block.passage.text, start, end)]
    before: FigureFinding | None = None
    for number in read_numbers(block.passage.text, start, end):
        if any(first < number.end and number.start < last for first, last in sums):
            continue
        figure = _figure(block, number, (start, end), before)
        if figure is not None and not _is_pledged(block, figure):
            yield figure
            before = figure


def _figure(
    block: _Block, number: PrintedNumber, sentence: tuple[int, int], before: FigureFinding | None
) -> FigureFinding | None:
    span = block.passage.tokens(number.start, number.end)
    within = block.passage.tokens(*sentence)
    counted = read_counted(span.doc, span.end) if span is not None else None
    if span is None or within is None or counted is None:
        return None
    if not (counted.is_people or counted.is_thing) and _is_year(block.passage.text, number):
        return None
    found = read_trigger(Number(span.doc, span.start, counted, within.start, within.end))
    found = found or _from_the_one_before(block.passage.text, number, counted, before)
    if found is None or (number.is_change and found.rule != "toll"):
        return None
    return _finding(block, number, counted, found, sentence)


def _finding(
    block: _Block, number: PrintedNumber, counted: Counted, found: Trigger, sentence: tuple[int, int]
) -> FigureFinding | None:
    span = block.passage.tokens(number.start, number.end)
    if span is None:
        return None
    text, doc = block.passage.text, span.doc
    last = doc[counted.end - 1] if counted.end > counted.start else None
    end = last.idx + len(last) if last is not None else number.end
    figure = FigureFinding(
        block=block.passage.block, start=number.start, end=end, text=text[number.start : end], kind=found.kind,
        counted=_printed(text[number.end : end]), low=number.low, high=number.high, qualifier=number.qualifier,
        rule=found.rule, confidence=_CONFIDENCE,
    )  # fmt: skip
    return _with_context(block, figure, span.root, sentence)


def _with_context(block: _Block, figure: FigureFinding, token: Token, sentence: tuple[int, int]) -> FigureFinding:
    """With place, time and claimant."""
    text = block.passage.text
    dates = list(read_dates(text, *sentence))
    when = min(dates, key=lambda one: _distance(figure, one.start(), one.end())) if dates else None
    first, last = dates_of(when, block.day) if when is not None else ("", "")
    claimed_by = claimant_of(block.passage, token, block.mentions, block.quotations)
    doubts = (claimed_by.casefold() in _PRONOUNS, not figure.counted and figure.kind != FigureKind.MONEY)
    return replace(
        figure, place=_place(block, figure, sentence), start_date=first, end_date=last,
        date_text=when[0] if when is not None else "", claimed_by=claimed_by,
        confidence=round(figure.confidence - _DOUBT_PENALTY * sum(doubts), 2),
    )  # fmt: skip


def _place(block: _Block, figure: FigureFinding, sentence: tuple[int, int]) -> str:
    """The place in the sentence that "in", "near" or the like precedes; the nearest, and rather one after the figure."""
    text = block.passage.text
    found = [
        one
        for one in block.mentions
        if one.kind == EntityKind.PLACE and sentence[0] <= one.start and one.end <= sentence[1]
        and _PLACE_BEFORE.search(text[max(sentence[0], one.start - _MAX_GAP) : one.start])
        and not figure.start <= one.start < figure.end
    ]  # fmt: skip
    nearest = min(
        found, key=lambda one: (one.start < figure.start, _distance(figure, one.start, one.end)), default=None
    )
    return nearest.name if nearest is not None else ""


def _distance(figure: FigureFinding, start: int, end: int) -> tuple[int, bool]:
    return max(start - figure.end, figure.start - end, 0), start < figure.start


def _from_the_one_before(
    text: str, number: PrintedNumber, counted: Counted, before: FigureFinding | None
) -> Trigger | None:
    """As in "killed 12 soldiers and 4 civilians", "12 people, including 3 children, were killed"."""
    if before is None or not counted.is_people:
        return None
    between = text[before.end : number.start]
    if len(between) <= _MAX_GAP and _PART.search(between):
        return Trigger(before.kind, "part of")
    is_list = before.rule in ("verb before", "noun before", "list") and _LISTED.fullmatch(between)
    return Trigger(before.kind, "list") if is_list else None


def _of_money(block: _Block, start: int, end: int) -> Iterator[FigureFinding]:
    for money in read_sums(block.passage.text, start, end):
        span = block.passage.tokens(money.start, money.end)
        if span is None or not _is_reported_sum(span):
            continue
        figure = FigureFinding(
            block=block.passage.block, start=money.start, end=money.end,
            text=block.passage.text[money.start : money.end], kind=FigureKind.MONEY, counted="",
            low=money.low, high=money.high, qualifier=money.qualifier, currency=money.currency,
            rule="loss or cost", confidence=_CONFIDENCE,
        )  # fmt: skip
        if not _is_pledged(block, figure):
            yield _with_context(block, _bounded(figure, money), span.root, (start, end))


def _bounded(figure: FigureFinding, money: Money) -> FigureFinding:
    qualifier = money.qualifier.casefold()
    if qualifier in ("at least", "more than", "over"):
        return replace(figure, high=None)
    return replace(figure, low=None) if qualifier in ("up to", "less than", "under", "as much as") else figure


def _is_reported_sum(span: Span) -> bool:
    """Whether the words beside it say that it is a loss, a cost or an expense: "damage of $2 million"."""
    doc, sentence, first, last = span.doc, span.sent, span[0], span[-1]
    before = doc[max(sentence.start, first.i - _MONEY_BEFORE) : first.i]
    after = doc[last.i + 1 : min(sentence.end, last.i + 1 + _MONEY_AFTER)]
    near = [one for one in (*before, *after) if lemma(one).lower() in words.MONEY_NOUNS and one.pos_ == "NOUN"]
    verbs = [one for one in before if lemma(one).lower() in words.MONEY_VERBS and one.pos_ == "VERB"]
    linked = [one for one in near if _is_linked(one, first, last)] + verbs
    return bool(linked) and not any(is_unreal(one) for one in (*verbs, span.root.head))


def _is_linked(noun: Token, first: Token, last: Token) -> bool:
    """Whether only small words are between: "damage of more than", "in losses"."""
    between = first.doc[noun.i + 1 : first.i] if noun.i < first.i else first.doc[last.i + 1 : noun.i]
    return all(one.pos_ in ("ADP", "ADV", "ADJ", "DET", "AUX", "NOUN", "SCONJ", "PART") for one in between)


def _is_pledged(block: _Block, figure: FigureFinding) -> bool:
    """Whether a pledge of the same sentence states this number."""
    values = {figure.low, figure.high} - {None}
    return any(
        pledge.start <= figure.start < pledge.end
        and values & {pledge.quantity_low, pledge.quantity_high, pledge.amount_low, pledge.amount_high}
        for pledge in block.pledges
    )


def _is_year(text: str, number: PrintedNumber) -> bool:
    return _YEAR.search(text, number.start, number.end) is not None


def _printed(after: str) -> str:
    """The words for what is counted, without "of the" and "more"."""
    cut = re.sub(r"^(?:\s|-)*(?:(?:of|the|its|their|more|other)\s)*", "", after)
    return cut.strip()
