"""Addresses that are nearly right lead to those that are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponsePermanentRedirect

if TYPE_CHECKING:
    from django.http import HttpRequest


def moved_to(request: HttpRequest, address: str) -> HttpResponsePermanentRedirect:
    """To another address on this site, with the question that was asked here."""
    asked = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{asked}" if asked else address)
