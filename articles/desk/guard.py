"""A fact's words stand in the story, at its offsets. After every edit each fact finds its words again, or loses its place."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from articles.desk.differences import paired
from articles.models import Article, Membership, Mention, Pledge, Quotation
from articles.vocabulary import BYLINE_BLOCK, DESCRIPTION_BLOCK, HEADLINE_BLOCK, FactStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AnyFact = Mention | Quotation | Pledge | Membership
Spot = tuple[int, int]
LOST = "its words are gone"
_BEYOND = 1_000_000_000


def holds(article: Article, block: int, start: int, end: int, text: str) -> bool:
    """Whether the story says `text` at these offsets."""
    try:
        return article.text_of(block)[start:end] == text
    except IndexError:
        return False


def facts_of(article: Article) -> Iterator[AnyFact]:
    return chain(article.mentions.all(), article.quotations.all(), article.pledges.all(), article.memberships.all())


def check(article: Article, before: Article | None = None) -> list[AnyFact]:
    """Hold every fact of the story against its text, and return those that lost their words.

    `before` is the story before an edit: a fact follows its words where the edit moved them, that is where the same
    words stand as often as before, in the story or in its paragraph. A fact without its words goes back to proposed, and with that off public pages.
    """
    lost: list[AnyFact] = []
    moved: list[tuple[AnyFact, Spot]] = []
    moves = _moved_blocks(before, article) if before else {}
    for fact in facts_of(article):
        if before is None:
            spot = (fact.block, fact.start) if holds(article, fact.block, fact.start, fact.end, fact.text) else None
        else:
            spot = _new_spot(fact, before, article, moves)
        if spot is None:
            lost.append(fact)
        elif spot != (fact.block, fact.start):
            moved.append((fact, spot))
    for fact in lost:
        _lose(fact, article)
    _move(moved)
    return lost


def _new_spot(fact: AnyFact, before: Article, after: Article, moves: Mapping[int, int]) -> Spot | None:
    old, new, here = _spots(before, fact.text), _spots(after, fact.text), (fact.block, fact.start)
    if here not in old:
        return None
    if len(old) == len(new):
        return new[old.index(here)]
    block = fact.block if fact.block < 0 else moves.get(fact.block)
    if block is None:
        return None
    # More or fewer of the words stand in the story now: those of this paragraph may be the same all the same.
    old, new = [spot for spot in old if spot[0] == fact.block], [spot for spot in new if spot[0] == block]
    return new[old.index(here)] if len(old) == len(new) else None


def _moved_blocks(before: Article, after: Article) -> dict[int, int]:
    """Which block each block of the body became."""
    pairs = paired([block["text"] for block in before.body], [block["text"] for block in after.body])
    return {old: new for old, new in pairs if old is not None and new is not None}


def _spots(article: Article, words: str) -> list[Spot]:
    found = []
    for block in (HEADLINE_BLOCK, DESCRIPTION_BLOCK, BYLINE_BLOCK, *range(len(article.body))):
        text = article.text_of(block)
        start = text.find(words)
        while start >= 0:
            found.append((block, start))
            start = text.find(words, start + 1)
    return found


def _lose(fact: AnyFact, article: Article) -> None:
    """Back to a proposal that the next run of extraction may replace; the log of the edit keeps what it was."""
    fact.status = FactStatus.PROPOSED
    if not isinstance(fact, Membership):
        fact.decided_by = fact.decided_at = None
    fact.method = LOST
    fact.block = min(fact.block, len(article.body) - 1)
    fact.save()


def _move(moved: list[tuple[AnyFact, Spot]]) -> None:
    """Two steps, the first to far beyond any text: on the way no two facts may stand on the same words."""
    for fact, _ in moved:
        _place(fact, fact.block, fact.start + _BEYOND)
    for fact, (block, start) in moved:
        end = start + len(fact.text)
        if isinstance(fact, Mention | Quotation):
            # A fact that lost its own words may still stand here.
            type(fact).objects.filter(article=fact.article_id, block=block, start=start, end=end, method=LOST).delete()
        _place(fact, block, start)


def _place(fact: AnyFact, block: int, start: int) -> None:
    fact.block, fact.start, fact.end = block, start, start + len(fact.text)
    fact.save(update_fields=["block", "start", "end"])
