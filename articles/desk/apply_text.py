"""The one way to change the fields and the text of a story: set, count, re-anchor its facts, log, reindex."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from articles import jobs
from articles.desk import anchors, appearances, near_duplicates
from articles.desk.audit import RowChanges, log, snapshot
from articles.desk.columns import RESTRICTIONS, word_count
from articles.desk.statuses import check_can_be_public
from articles.desk.transitions import IllegalTransitionError
from articles.desk.version_texts import keep_version_texts
from articles.models import Article
from articles.readers.addresses import address_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from django.contrib.auth.models import User

    from articles.desk.anchors import Outcome

# The columns that facts are anchored in.
WITH_FACTS = frozenset({"headline", "description", "byline", "authors", "body"})


class UnconfirmedLossError(IllegalTransitionError):
    """An edit would remove the text of facts that the editor was not shown."""


def changed_copy(article: Article, values: Mapping[str, Any]) -> Article:
    """The story as it would be with these columns; nothing is written."""
    after = copy.deepcopy(article)
    for name, value in values.items():
        setattr(after, name, value)
    return after


def outcome_of(article: Article, values: Mapping[str, Any]) -> Outcome:
    """Which facts would be lost, or move, if these columns were set. Forms show this before they save."""
    return anchors.predict(article, changed_copy(article, values))


@transaction.atomic
def apply_text(
    article: Article,
    values: Mapping[str, Any],
    *,
    action: str,
    user: User | None,
    origin: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    source: str = "",
    accepted_losses: Collection[str] | None = None,
    search_again: bool = True,
) -> Outcome:
    """Set columns of a story whose row the caller has locked, and return the outcome for its facts.

    `values` are cleaned columns of its text and fields, `origin` the columns that record their provenance (who edited
    them, which source version they follow). `action` is the key of the log entry. `accepted_losses` are the keys
    (`anchors.key_of`) of the facts that may be lost; None allows all. Without `search_again`, the caller already has
    new findings for the text. Raises UnconfirmedLossError if other facts would be lost, IllegalTransitionError if a
    published story would lack a required field, and IntegrityError if another story has the same address or text: see
    `explain_conflicts`.
    """
    before = copy.deepcopy(article)
    changed = {name for name, value in values.items() if getattr(before, name) != value}
    _set(article, {**values, **(origin or {})}, changed)
    if article.is_published:
        check_can_be_public(article)
    outcome = anchors.predict(before, article)
    if accepted_losses is not None and not outcome.lost_keys <= set(accepted_losses):
        raise UnconfirmedLossError("This edit affects more findings than the list showed. Review the list again.")
    rows = _write(article, before, changed, outcome, search_again=search_again)
    log(
        action, str(article), user=user, article=article, before=snapshot(before), after=snapshot(article),
        related=rows, details={**(details or {}), **anchors.describe_lost(outcome.lost)}, source=source,
    )  # fmt: skip
    return outcome


@contextmanager
def explain_conflicts(article: Article) -> Iterator[None]:
    """Turn a conflict with another story's address or text into an error that names that story."""
    try:
        yield
    except IntegrityError as error:
        others = Article.objects.exclude(pk=article.pk)
        same = Q(url=article.url) | Q(address_key=article.address_key) if article.url else Q(sha256=article.sha256)
        other = others.filter(same).first()
        if other is None:
            raise
        said = "address" if article.url else "text"
        raise IllegalTransitionError(f"Story {other.pk} has this {said} already: {other}.") from error


def _write(article: Article, before: Article, changed: set[str], outcome: Outcome, *, search_again: bool) -> RowChanges:
    """Save the story and all data derived from its text. Returns the other rows that changed."""
    rows = RowChanges()
    article.save()
    if "body" in changed:
        keep_version_texts(article, before.body)
        near_duplicates.index_fingerprints(article)
    if changed & WITH_FACTS:
        anchors.write_outcome(outcome, article, changes=rows)
        appearances.rebuild(article)
        if search_again:
            jobs.enqueue(jobs.rerun_extraction, article.pk)
    # The address of a withdrawn story, and the page of corrections, state its headline.
    if changed - RESTRICTIONS and (article.is_published or article.withdrawn_at):
        appearances.enqueue_reindex(article)
    return rows


def _set(article: Article, columns: Mapping[str, Any], changed: set[str]) -> None:
    """Set the columns, and those derived from them."""
    for name, value in columns.items():
        setattr(article, name, value)
    if "body" in changed:
        article.word_count = word_count(article.body)
    if "url" in changed:
        article.address_key = address_key(article.url or "") or None
    article.version += 1
