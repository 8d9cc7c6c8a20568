"""Withholding former versions of published stories from readers. Each action is one transaction that is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from articles.desk.audit import log, snapshot
from articles.desk.rights import PUBLISH, require
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Article, PublishedVersion, WithheldVersion
from articles.models.withheld_version import MAX_WITHHOLDING_REASON
from articles.search import outbox
from articles.text import clean_line

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def withhold_version(article: Article, number: int, *, user: User | None, reason: str) -> WithheldVersion:
    """Hide the text of a former version from readers, who see the reason instead.

    Raises IllegalTransitionError for the version that readers see now: withdraw or correct the story instead.
    """
    article, reason = _locked(article), clean_line(reason)
    version = _version(article, number)
    if not reason:
        raise IllegalTransitionError("Give the reason that readers will see.")
    if len(reason) > MAX_WITHHOLDING_REASON:
        raise IllegalTransitionError(
            f"The reason has {len(reason)} characters. Shorten it to {MAX_WITHHOLDING_REASON}."
        )
    if not PublishedVersion.objects.filter(article=article, number__gt=number).exists():
        raise IllegalTransitionError(
            "This is the version that readers see on the page of the story. Correct or withdraw the story first."
        )
    if WithheldVersion.objects.filter(article=article, action_id=version.action_id).exists():
        raise StaleEditError("This version is withheld already.")
    row = WithheldVersion.objects.create(article=article, action_id=version.action_id, reason=reason)
    outbox.changed_article(article.pk)
    log(
        "version.withhold", str(article), user=user, article=article, after=snapshot(row),
        details={"id": row.pk, "number": number}, source=reason,
    )  # fmt: skip
    return row


@transaction.atomic
def show_version(article: Article, number: int, *, user: User | None) -> None:
    """Show readers the text of a withheld version again."""
    article = _locked(article)
    version = _version(article, number)
    row = WithheldVersion.objects.filter(article=article, action_id=version.action_id).first()
    if row is None:
        raise StaleEditError("This version is no longer withheld.")
    before, pk = snapshot(row), row.pk
    row.delete()
    outbox.changed_article(article.pk)
    log(
        "version.show", str(article), user=user, article=article, before=before,
        details={"id": pk, "number": number},
    )  # fmt: skip


def _locked(article: Article) -> Article:
    require(PUBLISH)
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not article.is_published:
        raise IllegalTransitionError("Readers see versions of a story only while it is published.")
    return article


def _version(article: Article, number: int) -> PublishedVersion:
    version = PublishedVersion.objects.defer("text").filter(article=article, number=number).first()
    if version is None:
        raise StaleEditError("This story has no published version with this number.")
    return version
