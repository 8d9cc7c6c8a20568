"""Salience: the names in the headline and opening of a story, and those that it repeats."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.extraction.findings import MentionFinding

MAX_NAMES = 6
_HEADLINE_WEIGHT = 5
_OPENING_WEIGHT = 3
# A name counts as a subject from here on: in the headline, or in the opening and once more, or four times.
MIN_SCORE = 4


def rank_names(mentions: Sequence[MentionFinding]) -> tuple[str, ...]:
    scores: Counter[str] = Counter()
    openings = {
        HEADLINE_BLOCK: _HEADLINE_WEIGHT,
        DESCRIPTION_BLOCK: _OPENING_WEIGHT,
        _first_block(mentions): _OPENING_WEIGHT,
    }
    for block, worth in openings.items():
        scores.update(dict.fromkeys({mention.name for mention in mentions if mention.block == block}, worth))
    scores.update(mention.name for mention in mentions)
    order = {mention.name: -number for number, mention in reversed(list(enumerate(mentions)))}
    ranked = sorted(scores, key=lambda name: (scores[name], order[name]), reverse=True)
    return tuple(name for name in ranked[:MAX_NAMES] if scores[name] >= MIN_SCORE)


def _first_block(mentions: Sequence[MentionFinding]) -> int:
    return min((mention.block for mention in mentions if mention.block >= 0), default=0)
