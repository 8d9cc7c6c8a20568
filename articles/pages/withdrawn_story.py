"""What readers see at the address of a story that was withdrawn, or taken down for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models import Article, Takedown
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class WithdrawnStory:
    """`headline` is empty if the editor hid it. Stories withdrawn by older releases may have no moment and no reason."""

    headline: str
    withdrawn_at: datetime | None
    reason: str


def withdrawn_story(article_id: int) -> WithdrawnStory | None:
    """None for a story in any other status."""
    columns = ("review_status", "headline", "hides_headline", "withdrawn_at", "withdrawal_reason")
    article = Article.objects.only(*columns).filter(pk=article_id).first()
    if article is None or article.review_status != ArticleStatus.WITHDRAWN:
        return None
    headline = "" if article.hides_headline else article.headline
    return WithdrawnStory(headline, article.withdrawn_at, article.withdrawal_reason)


@dataclass(frozen=True, slots=True)
class RemovedStory:
    """Nothing else is left of it for readers. `sentence` may be empty."""

    removed_at: datetime
    sentence: str


def removed_story(article_id: int) -> RemovedStory | None:
    """None for a story that readers never saw: that it existed is nothing for them."""
    row = Takedown.objects.filter(story_id=article_id, was_public=True).values_list("at", "public_sentence").first()
    return RemovedStory(*row) if row else None
