"""JSON: one page of a list, with links to the previous and next pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import JsonResponse

from articles.listings.renderers.renderer import Renderer

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from articles.listings.listing import ListPage
    from articles.listings.renderers.renderer import ListAddress


class JsonRenderer(Renderer):
    name = "json"
    label = "JSON"
    content_type = "application/json"

    def render(self, address: ListAddress) -> HttpResponseBase:
        page = address.listing.page(address.query)
        last = max(1, page.pages)
        return JsonResponse(
            {
                "site": settings.SITE_NAME,
                "title": address.listing.title,
                "licence": address.listing.rights,
                "url": address.page(page.number),
                "total": page.total,
                "page": page.number,
                "pages": page.pages,
                "previous": address.page(min(page.number - 1, last), self.name) if page.number > 1 else None,
                "next": address.page(page.number + 1, self.name) if page.number < page.pages else None,
                "facets": _facets(address, page),
                "items": [address.values(row) for row in page.rows],
            },
            json_dumps_params={"ensure_ascii": False},
        )


def _facets(address: ListAddress, page: ListPage[Any]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [
            {
                "value": choice.value,
                "label": choice.label,
                "count": choice.count,
                "selected": choice.selected,
                "url": address.absolute(address.path(choice.params, JsonRenderer.name)),
            }
            for choice in choices
        ]
        for name, choices in page.facets.items()
    }
