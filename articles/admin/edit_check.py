"""Preview of how an edit affects the facts of a story, shown before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models import Figure, Membership, Mention, Pledge, Quotation
from articles.vocabulary import BYLINE_BLOCK, DESCRIPTION_BLOCK, HEADLINE_BLOCK, EntityKind, FactStatus

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.desk.anchors import AnyFact, Outcome

_NOUNS: dict[type[AnyFact], str] = {Quotation: "Quotation", Pledge: "Pledge", Membership: "Role", Figure: "Figure"}
_PLACES = {HEADLINE_BLOCK: "headline", DESCRIPTION_BLOCK: "standfirst", BYLINE_BLOCK: "byline"}
# Accepted facts first: readers see them.
_ORDER = {FactStatus.ACCEPTED: 0, FactStatus.REJECTED: 1, FactStatus.PROPOSED: 2}


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: kind, text, status and place; `now` is its text or place after the edit."""

    noun: str
    words: str
    status: str
    status_word: str
    place: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class EditCheck:
    """`seen` identifies the lost facts that the editor saw, so that saving cannot lose others."""

    lost: list[FactRow]
    changed: list[FactRow]
    moved: list[FactRow]
    moved_count: int
    seen: str

    @property
    def is_harmless(self) -> bool:
        return not self.lost and not self.changed


def edit_check(outcome: Outcome) -> EditCheck:
    """`moved` lists facts that move to another paragraph; `moved_count` counts every change of position."""
    lost = sorted(outcome.lost, key=lambda fact: (_ORDER[FactStatus(fact.status)], fact.block, fact.start))
    return EditCheck(
        lost=[_row(fact) for fact in lost],
        changed=[_row(fact, one.text) for fact, one in outcome.changed],
        moved=[_row(fact, place(one.span[0])) for fact, one in outcome.moved if one.span[0] != fact.block],
        moved_count=len(outcome.moved),
        seen=" ".join(sorted(outcome.lost_keys)),
    )


def lost_in_words(outcome: Outcome) -> str:
    """A sentence about lost facts, appended to the message that an edit was saved; empty if none was lost."""
    accepted = sum(fact.status == FactStatus.ACCEPTED for fact in outcome.lost)
    count = len(outcome.lost)
    if not count:
        return ""
    facts = "1 finding is no longer in the text" if count == 1 else f"{count} findings are no longer in the text"
    return f" {facts}{f', {accepted} of them accepted' if accepted else ''}. Extraction runs again on the new text."


def seen(request: HttpRequest) -> set[str]:
    """The lost facts that the editor has already seen."""
    return set(request.POST.get("seen", "").split())


def place(block: int) -> str:
    return _PLACES.get(block, f"paragraph {block + 1}")


def _row(fact: AnyFact, now: str = "") -> FactRow:
    noun = EntityKind(fact.kind).label if isinstance(fact, Mention) else _NOUNS[type(fact)]
    return FactRow(noun, fact.text, fact.status, fact.get_status_display(), place(fact.block), now)
