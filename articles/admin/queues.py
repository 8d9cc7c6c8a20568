"""The work queues on the editors' start page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, When
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
    """One queue: its first rows, the total, and the URL of the full list."""

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
    shown_queues = [
        _imports("Imports to review", "No imports to review.", items.to_review(), "status__in=read,mapping"),
        _stories("Drafts to review", "No drafts to review.", drafts, ArticleStatus.DRAFT),
        _imports("Failed imports", "No failed imports.", failed, "status__exact=failed"),
        _imports("Imports in progress", "No imports in progress.", items.waiting(), "status__in=received,reading"),
        _stories("Recently published", "Nothing has been published yet.", published, ArticleStatus.PUBLISHED),
        _stories("Discarded drafts", "No discarded drafts.", discarded, ArticleStatus.DISCARDED),
    ]
    scheduled = _scheduled()
    if scheduled.total:
        shown_queues.insert(2, scheduled)
    if not revoked.exists():
        return shown_queues
    return [_stories("Published, but cancelled by the source", "", revoked, ArticleStatus.PUBLISHED), *shown_queues]


def _imports(title: str, empty: str, rows: QuerySet[ImportItem], query: str) -> Queue:
    url = reverse("admin:articles_importitem_changelist") + f"?{query}"
    return Queue(title, empty, url, rows.count(), imports=list(rows[:_ROWS]))


def _scheduled() -> Queue:
    """Those that failed first: an editor has to act on them."""
    rows = Article.objects.filter(schedule__isnull=False).select_related("outlet", "schedule__by").defer("body")
    shown: list[Any] = list(
        rows.order_by(Case(When(schedule__error="", then=1), default=0), "schedule__at", "id")[:_ROWS]
    )
    for article in shown:
        article.restriction = article.schedule.error or f"To be published on {article.schedule.in_words}"
    url = reverse("admin:articles_article_changelist") + "?scheduled=yes"
    return Queue("Scheduled publications", "", url, rows.count(), stories=shown)


def _stories(title: str, empty: str, rows: QuerySet[Article], status: str) -> Queue:
    url = reverse("admin:articles_article_changelist") + f"?review_status__exact={status}"
    shown: list[Any] = list(rows.select_related("outlet").defer("body")[:_ROWS])
    for article in shown:
        article.restriction = clearance.in_short(article)
    return Queue(title, empty, url, rows.count(), stories=shown)
