"""Redirects to canonical URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponsePermanentRedirect

if TYPE_CHECKING:
    from django.http import HttpRequest


def moved_to(request: HttpRequest, address: str) -> HttpResponsePermanentRedirect:
    """Redirect to another path on this site, keeping the query string."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
