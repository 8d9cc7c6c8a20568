"""Where a story stands with its source and the desk: what stands against publishing it, and whether it is discarded."""

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
    """`obstacles` stand against publishing; `past` tells of an embargo that is over; `revoked_by` took the story back.

    `discarded` says who discarded the story and when; nothing for one that is not.
    """

    obstacles: list[str]
    past: str
    revoked_by: ImportItem | None
    discarded: str


def standing_of(article: Article) -> Standing:
    is_over = article.embargo is not None and not clearance.is_embargoed(article)
    return Standing(
        obstacles=clearance.obstacles(article),
        past=f"The embargo of the source ran {clearance.end_of_embargo(article)}: it is over." if is_over else "",
        revoked_by=article.imports.defer("preview").filter(status=ImportStatus.REVOKED).order_by("-pk").first(),
        discarded=_discarded(article),
    )


def _discarded(article: Article) -> str:
    if article.review_status != ArticleStatus.DISCARDED:
        return ""
    action = article.actions.filter(action="article.discard").select_related("by").first()
    return f"{action.by or 'The site'} discarded it on {moment_in_words(action.at)}." if action else ""
