"""Stories whose pages show the headline of another story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.models import Article, StoryLink
from articles.models.article import is_public_status

if TYPE_CHECKING:
    from collections.abc import Collection


def stories_linked_to(ids: Collection[int]) -> set[int]:
    """These stories, and the published ones that link to one of them or are grouped with one as near duplicates."""
    clusters = Article.objects.filter(pk__in=ids, cluster__isnull=False).values_list("cluster_id", flat=True)
    # The status is no condition of the queries: beside ids it makes SQLite read the index of all published stories.
    grouped = Article.objects.filter(cluster__in=list(clusters)).values_list("pk", "review_status")
    linking = StoryLink.objects.filter(target__in=ids).values_list("article_id", "article__review_status")
    return {*ids, *(pk for pk, status in (*grouped, *linking) if is_public_status(status))}
