"""JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import JsonResponse

from articles.listings.renderers.renderer import Renderer

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from articles.listings.listing import Entry
    from articles.listings.renderers.renderer import ListAddress

_VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeedRenderer(Renderer):
    name = "jsonfeed"
    label = "JSON Feed"
    content_type = "application/feed+json"

    def render(self, address: ListAddress) -> HttpResponseBase:
        page = address.listing.page(address.query)
        document = {
            "version": _VERSION,
            "title": f"{settings.SITE_NAME}: {address.listing.title}",
            "home_page_url": address.page(page.number),
            "feed_url": address.page(page.number, self.name),
            "authors": [{"name": settings.SITE_NAME}],
            "items": [_item(address, entry) for entry in address.listing.entries(page.rows)],
        }
        if page.number < page.pages:
            document["next_url"] = address.page(page.number + 1, self.name)
        return JsonResponse(document, content_type=self.content_type, json_dumps_params={"ensure_ascii": False})


def _item(address: ListAddress, entry: Entry) -> dict[str, Any]:
    item = {
        "id": address.absolute(entry.permalink),
        "url": address.absolute(entry.address),
        "title": entry.title,
        # An item must have content; a list of names has none but the name.
        "content_text": entry.summary or entry.title,
        "date_modified": entry.updated.isoformat(),
        "date_published": entry.published.isoformat() if entry.published else None,
        "authors": [{"name": entry.author}] if entry.author else None,
        "tags": list(entry.categories) or None,
    }
    return {name: value for name, value in item.items() if value is not None}
