"""Publishing a story at a set time: setting the time, cancelling it, and publishing what is due."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.desk import clearance
from articles.desk.audit import log, snapshot
from articles.desk.rights import PUBLISH, holds, require
from articles.desk.statuses import check_can_be_public, publish
from articles.desk.transitions import IllegalTransitionError, check_article_transition
from articles.models import Article, ScheduledPublication
from articles.vocabulary import ArticleStatus
from articles.zones import in_zone

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)
MAX_AHEAD_DAYS = 366
_MAX_ERROR = 500


@transaction.atomic
def schedule(
    article: Article, *, user: User, at: datetime, zone: str, although: str = "", opened: str
) -> ScheduledPublication:
    """Publish the story at `at`, a time that was set in the IANA zone `zone`.

    `opened` is the version of the schedule that the editor saw; another one is not overwritten. `although` is the reason for
    publishing despite a restriction of the source that will be in force then. Raises IllegalTransitionError.
    """
    require(PUBLISH)
    article = Article.objects.select_for_update().get(pk=article.pk)
    check_article_transition(article.review_status, ArticleStatus.PUBLISHED)
    check_can_be_public(article)
    _check_time(at)
    overridden = clearance.check_may_be_published(article, although, at=at)
    row = _locked(article, opened)
    before = snapshot(row) if row else {}
    row = row or ScheduledPublication(article=article)
    row.at, row.zone, row.by, row.set_at, row.error = at, zone, user, timezone.now(), ""
    row.although = although.strip() if overridden else ""
    row.save()
    log(
        "article.schedule",
        str(article),
        user=user,
        article=article,
        before=before,
        after=snapshot(row),
        details={"id": row.pk, "time": in_zone(at, zone), **({"although": overridden} if overridden else {})},
        source=row.although,
    )
    return row


@transaction.atomic
def cancel(article: Article, *, user: User, opened: str) -> None:
    """Forget the time that was set. Raises IllegalTransitionError if it is not the one that the editor saw."""
    require(PUBLISH)
    article = Article.objects.select_for_update().get(pk=article.pk)
    row = _locked(article, opened)
    if row is None:
        raise IllegalTransitionError("This story is not scheduled.")
    before, details = snapshot(row), {"id": row.pk, "time": in_zone(row.at, row.zone)}
    row.delete()
    log("article.unschedule", str(article), user=user, article=article, before=before, details=details)


def publish_due(now: datetime | None = None) -> int:
    """Publish the stories whose time has come; how many. What cannot be published is kept, with the reason, and logged.

    Safe to call from several workers at once: each story is published by one of them.
    """
    due = ScheduledPublication.objects.due(now or timezone.now()).values_list("pk", flat=True)
    return sum(_publish(pk, now or timezone.now()) for pk in due)


def _publish(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        # The story first, as everywhere: whoever changes a story locks it before its other rows.
        article = Article.objects.select_for_update(of=("self",)).filter(schedule=pk).first()
        row = ScheduledPublication.objects.select_related("by").filter(pk=pk).due(now).first()
        if article is None or row is None:
            return False
        try:
            with transaction.atomic():
                _check_still_allowed(article, row)
                publish(article, user=row.by, although=row.although)
        except IllegalTransitionError as error:
            _fail(article, row, str(error))
            return False
        return True


def _check_still_allowed(article: Article, row: ScheduledPublication) -> None:
    if not holds(row.by, PUBLISH):
        raise IllegalTransitionError(f"{row.by} may no longer publish stories.")
    changes = article.actions.filter(at__gt=row.set_at, by__isnull=False).exclude(by=row.by).select_related("by")
    for account in dict.fromkeys(entry.by for entry in changes):
        if account is not None and not holds(account, PUBLISH):
            raise IllegalTransitionError(
                f"{account}, who may not publish, changed the story after it was scheduled. Check it first."
            )


def _fail(article: Article, row: ScheduledPublication, reason: str) -> None:
    before = snapshot(row)
    row.error = reason[:_MAX_ERROR]
    row.save(update_fields=["error"])
    details = {"id": row.pk, "time": in_zone(row.at, row.zone), "reason": row.error}
    log(
        "article.schedule_failed",
        str(article),
        user=None,
        article=article,
        before=before,
        after=snapshot(row),
        details=details,
    )
    logger.warning("Story %s was not published at its time: %s", article.pk, row.error)


def _locked(article: Article, opened: str) -> ScheduledPublication | None:
    """The current schedule of a locked story. Raises IllegalTransitionError unless it is the one that was seen."""
    row = ScheduledPublication.objects.select_related("by").filter(article=article).first()
    if version_of(row) != opened:
        how = f"{row.by} set it to {in_zone(row.at, row.zone)}" if row else "it is not scheduled any more"
        raise IllegalTransitionError(f"Not saved: the schedule was changed after you opened the page: {how}.")
    return row


def version_of(row: ScheduledPublication | None) -> str:
    """The version of a schedule; empty where there is none."""
    return f"{row.pk}:{row.set_at.isoformat()}" if row else ""


def _check_time(at: datetime) -> None:
    now = timezone.now()
    if at <= now:
        raise IllegalTransitionError("This time is in the past. To publish the story now, use “Publish”.")
    if (at - now).days > MAX_AHEAD_DAYS:
        raise IllegalTransitionError("This time is more than a year away.")
