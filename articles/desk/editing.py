"""Edits of a story: each is one transaction that is logged and told to search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk import anchors
from articles.desk.apply_text import (
    WITH_FACTS,
    UnconfirmedLossError,
    apply_text,
    changed_copy,
    explain_conflicts,
    outcome_of,
)
from articles.desk.columns import EDITABLE, cleaned
from articles.desk.statuses import check_can_be_public
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Article
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import User

    from articles.desk.anchors import Outcome

__all__ = ["EditResult", "UnconfirmedLossError", "edit", "edit_fields", "predict"]


@dataclass(frozen=True, slots=True)
class EditResult:
    """A story after an edit, and what became of its facts."""

    article: Article
    outcome: Outcome


def predict(article: Article, fields: Mapping[str, Any]) -> Outcome:
    """What an edit would do to the facts of the story; nothing is written."""
    return outcome_of(article, cleaned({name: value for name, value in fields.items() if name in WITH_FACTS}))


def edit_fields(article: Article, *, user: User | None, version: int, fields: Mapping[str, Any]) -> Article:
    """`edit`, for callers who do not ask what becomes of the facts."""
    return edit(article, user=user, version=version, fields=fields).article


@transaction.atomic
def edit(
    article: Article,
    *,
    user: User | None,
    version: int,
    fields: Mapping[str, Any],
    accepted_losses: Collection[str] | None = None,
) -> EditResult:
    """Save an editor's changes to a story that still is at `version`; no import overwrites them from then on.

    `accepted_losses` are the keys (`anchors.key_of`) of the facts that may lose their words; None is for all.
    Raises StaleEditError when somebody else saved the story since, UnconfirmedLossError when other facts would lose their
    words, ValidationError for values that a column refuses.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.version != version:
        raise StaleEditError("Somebody else changed this story since you opened it: look at it again before you save.")
    if article.review_status == ArticleStatus.DISCARDED:
        raise IllegalTransitionError("This story is discarded: bring it back before you change it.")
    values = {name: value for name, value in cleaned(fields).items() if getattr(article, name) != value}
    if not values:
        return EditResult(article, anchors.predict(article, article))
    after = changed_copy(article, values)
    if article.is_published:
        check_can_be_public(after)
    after.clean_fields(exclude={field.name for field in Article._meta.fields} - set(values) | {"body"})  # noqa: SLF001 (Django's public way to a model's fields)
    values = {name: getattr(after, name) for name in values}  # as the columns take them
    origin = {"touched_fields": sorted({*article.touched_fields, *values} & EDITABLE)}
    with explain_conflicts(article):
        outcome = apply_text(
            article, values, action="article.edit", user=user, origin=origin, accepted_losses=accepted_losses
        )
    return EditResult(article, outcome)
