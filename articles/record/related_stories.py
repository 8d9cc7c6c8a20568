"""Stories whose pages show the headline of another story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.models import Article, StoryLink
from articles.models.article import is_published

if TYPE_CHECKING:
    from collections.abc import Collection


def stories_linked_to(ids: Collection[int]) -> set[int]:
    """These stories, and the published ones that link to one of them or are grouped with one as near duplicates."""
    clusters = Article.objects.filter(pk__in=ids, cluster__isnull=False).values_list("cluster_id", flat=True)
    grouped = Article.objects.published().filter(cluster__in=list(clusters))
    linking = StoryLink.objects.filter(is_published("article__"), target__in=ids)
    return {*ids, *grouped.values_list("pk", flat=True), *linking.values_list("article_id", flat=True)}
