"""Anchors: the block and offsets of each fact in its story, kept valid after every edit; a fact without its text is lost."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from articles.desk.resolve import entities_named
from articles.desk.tracing import Edit, Trace, is_small_change, traced
from articles.desk.transitions import FACT_TRANSITIONS_WITHOUT_WORDS, check_fact_transition
from articles.models import Article, Figure, Membership, Mention, Pledge, Quotation
from articles.text import fold
from articles.vocabulary import BYLINE_BLOCK, DESCRIPTION_BLOCK, HEADLINE_BLOCK, FactStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.desk.audit import RowChanges

AnyFact = Mention | Quotation | Pledge | Membership | Figure
# Offsets beyond any text: of facts while others are moved, and of lost facts.
_BEYOND, _NOWHERE = 1_000_000_000, 2_000_000_000
_OUTSIDE = (HEADLINE_BLOCK, DESCRIPTION_BLOCK, BYLINE_BLOCK)


def is_anchored_at(article: Article, block: int, start: int, end: int, text: str) -> bool:
    """Whether the story has `text` at these offsets (characters of the block)."""
    try:
        return article.text_of(block)[start:end] == text
    except IndexError:
        return False


def is_anchored(article: Article, fact: AnyFact) -> bool:
    """Whether the text of a fact is at its offsets; otherwise an edit removed it."""
    return is_anchored_at(article, fact.block, fact.start, fact.end, fact.text)


def is_lost(fact: AnyFact) -> bool:
    """Whether an edit removed the text of a fact that an editor had decided on."""
    return fact.start >= _NOWHERE


def facts_of(article: Article) -> Iterator[AnyFact]:
    return chain(
        article.mentions.all(),
        article.quotations.all(),
        article.pledges.all(),
        article.memberships.all(),
        article.figures.all(),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit does to the facts of a story.

    `lost`: text no longer in the story; `already_lost`: lost before this edit; `moved`: same text at other offsets;
    `changed`: the text was corrected.
    """

    lost: list[AnyFact]
    already_lost: list[AnyFact]
    moved: list[tuple[AnyFact, Trace]]
    changed: list[tuple[AnyFact, Trace]]

    @property
    def lost_keys(self) -> frozenset[str]:
        return frozenset(map(key_of, self.lost))


def key_of(fact: AnyFact) -> str:
    return f"{type(fact).__name__.lower()}:{fact.pk}"


def describe_lost(lost: Iterable[AnyFact]) -> dict[str, list[dict[str, str]]]:
    """The lost facts as details of a log entry; empty if there are none."""
    found = [{"fact": key_of(fact), "text": str(fact)} for fact in lost]
    return {"lost": found} if found else {}


def predict(before: Article, after: Article) -> Outcome:
    """What happens to the facts of a story when `before` becomes `after`; writes nothing.

    A fact follows its text if the edit moved it; articles.desk.tracing has the rules.
    """
    facts = list(facts_of(before))
    anchored = [fact for fact in facts if is_anchored(before, fact)]
    already_lost = [fact for fact in facts if fact not in anchored]
    if all(before.text_of(block) == after.text_of(block) for block in _OUTSIDE) and before.body == after.body:
        return Outcome([], already_lost, [], [])
    edit = Edit(_texts(before), _texts(after), _sentences(before))
    queries = [((fact.block, fact.start, fact.end), partial(_is_correction, fact)) for fact in anchored]
    traces = list(zip(anchored, traced(edit, queries), strict=True))
    found = [(fact, one) for fact, one in traces if one is not None]
    return Outcome(
        lost=[fact for fact, one in traces if one is None],
        already_lost=already_lost,
        moved=[(fact, one) for fact, one in found if one.span != (fact.block, fact.start, fact.end)],
        changed=[(fact, one) for fact, one in found if one.is_changed],
    )


