"""Atom (RFC 4287)."""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from articles.listings.renderers.feed import FeedRenderer, FeedTime


class AtomFeed(FeedTime, Atom1Feed):
    pass


class _PagedFeed(AtomFeed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation in ("previous", "next"):
            if address := self.feed[relation]:
                handler.addQuickElement("link", "", {"rel": relation, "href": address})


class AtomRenderer(FeedRenderer):
    name = "atom"
    label = "Atom feed"
    content_type = "application/atom+xml"
    feed = _PagedFeed
