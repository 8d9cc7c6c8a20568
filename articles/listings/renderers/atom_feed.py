"""Atom (RFC 4287): one page of a list as a feed, with links to the previous and next pages (RFC 5005)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from articles.listings.renderers.renderer import Renderer

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from articles.listings.listing import Entry
    from articles.listings.renderers.renderer import ListAddress


class AtomFeed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """The time of the newest entry. RFC 4287 requires one: a feed without entries has not changed since the site was
        set up. Django gives it the time of the request, which always differs.
        """
        return super().latest_post_date() if self.items else _set_up()


def _set_up() -> datetime:
    """When the database was created: the time of its first migration. A database that was made in another way has none."""
    applied = MigrationRecorder(connection).applied_migrations().values()
    return min((row.applied for row in applied), default=datetime(1970, 1, 1, tzinfo=UTC))


class _PagedFeed(AtomFeed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation in ("previous", "next"):
            if address := self.feed[relation]:
                handler.addQuickElement("link", "", {"rel": relation, "href": address})


class AtomRenderer(Renderer):
    name = "atom"
    label = "Atom feed"
    content_type = "application/atom+xml"

    def render(self, address: ListAddress) -> HttpResponseBase:
        page = address.listing.page(address.query)
        feed = _PagedFeed(
            title=f"{settings.SITE_NAME}: {address.listing.title}",
            link=address.page(page.number),
            description=None,
            author_name=settings.SITE_NAME,
            feed_url=address.page(page.number, self.name),
            feed_copyright=address.listing.rights,
            previous=address.page(page.number - 1, self.name) if page.number > 1 else "",
            next=address.page(page.number + 1, self.name) if page.number < page.pages else "",
        )
        for entry in address.listing.entries(page.rows):
            feed.add_item(**_item(address, entry))
        return HttpResponse(feed.writeString("utf-8"), content_type=f"{self.content_type}; charset=utf-8")


def _item(address: ListAddress, entry: Entry) -> dict[str, Any]:
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
