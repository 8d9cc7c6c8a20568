"""The status transitions of a story. Each is one transaction that is logged and enqueues a reindex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from articles.desk import anchors, appearances, clearance
from articles.desk.audit import RowChanges, log, snapshot
from articles.desk.event_suggestions import suggest_for_story
from articles.desk.transitions import IllegalTransitionError, check_article_transition
from articles.models import Article, ScheduledPublication
from articles.text import clean_line
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.contrib.auth.models import User

    from articles.desk.audit import Columns

# Characters of the public reason for a withdrawal.
MAX_REASON = 500


@transaction.atomic
def publish(article: Article, *, user: User | None, although: str = "") -> Article:
    """Publish a story. Facts that are still proposed stay invisible.

    `although` is the logged reason for publishing it despite an embargo or a cancellation by its source. Without a
    reason, such a story raises RestrictedError.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    check_article_transition(article.review_status, ArticleStatus.PUBLISHED)
    check_can_be_public(article)
    overridden = clearance.check_may_be_published(article, although)
    before, changes = snapshot(article), RowChanges()
    anchors.reanchor(article, changes=changes)
    article.first_published_here = article.first_published_here or timezone.now()
    suggest_for_story(article)
    return _transition(
        article, ArticleStatus.PUBLISHED, "article.publish", user, before=before,
        reason=although.strip() if overridden else "", details={"although": overridden} if overridden else {},
        related=changes,
    )  # fmt: skip


@transaction.atomic
def withdraw(article: Article, *, user: User | None, reason: str, hides_headline: bool = False) -> Article:
    """Remove a story from every public page. Its address states the headline, unless it is hidden, the date and the reason."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    check_article_transition(article.review_status, ArticleStatus.WITHDRAWN)
    reason = clean_line(reason)
    if not reason:
        raise IllegalTransitionError("Give a reason for withdrawing the story.")
    if len(reason) > MAX_REASON:
        raise IllegalTransitionError(f"The reason has {len(reason)} characters. Shorten it to {MAX_REASON}.")
    before = snapshot(article)
    article.withdrawn_at, article.withdrawal_reason = timezone.now(), reason
    article.hides_headline = hides_headline
    return _transition(article, ArticleStatus.WITHDRAWN, "article.withdraw", user, before=before, reason=reason)


@transaction.atomic
def return_to_draft(article: Article, *, user: User | None) -> Article:
    """Return a withdrawn or discarded story to draft."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    check_article_transition(article.review_status, ArticleStatus.DRAFT)
    is_discarded = article.review_status == ArticleStatus.DISCARDED
    return _transition(
        article, ArticleStatus.DRAFT, "article.restore" if is_discarded else "article.return_to_draft", user
    )


@transaction.atomic
def discard(article: Article, *, user: User | None) -> Article:
    """Hide a draft or a withdrawn story. Nothing is deleted: it can be restored."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    check_article_transition(article.review_status, ArticleStatus.DISCARDED)
    return _transition(article, ArticleStatus.DISCARDED, "article.discard", user)


def discard_many(articles: Iterable[Article], *, user: User | None) -> tuple[int, list[str]]:
    """Discard these stories. Returns how many were discarded, and one sentence for each that was not."""
    return _transition_each(articles, discard, user)


def restore_many(articles: Iterable[Article], *, user: User | None) -> tuple[int, list[str]]:
    """Restore these stories. Returns how many were restored, and one sentence for each that was not discarded."""
    return _transition_each(articles, _restore, user)


@transaction.atomic
def _restore(article: Article, *, user: User | None) -> Article:
    if Article.objects.select_for_update().get(pk=article.pk).review_status != ArticleStatus.DISCARDED:
        raise IllegalTransitionError("This story is not discarded.")
    return return_to_draft(article, user=user)


def _transition_each(
    articles: Iterable[Article], transition: Callable[..., Article], user: User | None
) -> tuple[int, list[str]]:
    count, refused = 0, []
    for article in articles:
        try:
            transition(article, user=user)
            count += 1
        except IllegalTransitionError as error:
            refused.append(f"{article}: {error}")
    return count, refused


def _drop_schedule(article: Article, changes: RowChanges) -> None:
    rows = ScheduledPublication.objects.filter(article=article)
    changes.watch(rows)
    rows.delete()


def check_can_be_public(article: Article) -> None:
    """Raises IllegalTransitionError with what the story lacks."""
    if not article.headline.strip():
        raise IllegalTransitionError("A story needs a headline before it is published.")
    if not article.body:
        raise IllegalTransitionError("A story needs a text before it is published.")


def _transition(
    article: Article,
    status: ArticleStatus,
    key: str,
    user: User | None,
    *,
    reason: str = "",
    before: Columns | None = None,
    related: RowChanges | None = None,
    details: Mapping[str, Any] | None = None,
) -> Article:
    """`before` is the snapshot of the story, if the caller has already set a column."""
    before = before or snapshot(article)
    article.review_status = status
    if status != ArticleStatus.WITHDRAWN:
        article.withdrawn_at, article.withdrawal_reason, article.hides_headline = None, "", False
    article.version += 1
    article.save()
    related = related or RowChanges()
    if status in (ArticleStatus.PUBLISHED, ArticleStatus.DISCARDED):
        _drop_schedule(article, related)
    appearances.rebuild(article)
    if not article.is_published:
        appearances.enqueue_reindex(article)
    log(
        key, str(article), user=user, article=article, before=before, after=snapshot(article),
        related=related, details=details, source=reason,
    )  # fmt: skip
    return article
