"""What a story is chiefly about: the names in its headline and opening, and those it keeps coming back to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.extraction.findings import MentionFinding

_MOST = 6
_HEADLINE = 5
_OPENING = 3
# A name counts as a subject from here on: in the headline, or in the opening and once more, or four times.
_LEAST = 4


def rank(mentions: Sequence[MentionFinding]) -> tuple[str, ...]:
    scores: Counter[str] = Counter()
    openings = {HEADLINE_BLOCK: _HEADLINE, DESCRIPTION_BLOCK: _OPENING, _first_block(mentions): _OPENING}
    for block, worth in openings.items():
        scores.update(dict.fromkeys({mention.name for mention in mentions if mention.block == block}, worth))
    scores.update(mention.name for mention in mentions)
    order = {mention.name: -number for number, mention in reversed(list(enumerate(mentions)))}
    ranked = sorted(scores, key=lambda name: (scores[name], order[name]), reverse=True)
    return tuple(name for name in ranked[:_MOST] if scores[name] >= _LEAST)


def _first_block(mentions: Sequence[MentionFinding]) -> int:
    return min((mention.block for mention in mentions if mention.block >= 0), default=0)
