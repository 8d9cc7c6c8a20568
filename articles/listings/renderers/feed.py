"""What the feeds of a list have in common: one page of it, with links to the previous and next pages (RFC 5005)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.utils.html import escape

from articles.listings.renderers.renderer import Renderer

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase
    from django.utils.feedgenerator import SyndicationFeed

    from articles.listings.listing import Entry
    from articles.listings.renderers.renderer import ListAddress

# The time of a feed without entries where it is not known when the database was created.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class FeedTime:
    """Mixed into Django's feeds, which need a time of the last change, and give a feed without entries the time of the
    request: it always differs.
    """

    items: list[Any]

    def latest_post_date(self) -> datetime:
        """The time of the newest entry. A feed without entries has not changed since the site was set up."""
        return super().latest_post_date() if self.items else _set_up()  # type: ignore[misc]


def _set_up() -> datetime:
    """When the database was created: the time of its first migration. A database that was made in another way has none."""
    applied = MigrationRecorder(connection).applied_migrations().values()
    return min((row.applied for row in applied), default=_NEVER)


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
