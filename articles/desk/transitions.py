"""The legal status transitions of stories and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from articles.vocabulary import ArticleStatus, EntityKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

    from articles.models import Entity
    from articles.models.fact import Fact

ARTICLE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ArticleStatus.DRAFT: frozenset({ArticleStatus.PUBLISHED, ArticleStatus.DISCARDED}),
    ArticleStatus.PUBLISHED: frozenset({ArticleStatus.WITHDRAWN}),
    ArticleStatus.WITHDRAWN: frozenset({ArticleStatus.PUBLISHED, ArticleStatus.DRAFT, ArticleStatus.DISCARDED}),
    ArticleStatus.DISCARDED: frozenset({ArticleStatus.DRAFT}),
}
FACT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    FactStatus.PROPOSED: frozenset({FactStatus.ACCEPTED, FactStatus.REJECTED}),
    FactStatus.ACCEPTED: frozenset({FactStatus.REJECTED}),
    FactStatus.REJECTED: frozenset({FactStatus.ACCEPTED}),
}
# The new status of a lost fact: an editor decides on it again.
FACT_TRANSITIONS_WITHOUT_WORDS: Mapping[str, frozenset[str]] = {
    FactStatus.ACCEPTED: frozenset({FactStatus.PROPOSED}),
    FactStatus.REJECTED: frozenset({FactStatus.PROPOSED}),
}


_NOUNS: Mapping[str, tuple[str, str]] = {
    EntityKind.PERSON: ("person", "people"),
    EntityKind.ORGANIZATION: ("organization", "organizations"),
    EntityKind.PLACE: ("place", "places"),
}


class IllegalTransitionError(Exception):
    """A transition or action that the desk does not allow. The message is a sentence for the editor."""


class StaleEditError(IllegalTransitionError):
    """Someone else saved the story in the meantime."""


class NameTakenError(IllegalTransitionError):
    """A new entity would have the name of an existing one: the editor has to choose."""

    def __init__(self, name: str, candidates: list[Entity]) -> None:
        kinds = {entity.kind for entity in candidates}
        one, many = _NOUNS[kinds.pop()] if len(kinds) == 1 else ("record", "records")
        known = f"{len(candidates)} {many} have" if len(candidates) > 1 else f"A known {one} has"
        choose = "Choose one of them" if len(candidates) > 1 else "Choose it"
        super().__init__(f"{known} the name {name}. {choose}, or mark it as a different {one} with the same name.")
        self.candidates = candidates


def check_article_transition(current: str, wanted: str) -> None:
    if wanted not in ARTICLE_TRANSITIONS[current]:
        raise IllegalTransitionError(f"A story that is {_word(current)} cannot become {_word(wanted)}.")


def check_fact_transition(current: str, wanted: str, table: Mapping[str, frozenset[str]] = FACT_TRANSITIONS) -> None:
    if current == wanted:
        raise IllegalTransitionError(f"This is already {_word(wanted)}.")
    if wanted not in table.get(current, ()):
        raise IllegalTransitionError(f"What is {_word(current)} cannot become {_word(wanted)}.")


def decide(fact: Fact, status: FactStatus, user: User | None) -> None:
    """Set an editor's decision on a fact. Raises IllegalTransitionError if the table of transitions forbids it."""
    check_fact_transition(fact.status, status)
    fact.status, fact.decided_by, fact.decided_at = status, user, timezone.now()


def _word(status: str) -> str:
    return {"draft": "a draft"}.get(status, status)
