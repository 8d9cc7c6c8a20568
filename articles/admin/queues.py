"""What waits at the desk: the first thing an editor sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from articles.admin.listing import with_undecided
from articles.desk import clearance
from articles.models import Article, ImportItem
from articles.readers.restrictions import REVOKED
from articles.vocabulary import ArticleStatus, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

_ROWS = 6


@dataclass(frozen=True, slots=True)
class Queue:
    """One heap of work: its first few rows, how many there are in all, and the list that has the rest."""

    title: str
    empty: str
    url: str
    total: int
    stories: Sequence[Article] = ()
    imports: Sequence[ImportItem] = ()

    @property
    def more(self) -> int:
        return self.total - len(self.stories) - len(self.imports)


def queues() -> list[Queue]:
    items = ImportItem.objects.defer("preview")
    drafts = with_undecided(Article.objects.drafts()).order_by("-id")
    published = Article.objects.published().order_by("-first_published_here", "-id")
    failed = items.filter(status=ImportStatus.FAILED)
    revoked = Article.objects.published().filter(source_status__in=REVOKED).order_by("-id")
    discarded = Article.objects.filter(review_status=ArticleStatus.DISCARDED).order_by("-modified", "-id")
    heaps = [
        _imports("Previews to look at", "No import waits for you.", items.to_settle(), "status__in=read,mapping"),
        _stories("Drafts to review", "No draft waits for review.", drafts, ArticleStatus.DRAFT),
        _imports("Failed imports", "Nothing failed.", failed, "status__exact=failed"),
        _imports("Waiting or being read", "Nothing waits to be read.", items.waiting(), "status__in=received,reading"),
        _stories("Recently published", "Nothing is published yet.", published, ArticleStatus.PUBLISHED),
        _stories("Discarded drafts", "Nothing is discarded.", discarded, ArticleStatus.DISCARDED),
    ]
    if not revoked.exists():
        return heaps
    return [_stories("Published, and cancelled by their source", "", revoked, ArticleStatus.PUBLISHED), *heaps]


def _imports(title: str, empty: str, rows: QuerySet[ImportItem], query: str) -> Queue:
    url = reverse("admin:articles_importitem_changelist") + f"?{query}"
    return Queue(title, empty, url, rows.count(), imports=list(rows[:_ROWS]))


def _stories(title: str, empty: str, rows: QuerySet[Article], status: str) -> Queue:
    url = reverse("admin:articles_article_changelist") + f"?review_status__exact={status}"
    shown: list[Any] = list(rows.select_related("outlet").defer("body")[:_ROWS])
    for article in shown:
        article.restriction = clearance.in_short(article)
    return Queue(title, empty, url, rows.count(), stories=shown)
