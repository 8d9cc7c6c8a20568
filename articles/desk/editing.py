"""A story's own moves: edit, publish, withdraw, back to draft. Each is one transaction that is logged and told to search."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from articles.desk import appearances, copies, guard
from articles.desk.drafting import EDITABLE, cleaned, word_count
from articles.desk.imports.intake import FIND_AGAIN, enqueue
from articles.desk.moves import IllegalMoveError, StaleEditError, check_article_move, log
from articles.models import Article
from articles.readers.addresses import address_key
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

# Facts stand on the words of these.
_WITH_FACTS = frozenset({"headline", "description", "byline", "authors", "body"})


@transaction.atomic
def publish(article: Article, *, user: User | None) -> Article:
    """Make a story public. What is still proposed in it stays invisible."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    check_article_move(article.review_status, ArticleStatus.PUBLISHED)
    _check_can_be_public(article)
    guard.check(article)
    article.first_published_here = article.first_published_here or timezone.now()
    return _move(article, ArticleStatus.PUBLISHED, "published", user)


@transaction.atomic
def withdraw(article: Article, *, user: User | None, reason: str) -> Article:
    """Take a story off every public page."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    check_article_move(article.review_status, ArticleStatus.WITHDRAWN)
    if not reason.strip():
        raise IllegalMoveError("Say why the story is withdrawn.")
    return _move(article, ArticleStatus.WITHDRAWN, "withdrew", user, reason=reason)


@transaction.atomic
def return_to_draft(article: Article, *, user: User | None) -> Article:
    article = Article.objects.select_for_update().get(pk=article.pk)
    check_article_move(article.review_status, ArticleStatus.DRAFT)
    return _move(article, ArticleStatus.DRAFT, "returned to draft", user)


@transaction.atomic
def edit_fields(article: Article, *, user: User | None, version: int, fields: Mapping[str, Any]) -> Article:
    """Save an editor's changes to a story that still is at `version`; no import overwrites them from then on.

    Raises StaleEditError when somebody else saved it since, ValidationError for values that a column refuses.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.version != version:
        raise StaleEditError("Somebody else changed this story since you opened it: look at it again before you save.")
    before, values = copy.deepcopy(article), cleaned(fields)
    changed = sorted(name for name, value in values.items() if getattr(article, name) != value)
    if not changed:
        return article
    for name in changed:
        setattr(article, name, values[name])
    if article.review_status == ArticleStatus.PUBLISHED:
        _check_can_be_public(article)
    article.clean_fields(exclude={field.name for field in Article._meta.fields} - set(changed) | {"body"})  # noqa: SLF001 (Django's public way to a model's fields)
    article.touched_fields = sorted({*article.touched_fields, *changed} & EDITABLE)
    article.word_count = word_count(article.body)
    if "url" in changed:
        article.address_key = address_key(article.url or "") or None
    article.version += 1
    _save(article)
    if "body" in changed:
        copies.remember(article)
    lost = _settle_facts(article, before) if _WITH_FACTS & set(changed) else []
    if article.review_status == ArticleStatus.PUBLISHED:
        appearances.tell_search(article)
    log(
        "edited", str(article), user=user, article=article,
        before={name: _plain(getattr(before, name)) for name in changed}
        | {"facts that lost their words": [f"{type(fact).__name__}: {fact}" for fact in lost]},
        after={name: _plain(getattr(article, name)) for name in changed},
    )  # fmt: skip
    return article


def _settle_facts(article: Article, before: Article) -> list[guard.AnyFact]:
    lost = guard.check(article, before)
    appearances.rebuild(article)
    enqueue(FIND_AGAIN, article.pk)
    return lost


def _save(article: Article) -> None:
    try:
        with transaction.atomic():
            article.save()
    except IntegrityError as error:
        others = Article.objects.exclude(pk=article.pk)
        same = Q(url=article.url) | Q(address_key=article.address_key) if article.url else Q(sha256=article.sha256)
        other = others.filter(same).first()
        if other is None:
            raise
        said = "address" if article.url else "text"
        raise IllegalMoveError(f"Story {other.pk} has this {said} already: {other}.") from error


def _check_can_be_public(article: Article) -> None:
    if not article.headline.strip():
        raise IllegalMoveError("A story needs a headline before it is published.")
    if not article.body:
        raise IllegalMoveError("A story needs a text before it is published.")


def _move(article: Article, status: ArticleStatus, verb: str, user: User | None, reason: str = "") -> Article:
    before = article.review_status
    article.review_status = status
    article.version += 1
    article.save()
    appearances.rebuild(article)
    if status != ArticleStatus.PUBLISHED:
        appearances.tell_search(article)
    log(
        verb, str(article), user=user, article=article,
        before={"review_status": before}, after={"review_status": status.value}, source=reason,
    )  # fmt: skip
    return article


def _plain(value: object) -> object:
    """As the log keeps it; bodies are long, and kept in full because a lost text cannot be made again."""
    return value if isinstance(value, str | int | float | bool | list | None) else str(value)
