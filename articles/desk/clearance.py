"""What the source of a story demands of publication, in words for the editor, and the moves that it holds up."""

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
    """The source does not want the story to be published (yet); an editor who publishes it all the same says why."""


def obstacles(article: Article) -> list[str]:
    """One sentence for each demand of the source that stands against publishing the story now."""
    found = []
    if article.source_status in REVOKED:
        found.append(f"The source has {_VERBS[SourceStatus(article.source_status)]} this story.")
    if is_embargoed(article):
        found.append(f"The source has embargoed this story {end_of_embargo(article)}.")
    return found


def is_embargoed(article: Article) -> bool:
    """Whether an embargo runs now. One without a date runs until its source says otherwise."""
    return article.embargo > timezone.now() if article.embargo else bool(article.embargo_text)


def end_of_embargo(article: Article) -> str:
    """In words, as in "until 3 May 2031, 12:00 UTC", with those of the source where they say more; else nothing."""
    words = article.embargo_text
    if article.embargo is None:
        return words if words in ("", NO_END) else f"(“{words}”)"
    until = f"until {moment_in_words(article.embargo)}"
    return f"{until} (“{words}”)" if words else until


def in_short(article: Article) -> str:
    """For lists: what stands against publishing the story now, if anything."""
    said = []
    if article.source_status in REVOKED:
        said.append(f"{SourceStatus(article.source_status).label} by its source")
    if is_embargoed(article):
        said.append(f"Embargoed {end_of_embargo(article)}")
    return "; ".join(said)


def check_may_be_published(article: Article, although: str) -> list[str]:
    """The obstacles that an editor overrides with the reason `although`. Raises RestrictedError where there is none."""
    found = obstacles(article)
    if found and not although.strip():
        raise RestrictedError(f"{' '.join(found)} Confirm that it is published all the same, and say why.")
    return found


def revoke(article: Article, status: SourceStatus, *, source: str) -> None:
    """Note that the source cancelled or withholds a story that is here; call in a transaction. Again, it changes nothing.

    What to do about it, an editor decides: a published story stays public until one withdraws it.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.source_status == status:
        return
    before = article.source_status
    # An update, not a save: nobody edited the story.
    Article.objects.filter(pk=article.pk).update(source_status=status)
    log(
        "article.revoke", str(article), user=None, article=article, before={"source_status": before},
        after={"source_status": status.value}, details={"status": _VERBS[status]}, source=source,
    )  # fmt: skip


def moment_in_words(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
