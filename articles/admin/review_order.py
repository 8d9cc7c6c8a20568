"""The order of the suggestions on the review page: what needs an editor's judgement first, the least certain first.

The order depends only on what extraction found, so that a page that is loaded again shows the rows that are left in the
order they had. A suggestion that was just decided stays where it was, with its outcome; later it is under "Decided".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.vocabulary import CONFIDENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from articles.admin.suggestions import Suggestion

TO_DECIDE, CONFIDENT_ONES, UNKNOWN, DECIDED = "to-decide", "confident", "unknown", "decided"


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the list. A folded one opens on request; `says` explains what it contains."""

    key: str
    title: str
    says: str
    rows: list[Suggestion]

    @property
    def is_folded(self) -> bool:
        return self.key in (UNKNOWN, DECIDED)

    @property
    def open(self) -> int:
        return sum(row.is_open for row in self.rows)


def arranged(rows: Iterable[Suggestion], answered: Collection[str] = ()) -> list[Group]:
    """The suggestions in groups, in page order; groups without any are omitted. `answered` are the anchors of those
    that the editor just decided.
    """
    found: dict[str, list[Suggestion]] = {TO_DECIDE: [], CONFIDENT_ONES: [], UNKNOWN: [], DECIDED: []}
    for row in rows:
        found[_group_of(row, answered)].append(row)
    return [_group(key, sorted(some, key=_rank)) for key, some in found.items() if some]


def _group_of(row: Suggestion, answered: Collection[str]) -> str:
    if not row.is_open and row.anchor not in answered:
        return DECIDED
    if row.doubt:
        return UNKNOWN
    return CONFIDENT_ONES if row.confidence >= CONFIDENT and not row.is_several else TO_DECIDE


def _rank(row: Suggestion) -> tuple[bool, float, int, int, str]:
    """Least certain first. Roles follow the people who hold them: a role is accepted after its person."""
    return row.noun == "membership", row.confidence, row.fact.block, row.fact.start, row.anchor


def _group(key: str, rows: list[Suggestion]) -> Group:
    if key == DECIDED:
        return Group(key, "Decided", "", sorted(rows, key=lambda row: (row.fact.block, row.fact.start, row.anchor)))
    title, says = {
        TO_DECIDE: ("Needs a decision", "The least certain come first."),
        CONFIDENT_ONES: ("Confident findings", f"Confidence of {round(100 * CONFIDENT)}% or more."),
        UNKNOWN: (
            "Unknown organizations and places",
            "No record has these names, and findings of this kind are often wrong.",
        ),
    }[key]
    return Group(key, title, says, rows)
