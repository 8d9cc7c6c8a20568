"""The interface of renderers, and the URLs that all of them write."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from articles.listings.listing import Listing, Params

HTML = "html"


class Renderer(ABC):
    """`name` is the value of `?format=`, `label` the text that readers see."""

    name: ClassVar[str]
    label: ClassVar[str]
    content_type: ClassVar[str]

    @abstractmethod
    def render(self, address: ListAddress) -> HttpResponseBase: ...


@dataclass(frozen=True, slots=True)
class ListAddress:
    """A listing with its request and query."""

    request: HttpRequest
    listing: Listing[Any, Any]
    query: Any

    def path(self, params: Params, format_name: str = HTML) -> str:
        chosen = [*params, *([("format", format_name)] if format_name != HTML else [])]
        return self.request.path + (f"?{urlencode(chosen)}" if chosen else "")

    def absolute(self, path: str) -> str:
        return self.request.build_absolute_uri(path)

    def page(self, number: int, format_name: str = HTML) -> str:
        """The absolute URL of a page of this list."""
        return self.absolute(self.path(self.listing.params(self.query, number), format_name))

    def values(self, row: Any) -> dict[str, Any]:
        """The columns of a row, with absolute URLs."""
        listed = ((column, column.value(row)) for column in self.listing.columns)
        return {column.name: self.absolute(value) if column.is_address else value for column, value in listed}
