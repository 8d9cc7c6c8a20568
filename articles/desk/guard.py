"""A fact's words stand in the story, at its offsets. After every edit each fact finds its words again, or loses its place."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from articles.desk.resolve import entities_named
from articles.desk.tracing import Edit, Trace, is_small_change, traced
from articles.desk.transitions import FACT_TRANSITIONS_WITHOUT_WORDS, check_fact_transition
from articles.models import Article, Membership, Mention, Pledge, Quotation
from articles.text import fold
from articles.vocabulary import BYLINE_BLOCK, DESCRIPTION_BLOCK, HEADLINE_BLOCK, FactStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.desk.audit import RowChanges

AnyFact = Mention | Quotation | Pledge | Membership
# Offsets far beyond any text: where facts stand while others move, and where those stay that have no words.
_BEYOND, _NOWHERE = 1_000_000_000, 2_000_000_000
_OUTSIDE = (HEADLINE_BLOCK, DESCRIPTION_BLOCK, BYLINE_BLOCK)


def holds(article: Article, block: int, start: int, end: int, text: str) -> bool:
    """Whether the story says `text` at these offsets."""
    try:
        return article.text_of(block)[start:end] == text
    except IndexError:
        return False


def stands(article: Article, fact: AnyFact) -> bool:
    """Whether the words of a fact are where it says; else it lost them to an edit."""
    return holds(article, fact.block, fact.start, fact.end, fact.text)


def facts_of(article: Article) -> Iterator[AnyFact]:
    return chain(article.mentions.all(), article.quotations.all(), article.pledges.all(), article.memberships.all())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit does to the facts of a story.

    `lost` find their words no more, `gone` had lost them before; `moved` stand elsewhere, `changed` in corrected words.
    """

    lost: list[AnyFact]
    gone: list[AnyFact]
    moved: list[tuple[AnyFact, Trace]]
    changed: list[tuple[AnyFact, Trace]]

    @property
    def keys_of_lost(self) -> frozenset[str]:
        return frozenset(map(key_of, self.lost))


def key_of(fact: AnyFact) -> str:
    return f"{type(fact).__name__.lower()}:{fact.pk}"


def lost_in_words(lost: Iterable[AnyFact]) -> dict[str, list[dict[str, str]]]:
    """The facts that lost their words, as the log keeps them; nothing where none did."""
    found = [{"fact": key_of(fact), "text": str(fact)} for fact in lost]
    return {"lost": found} if found else {}


def foresee(before: Article, after: Article) -> Outcome:
    """What becomes of the facts of a story when `before` becomes `after`; nothing is written.

    A fact follows its words where the edit moved them, as articles.desk.tracing says.
    """
    facts = list(facts_of(before))
    standing = [fact for fact in facts if stands(before, fact)]
    gone = [fact for fact in facts if fact not in standing]
    if all(before.text_of(block) == after.text_of(block) for block in _OUTSIDE) and before.body == after.body:
        return Outcome([], gone, [], [])
    edit = Edit(_texts(before), _texts(after), _sentences(before))
    asked = [((fact.block, fact.start, fact.end), partial(_is_correction, fact)) for fact in standing]
    traces = list(zip(standing, traced(edit, asked), strict=True))
    found = [(fact, one) for fact, one in traces if one is not None]
    return Outcome(
        lost=[fact for fact, one in traces if one is None],
        gone=gone,
        moved=[(fact, one) for fact, one in found if one.span != (fact.block, fact.start, fact.end)],
        changed=[(fact, one) for fact, one in found if one.is_changed],
    )


def check(article: Article, *, changes: RowChanges) -> list[AnyFact]:
    """Check every fact of a story against its text; those that lose their words. `changes` is for the log."""
    lost = [fact for fact in facts_of(article) if not stands(article, fact)]
    settle(Outcome(lost, [], [], []), article, changes=changes)
    return lost


def settle(outcome: Outcome, article: Article, *, changes: RowChanges) -> None:
    """Write what an edit does to the facts of a story, which is saved by now; `changes` takes the rows, for the log.

    A fact that lost its words goes back to proposed, and with that off public pages. The facts in `outcome` stay as they
    were before the edit: whoever saved is told how many accepted ones it cost.
    """
    moved = {key_of(fact): (copy(fact), one) for fact, one in (*outcome.moved, *outcome.changed)}.values()
    changes.watch([*outcome.lost, *outcome.gone, *(fact for fact, _ in moved)])
    for fact in (*outcome.lost, *outcome.gone):
        _lose(copy(fact), article)
    _move(moved, changes)


def _texts(article: Article) -> dict[int, str]:
    return {block: article.text_of(block) for block in (*_OUTSIDE, *range(len(article.body)))}


def _sentences(article: Article) -> dict[int, list[tuple[int, int]]]:
    """Those of each paragraph; a headline, a standfirst and a byline are one sentence each."""
    found = {block: [(0, len(article.text_of(block)))] for block in _OUTSIDE}
    for number, block in enumerate(article.body):
        found[number] = [(start, end) for start, end in block.get("sentences", ())]
    return found


def _is_correction(fact: AnyFact, old: str, new: str) -> bool:
    """Whether a fact still says the same in the new words: a name must not have become that of another record."""
    if not is_small_change(old, new, with_names=isinstance(fact, Mention | Quotation)):
        return False
    if not isinstance(fact, Mention) or fold(old) == fold(new):
        return True
    known = entities_named(new)
    return fact.entity_id is not None and all(entity.pk == fact.entity_id for entity in known)


def _lose(fact: AnyFact, article: Article) -> None:
    """Back to a proposal that the next run of extraction may replace; the log of the edit keeps what it was."""
    if fact.status != FactStatus.PROPOSED:
        check_fact_transition(fact.status, FactStatus.PROPOSED, FACT_TRANSITIONS_WITHOUT_WORDS)
    fact.status = FactStatus.PROPOSED
    fact.decided_by = fact.decided_at = None
    fact.block = min(fact.block, len(article.body) - 1)
    fact.start = _NOWHERE + fact.pk  # two of them must not stand in one place
    fact.end = fact.start + max(1, len(fact.text))
    fact.save()


def _move(moved: Iterable[tuple[AnyFact, Trace]], changes: RowChanges) -> None:
    """Two steps, the first to far beyond any text: on the way no two facts may stand on the same words."""
    rows = list(moved)
    for fact, _ in rows:
        _place(fact, fact.block, fact.start + _BEYOND, fact.end + _BEYOND)
    for fact, one in rows:
        block, start, end = one.span
        if isinstance(fact, Mention | Quotation):
            # What a run of extraction proposed for these words gives way.
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
