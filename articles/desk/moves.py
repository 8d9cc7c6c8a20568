"""The legal moves of stories and facts, and the log that every move of the desk writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.models import Article, Entity, LoggedAction
from articles.vocabulary import ArticleStatus, FactStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

ARTICLE_MOVES: Mapping[str, frozenset[str]] = {
    ArticleStatus.DRAFT: frozenset({ArticleStatus.PUBLISHED, ArticleStatus.DISCARDED}),
    ArticleStatus.PUBLISHED: frozenset({ArticleStatus.WITHDRAWN}),
    ArticleStatus.WITHDRAWN: frozenset({ArticleStatus.PUBLISHED, ArticleStatus.DRAFT, ArticleStatus.DISCARDED}),
    ArticleStatus.DISCARDED: frozenset({ArticleStatus.DRAFT}),
}
FACT_MOVES: Mapping[str, frozenset[str]] = {
    FactStatus.PROPOSED: frozenset({FactStatus.ACCEPTED, FactStatus.REJECTED}),
    FactStatus.ACCEPTED: frozenset({FactStatus.REJECTED}),
    FactStatus.REJECTED: frozenset({FactStatus.ACCEPTED}),
}


class IllegalMoveError(Exception):
    """A move that the desk does not allow. The message is one plain sentence for the editor."""


class StaleEditError(IllegalMoveError):
    """Somebody else saved the story in the meantime."""


class NameTakenError(IllegalMoveError):
    """A new entity would carry the name of one that is known: the editor says which is meant."""

    def __init__(self, name: str, candidates: list[Entity]) -> None:
        known = ", ".join(f"{entity.name} ({entity.pk})" for entity in candidates)
        super().__init__(
            f"There is already a record under the name {name}: {known}. Choose it, or say that this is another."
        )
        self.candidates = candidates


def check_article_move(current: str, wanted: str) -> None:
    if wanted not in ARTICLE_MOVES[current]:
        raise IllegalMoveError(f"A story that is {_word(current)} cannot become {_word(wanted)}.")


def check_fact_move(current: str, wanted: str) -> None:
    if current == wanted:
        raise IllegalMoveError(f"This is already {_word(wanted)}.")
    if wanted not in FACT_MOVES[current]:
        raise IllegalMoveError(f"What is {_word(current)} cannot become {_word(wanted)}.")


def log(
    verb: str,
    what: str,
    *,
    user: User | None,
    article: Article | None = None,
    entity: Entity | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    source: str = "",
) -> LoggedAction:
    return LoggedAction.objects.create(
        verb=verb, what=what[:300], by=user, article=article, entity=entity,
        before=dict(before or {}), after=dict(after or {}), source=source[:200],
    )  # fmt: skip


def _word(status: str) -> str:
    return {"draft": "a draft"}.get(status, status)
