"""The source's restrictions on publishing a story, in words for the editor, and the transitions that they block."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from django.utils import timezone

from articles.desk.audit import log
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article
from articles.readers.restrictions import NO_END, REVOKED
from articles.vocabulary import SourceStatus

if TYPE_CHECKING:
    from datetime import datetime

_VERBS = {SourceStatus.CANCELLED: "cancelled", SourceStatus.WITHHELD: "withheld"}


class RestrictedError(IllegalTransitionError):
    """The source does not want the story published (yet); an editor who publishes it anyway gives a reason."""


def obstacles(article: Article, *, at: datetime | None = None) -> list[str]:
    """One sentence for each restriction of the source that blocks publishing the story at that time, or now."""
    found = []
    if article.source_status in REVOKED:
        found.append(f"The source has {_VERBS[SourceStatus(article.source_status)]} this story.")
    if is_embargoed(article, at=at):
        found.append(f"The source has embargoed this story {end_of_embargo(article)}.")
    return found


def is_embargoed(article: Article, *, at: datetime | None = None) -> bool:
    """Whether an embargo is in force at that time, or now. One without a date lasts until its source lifts it."""
    return article.embargo > (at or timezone.now()) if article.embargo else bool(article.embargo_text)


def end_of_embargo(article: Article) -> str:
    """For example "until 3 May 2031, 12:00 UTC", with the source's wording if that says more; empty if unknown."""
    words = article.embargo_text
    if article.embargo is None:
        return words if words in ("", NO_END) else f"(“{words}”)"
    until = f"until {moment_in_words(article.embargo)}"
    return f"{until} (“{words}”)" if words else until


def in_short(article: Article) -> str:
    """A short form of the restrictions for lists; empty if there are none."""
    said = []
    if article.source_status in REVOKED:
        said.append(f"{SourceStatus(article.source_status).label} by its source")
    if is_embargoed(article):
        said.append(f"Embargoed {end_of_embargo(article)}")
    return "; ".join(said)


def check_may_be_published(article: Article, although: str, *, at: datetime | None = None) -> list[str]:
    """The obstacles that an editor overrides with the reason `although`. Raises RestrictedError if no reason is given."""
    found = obstacles(article, at=at)
    if found and not although.strip():
        raise RestrictedError(f"{' '.join(found)} To publish it anyway, confirm and give a reason.")
    return found


def revoke(article: Article, status: SourceStatus, *, source: str) -> None:
    """Record that the source cancelled or withholds an existing story; call in a transaction.

    Idempotent. A published story stays public until an editor withdraws it.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.source_status == status:
        return
    before = article.source_status
    # An update, not a save: the story itself was not edited.
    Article.objects.filter(pk=article.pk).update(source_status=status)
    log(
        "article.revoke", str(article), user=None, article=article, before={"source_status": before},
        after={"source_status": status.value}, details={"status": _VERBS[status]}, source=source,
    )  # fmt: skip


def moment_in_words(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
