"""Sitemaps: the addresses of all public pages, for search engines.

The stories and entities of a sitemap are those with the ids of one range, so that a file costs the same at any number of
stories, and a new story changes only the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.urls import reverse
from django.utils import timezone

from articles.listings import LISTINGS
from articles.models import EntityRecord, StoryRecord
from articles.models.article import is_public_status
from articles.models.entity import entity_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

# Ids of one file. The protocol allows 50,000 addresses (sitemaps.org).
RANGE = 5_000
# What Google takes of a news sitemap, and how old a story in it may be.
MAX_NEWS, NEWS_DAYS = 1_000, 2
_SINGLE_PAGES = ("home", "corrections", "about")


@dataclass(frozen=True, slots=True)
class Address:
    path: str
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewsItem:
    url: str
    headline: str
    language: str
    published: str


@dataclass(frozen=True, slots=True)
class _Page:
    object_list: tuple[Address, ...]


class _IdRanges:
    """Stands in for a paginator of Django, which would count and skip rows."""

    def __init__(self, sitemap: _RecordSitemap) -> None:
        self._sitemap = sitemap

    @property
    def num_pages(self) -> int:
        last = self._sitemap.rows().order_by("-pk").values_list("pk", flat=True).first() or 0
        return last // RANGE + 1

    def page(self, number: str | int) -> _Page:
        """Raises PageNotAnInteger and EmptyPage, as a paginator does."""
        try:
            wanted = int(number)
        except ValueError as error:
            raise PageNotAnInteger("A sitemap has a number.") from error
        if not 1 <= wanted <= self.num_pages:
            raise EmptyPage("There is no sitemap with this number.")
        return _Page(tuple(self._sitemap.addresses((wanted - 1) * RANGE, wanted * RANGE)))


class _RecordSitemap(Sitemap[Address]):
    @property
    def paginator(self) -> Any:
        return _IdRanges(self)

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def addresses(self, first: int, end: int) -> Iterable[Address]:
        """Of the ids from `first` to before `end`."""
        raise NotImplementedError

    def location(self, item: Address) -> str:
        return item.path

    def lastmod(self, item: Address) -> datetime | None:
        return item.changed

    def get_latest_lastmod(self) -> None:
        """Not stated: it would need all rows."""
        return


class StorySitemap(_RecordSitemap):
    def rows(self) -> QuerySet[Any]:
        return StoryRecord.objects.all()

    def addresses(self, first: int, end: int) -> Iterable[Address]:
        rows = StoryRecord.objects.filter(pk__gte=first, pk__lt=end).order_by("pk")
        for status, url, updated in rows.values_list("article__review_status", "card__url", "card__updated"):
            if is_public_status(status) and url:
                yield Address(url, datetime.fromisoformat(updated))


class EntitySitemap(_RecordSitemap):
    def rows(self) -> QuerySet[Any]:
        return EntityRecord.objects.all()

    def addresses(self, first: int, end: int) -> Iterable[Address]:
        rows = EntityRecord.objects.filter(pk__gte=first, pk__lt=end).order_by("pk")
        for pk, label in rows.values_list("pk", "label"):
            if label["has_page"]:
                yield Address(entity_url(label["kind"], pk, label["slug"]), datetime.fromisoformat(label["modified"]))


class PageSitemap(Sitemap[str]):
    """The pages that there is one of, and the lists."""

    def items(self) -> list[str]:
        lists = [listing.url_name for listing in LISTINGS if listing.url_name != "search"]
        return [f"articles:{name}" for name in (*_SINGLE_PAGES, *lists)]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": PageSitemap,
    "stories": StorySitemap,
    "names": EntitySitemap,
}


def newest_stories_as_news() -> list[NewsItem]:
    """The stories of the last two days by their own date, the newest first. One query."""
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    rows = StoryRecord.objects.order_by("-newest").values_list("article__review_status", "card")[:MAX_NEWS]
    found = []
    for status, card in rows:
        if not is_public_status(status) or not card.get("published"):
            continue
        published = datetime.fromisoformat(card["published"])
        if published < since:
            break
        found.append(NewsItem(card["url"], card["headline"], card["language"] or "en", published.isoformat()))
    return found
