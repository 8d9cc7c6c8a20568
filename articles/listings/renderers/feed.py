"""What the feeds of a list have in common: one page of it, with links to the previous and next pages (RFC 5005)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.http import HttpResponse
from django.utils.html import escape

from articles.listings.renderers.renderer import Renderer

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase
    from django.utils.feedgenerator import SyndicationFeed

    from articles.listings.listing import Entry
    from articles.listings.renderers.renderer import ListAddress

# Feeds need a time of the last change; that of a feed without entries is not known.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class FeedTime:
    """Mixed into Django's feeds, which give a feed without entries the time of the request: it always differs."""

    items: list[Any]

    def latest_post_date(self) -> datetime:
        """The time of the newest entry."""
        return super().latest_post_date() if self.items else _NEVER  # type: ignore[misc]


class FeedRenderer(Renderer):
    """`feed` is the class that writes the format; `needs_description` is whether the format demands one of the feed."""

    feed: ClassVar[type[SyndicationFeed]]
    needs_description: ClassVar[bool] = False

    def render(self, address: ListAddress) -> HttpResponseBase:
        page = address.listing.page(address.query)
        title = f"{settings.SITE_NAME}: {address.listing.title}"
        feed = self.feed(
            title=title,
            link=address.page(page.number),
            description=title if self.needs_description else None,
            author_name=settings.SITE_NAME,
            feed_url=address.page(page.number, self.name),
            feed_copyright=address.listing.rights,
            previous=address.page(page.number - 1, self.name) if page.number > 1 else "",
            next=address.page(page.number + 1, self.name) if page.number < page.pages else "",
        )
        for entry in address.listing.entries(page.rows):
            feed.add_item(**self.item(address, entry))
        return HttpResponse(feed.writeString("utf-8"), content_type=f"{self.content_type}; charset=utf-8")

    def item(self, address: ListAddress, entry: Entry) -> dict[str, Any]:
        return {
            "title": entry.title,
            "link": address.absolute(entry.address),
            "unique_id": address.absolute(entry.permalink),
            "description": escape(entry.summary) or None,
            "author_name": entry.author or None,
            "pubdate": entry.published,
            "updateddate": entry.updated,
            "categories": entry.categories,
        }
