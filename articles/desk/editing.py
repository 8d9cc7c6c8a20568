"""Edits of a story. Each is one transaction that is logged and enqueues a reindex."""

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
from articles.desk.correction_notes import PublicNote, add_note
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
    """A story after an edit, and the outcome for its facts."""

    article: Article
    outcome: Outcome


def predict(article: Article, fields: Mapping[str, Any]) -> Outcome:
    """The outcome of an edit for the facts of the story; nothing is written."""
    return outcome_of(article, cleaned({name: value for name, value in fields.items() if name in WITH_FACTS}))


def edit_fields(article: Article, *, user: User | None, version: int, fields: Mapping[str, Any]) -> Article:
    """`edit`, for callers that do not need the outcome for the facts."""
    return edit(article, user=user, version=version, fields=fields).article


@transaction.atomic
def edit(
    article: Article,
    *,
    user: User | None,
    version: int,
    fields: Mapping[str, Any],
    accepted_losses: Collection[str] | None = None,
    note: PublicNote | None = None,
    action: str = "article.edit",
    details: Mapping[str, Any] | None = None,
) -> EditResult:
    """Save an editor's changes to a story that is still at `version`; imports never overwrite them.

    `note` is published with the changes of a published story. `accepted_losses` are the keys (`anchors.key_of`) of the
    facts that may be lost; None allows all. `action` is the key of the log entry, with `details`. Raises
    StaleEditError if someone else saved the story since, UnconfirmedLossError if other facts would be lost, and
    ValidationError for values that a column refuses.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.version != version:
        raise StaleEditError("Someone else changed this story after you opened it. Review it again before you save.")
    if article.review_status == ArticleStatus.DISCARDED:
        raise IllegalTransitionError("This story is discarded. Restore it before editing.")
    values = {name: value for name, value in cleaned(fields).items() if getattr(article, name) != value}
    if not values:
        return EditResult(article, anchors.predict(article, article))
    after = changed_copy(article, values)
    if article.is_published:
        check_can_be_public(after)
    after.clean_fields(exclude={field.name for field in Article._meta.fields} - set(values) | {"body"})  # noqa: SLF001 (Django's public way to a model's fields)
    values = {name: getattr(after, name) for name in values}  # in the types of the columns
    origin = {"touched_fields": sorted({*article.touched_fields, *values} & EDITABLE)}
    with explain_conflicts(article):
        outcome = apply_text(
            article, values, action=action, user=user, origin=origin, details=details, accepted_losses=accepted_losses
        )
    if note is not None:
        add_note(article, note, user=user)
    return EditResult(article, outcome)
