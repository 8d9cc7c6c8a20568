from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render

from articles.listings.renderers.renderer import HTML, Renderer

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from articles.listings.listing import Params
    from articles.listings.renderers.renderer import ListAddress


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same list in another format."""

    label: str
    content_type: str
    url: str


class HtmlRenderer(Renderer):
    """The HTML page of a list, with links to the same list in the other formats."""

    name = HTML
    label = "Page"
    content_type = "text/html"

    def __init__(self, alternates: tuple[Renderer, ...]) -> None:
        self.alternates = alternates

    def render(self, address: ListAddress) -> HttpResponseBase:
        params = address.listing.params(address.query, 1)
        links = self.links(address.request.path, params)
        context = {**address.listing.context(address.query), "alternates": links}
        return render(address.request, address.listing.template, context)

    def links(self, path: str, params: Params) -> tuple[Alternate, ...]:
        """Links to this list in the other formats, for the head of the page and for readers."""
        return tuple(
            Alternate(other.label, other.content_type, f"{path}?{urlencode([*params, ('format', other.name)])}")
            for other in self.alternates
        )
