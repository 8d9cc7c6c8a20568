"""Edits of a story: each is one transaction that is logged and told to search."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from articles import jobs
from articles.desk import appearances, copies, guard
from articles.desk.audit import RowChanges, log, snapshot
from articles.desk.columns import EDITABLE, cleaned, word_count
from articles.desk.moves import IllegalMoveError, StaleEditError
from articles.desk.statuses import check_can_be_public
from articles.models import Article
from articles.readers.addresses import address_key
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import User

    from articles.desk.guard import Outcome

# Facts stand on the words of these.
_WITH_FACTS = frozenset({"headline", "description", "byline", "authors", "body"})


class UnseenLossError(IllegalMoveError):
    """An edit would take their words from facts of which the editor was not told."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A story after an edit, and what became of its facts."""

    article: Article
    outcome: Outcome


def foresee(article: Article, fields: Mapping[str, Any]) -> Outcome:
    """What an edit would do to the facts of the story; nothing is written."""
    after = copy.deepcopy(article)
    for name, value in cleaned({name: value for name, value in fields.items() if name in _WITH_FACTS}).items():
        setattr(after, name, value)
    return guard.foresee(article, after)


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
    may_lose: Collection[str] | None = None,
) -> Edited:
    """Save an editor's changes to a story that still is at `version`; no import overwrites them from then on.

    `may_lose` are the keys (`guard.key_of`) of the facts that may lose their words; None is for all.
    Raises StaleEditError when somebody else saved the story since, UnseenLossError when other facts would lose their
    words, ValidationError for values that a column refuses.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.version != version:
        raise StaleEditError("Somebody else changed this story since you opened it: look at it again before you save.")
    if article.review_status == ArticleStatus.DISCARDED:
        raise IllegalMoveError("This story is discarded: bring it back before you change it.")
    before, values = copy.deepcopy(article), cleaned(fields)
    changed = sorted(name for name, value in values.items() if getattr(article, name) != value)
    for name in changed:
        setattr(article, name, values[name])
    outcome = guard.foresee(before, article)
    if may_lose is not None and not outcome.keys_of_lost <= set(may_lose):
        raise UnseenLossError("More facts would lose their words than you were shown: look at the list again.")
    if changed:
        _write(article, before, changed, user)
    return Edited(article, outcome)


def _write(article: Article, before: Article, changed: list[str], user: User | None) -> None:
    if article.review_status == ArticleStatus.PUBLISHED:
        check_can_be_public(article)
    article.clean_fields(exclude={field.name for field in Article._meta.fields} - set(changed) | {"body"})  # noqa: SLF001 (Django's public way to a model's fields)
    article.touched_fields = sorted({*article.touched_fields, *changed} & EDITABLE)
    article.word_count = word_count(article.body)
    if "url" in changed:
        article.address_key = address_key(article.url or "") or None
    article.version += 1
    _save(article)
    if "body" in changed:
        copies.remember(article)
    rows = RowChanges()
    lost = _settle_facts(article, before, rows) if _WITH_FACTS & set(changed) else []
    if article.review_status == ArticleStatus.PUBLISHED:
        appearances.tell_search(article)
    log(
        "article.edit", str(article), user=user, article=article, before=snapshot(before), after=snapshot(article),
        related=rows, details=guard.lost_in_words(lost),
    )  # fmt: skip


def _settle_facts(article: Article, before: Article, rows: RowChanges) -> list[guard.AnyFact]:
    lost = guard.check(article, before, changes=rows)
    appearances.rebuild(article)
    jobs.enqueue(jobs.find_again, article.pk)
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
