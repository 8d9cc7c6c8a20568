"""Further givers with a number and no verb: "Uganda will contribute 4,500 troops, followed by Ethiopia with 2,500"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.pledges import amounts
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.extraction.findings import MentionFinding, PledgeFinding
    from articles.extraction.passages import Passage

_LINK = re.compile(r"(?:,|;|\band|\bwhile|\bby)\s*(?:the\s)?$")
_BETWEEN = re.compile(
    rf"\s(?:(?:{lexicon.alternatives('pledge_words', 'shares.verbs')})\s)?"
    r"(?:(?:with|another|a further|an additional|some|about|up to)\s)?"
)
# "..., and Belgium up to 40 mechanics": other items, each with a noun.
_OTHER_THINGS = re.compile(r"\s?(?P<unit>(?:[a-z-]+\s)?[a-z-]+s)\b")
_ENDS = re.compile(r"\s?(?:$|[.,;)]|and\b|to\b|for\b|more\b)")


def find_further_shares(
    passage: Passage, pledges: Sequence[PledgeFinding], mentions: Sequence[MentionFinding]
) -> Iterator[PledgeFinding]:
    """The givers named after a pledge with a number, each with only a number."""
    for number, pledge in enumerate(pledges):
        if number and pledges[number - 1].start == pledge.start:
            continue
        if pledge.quantity_low is None and pledge.amount_low is None:
            continue
        for mention in mentions:
            is_inside = mention.block == passage.block and pledge.start <= mention.start < pledge.end
            givers = {other.pledged_by for other in pledges if other.start == pledge.start}
            if is_inside and mention.kind != EntityKind.PERSON and mention.name not in givers:
                yield from _share(passage, pledge, mention)


def _share(passage: Passage, pledge: PledgeFinding, mention: MentionFinding) -> Iterator[PledgeFinding]:
    gap = _BETWEEN.match(passage.text, mention.end, pledge.end)
    if gap is None or not _LINK.search(passage.text, pledge.start, mention.start):
        return
    if pledge.amount_low is not None:
        money = next(amounts.read_sums(passage.text, gap.end(), pledge.end), None)
        if money is not None and money.start == gap.end():
            yield replace(
                pledge,
                pledged_by=mention.name,
                amount_low=money.low,
                amount_high=money.high,
                currency=money.currency,
                qualifier=money.qualifier,
            )
        return
    # The number may end the sentence: a space after it lets it be read like any other.
    words = re.sub(r"[.,;)]", " ", passage.text[gap.end() : pledge.end].split(", ")[0]).rstrip() + " "
    count = next(amounts.read_counts(words, 0, len(words)), None)
    if count is None or count.start != 0:
        return
    other = _OTHER_THINGS.match(words, count.end - 1)
    if _ENDS.match(words, count.end - 1):
        yield replace(
            pledge, pledged_by=mention.name, quantity_low=count.low, quantity_high=count.high, qualifier=count.qualifier
        )
    elif other is not None:
        yield replace(
            pledge,
            pledged_by=mention.name,
            item=other["unit"],
            unit=other["unit"],
            quantity_low=count.low,
            quantity_high=count.high,
            qualifier=count.qualifier,
        )
