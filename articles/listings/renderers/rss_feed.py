"""RSS 2.0, with the links of Atom between its pages (RSS Advisory Board, best practices)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.feedgenerator import Rss201rev2Feed

from articles.listings.renderers.feed import FeedRenderer, FeedTime

if TYPE_CHECKING:
    from articles.listings.listing import Entry
    from articles.listings.renderers.renderer import ListAddress


class _RssFeed(FeedTime, Rss201rev2Feed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation in ("previous", "next"):
            if address := self.feed[relation]:
                handler.addQuickElement("atom:link", "", {"rel": relation, "href": address})


class RssRenderer(FeedRenderer):
    name = "rss"
    label = "RSS feed"
    content_type = "application/rss+xml"
    feed = _RssFeed
    needs_description = True

    def item(self, address: ListAddress, entry: Entry) -> dict[str, Any]:
        """An entry needs a description here; its time is that of the story, where the story has one."""
        item = super().item(address, entry)
        return {**item, "description": item["description"] or "", "pubdate": entry.published or entry.updated}
