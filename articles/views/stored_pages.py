"""Whole pages as responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from articles.middleware.cached_page import best_encoding
from articles.record.stored_html import decompressed

if TYPE_CHECKING:
    from django.http import HttpRequest


def page_response(request: HttpRequest, page: str | bytes, *, is_narrowed: bool = False) -> HttpResponse:
    """Stored pages (bytes) are compressed with Brotli: they are sent as they are, or decompressed for the few clients that
    do not take it.

    `is_narrowed` asks search engines not to index the page (see `articles.views.site`).
    """
    if isinstance(page, bytes) and best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")) == "br":
        response = HttpResponse(page, headers={"Content-Encoding": "br"})
    else:
        response = HttpResponse(decompressed(page))
    response["Vary"] = "Accept-Encoding"
    if is_narrowed:
        response["X-Robots-Tag"] = "noindex"
    return response
