"""Publishing restrictions of a story, and whether it is discarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.admin.listing import moment_in_words
from articles.desk import clearance
from articles.vocabulary import ArticleStatus, ImportStatus

if TYPE_CHECKING:
    from articles.models import Article, ImportItem


@dataclass(frozen=True, slots=True)
class Standing:
    """`obstacles` are reasons not to publish; `past` mentions an expired embargo; `revoked_by` cancelled the story.

    `discarded` says who discarded the story and when; empty if it is not discarded.
    """

    obstacles: list[str]
    past: str
    revoked_by: ImportItem | None
    discarded: str


def standing_of(article: Article) -> Standing:
    is_over = article.embargo is not None and not clearance.is_embargoed(article)
    return Standing(
        obstacles=clearance.obstacles(article),
        past=f"The source's embargo has expired: it ran {clearance.end_of_embargo(article)}." if is_over else "",
        revoked_by=article.imports.defer("preview").filter(status=ImportStatus.REVOKED).order_by("-pk").first(),
        discarded=_discarded(article),
    )


def _discarded(article: Article) -> str:
    if article.review_status != ArticleStatus.DISCARDED:
        return ""
    action = article.actions.filter(action="article.discard").select_related("by").first()
    return f"{action.by or 'The site'} discarded it on {moment_in_words(action.at)}." if action else ""