def reanchor(article: Article, *, changes: RowChanges) -> list[AnyFact]:
    """Check every fact of a story against its text, and return the lost facts. `changes` collects rows for the log."""
    lost = [fact for fact in facts_of(article) if not is_anchored(article, fact)]
    write_outcome(Outcome(lost, [], [], []), article, changes=changes)
    return lost


def write_outcome(outcome: Outcome, article: Article, *, changes: RowChanges) -> None:
    """Write the outcome of an edit to the facts of a story that is saved already; `changes` collects rows for the log.

    A lost fact returns to proposed and so leaves public pages. The facts in `outcome` keep their values from before the
    edit, so that the caller can report how many accepted ones were lost.
    """
    moved = {key_of(fact): (copy(fact), one) for fact, one in (*outcome.moved, *outcome.changed)}.values()
    changes.watch([*outcome.lost, *outcome.already_lost, *(fact for fact, _ in moved)])
    for fact in (*outcome.lost, *outcome.already_lost):
        _return_to_proposed(copy(fact), article)
    _move(moved, changes)


def _texts(article: Article) -> dict[int, str]:
    return {block: article.text_of(block) for block in (*_OUTSIDE, *range(len(article.body)))}


def _sentences(article: Article) -> dict[int, list[tuple[int, int]]]:
    """The sentences of each block as (start, end); headline, standfirst and byline are one sentence each."""
    found = {block: [(0, len(article.text_of(block)))] for block in _OUTSIDE}
    for number, block in enumerate(article.body):
        found[number] = [(start, end) for start, end in block.get("sentences", ())]
    return found


def _is_correction(fact: AnyFact, old: str, new: str) -> bool:
    """Whether a fact means the same in the corrected text: a name must not have become that of another record."""
    if isinstance(fact, Figure) and fold(old) != fold(new):
        return False  # another number, which its bounds do not state
    if not is_small_change(old, new, with_names=isinstance(fact, Mention | Quotation)):
        return False
    if not isinstance(fact, Mention) or fold(old) == fold(new):
        return True
    known = entities_named(new)
    return fact.entity_id is not None and all(entity.pk == fact.entity_id for entity in known)


def _return_to_proposed(fact: AnyFact, article: Article) -> None:
    """Return a fact to proposed, where the next extraction may replace it; the log of the edit has its former values."""
    if fact.status != FactStatus.PROPOSED:
        check_fact_transition(fact.status, FactStatus.PROPOSED, FACT_TRANSITIONS_WITHOUT_WORDS)
    fact.status = FactStatus.PROPOSED
    fact.decided_by = fact.decided_at = None
    fact.block = min(fact.block, len(article.body) - 1)
    fact.start = _NOWHERE + fact.pk  # unique offsets per block
    fact.end = fact.start + max(1, len(fact.text))
    fact.save()


def _move(moved: Iterable[tuple[AnyFact, Trace]], changes: RowChanges) -> None:
    """Move in two steps, first beyond any text: the database refuses two facts at the same offsets even for a moment."""
    rows = list(moved)
    for fact, _ in rows:
        _place(fact, fact.block, fact.start + _BEYOND, fact.end + _BEYOND)
    for fact, one in rows:
        block, start, end = one.span
        if isinstance(fact, Mention | Quotation):
            # A replaceable proposal at these offsets is deleted.
            manager = type(fact)._default_manager  # noqa: SLF001 (Django's public way to a model's rows)
            in_its_place = manager.replaceable().filter(article=fact.article_id, block=block, start=start, end=end)
            changes.watch(in_its_place)
            in_its_place.delete()
        if isinstance(fact, Mention) and fact.name == fact.text:
            fact.name = one.text[:200]
        fact.text = one.text
        fact.save()
        _place(fact, block, start, end)


def _place(fact: AnyFact, block: int, start: int, end: int) -> None:
    fact.block, fact.start, fact.end = block, start, end
    fact.save(update_fields=["block", "start", "end"])
