"""Public lists, each in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from articles.listings.renderers import RENDERERS
from articles.listings.renderers.renderer import HTML, ListAddress
from articles.search.open_index import NO_INDEX, generation
from articles.search.parameters import quoted
from articles.search.query import BEING_BUILT

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from articles.listings.listing import Listing

_RETRY_SECONDS = 10


@require_safe
def listing(request: HttpRequest, listing: Listing[Any, Any]) -> HttpResponseBase:
    """Clients of data formats get an error for an invalid URL instead of another list; readers get the page with a
    note.
    """
    params = request.GET.copy()
    format_name = (params.pop("format", None) or [HTML])[-1] or HTML
    renderer = RENDERERS.get(format_name)
    if renderer is None:
        return _refusal(400, f"There is no format {quoted(format_name)} here. Lists come as {', '.join(RENDERERS)}.")
    query = listing.parse(params)
    if renderer.name != HTML and query.address_notes:
        return _refusal(400, *query.address_notes)
    if renderer.name != HTML and generation() == NO_INDEX:
        response = _refusal(503, BEING_BUILT)
        response["Retry-After"] = str(_RETRY_SECONDS)
        return response
    return renderer.render(ListAddress(request, listing, query))


def _refusal(status: int, *sentences: str) -> HttpResponse:
    return HttpResponse("\n".join(sentences) + "\n", status=status, content_type="text/plain; charset=utf-8")
