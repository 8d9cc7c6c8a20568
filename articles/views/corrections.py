"""The page of corrections, and its feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from articles.listings.renderers.atom_feed import AtomFeed
from articles.pages.corrections_page import corrections_page, newest_corrections, parse_corrections

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.pages.corrections_page import CorrectionRow

_FEED_ENTRIES = 50
_ATOM = "application/atom+xml"


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    query = parse_corrections(request.GET.dict())
    feed = {"content_type": _ATOM, "label": "Corrections as an Atom feed", "url": reverse("articles:corrections-feed")}
    context = {"page": corrections_page(query), "section": "corrections", "alternates": [feed]}
    response = render(request, "pages/corrections.html", context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def corrections_feed(request: HttpRequest) -> HttpResponse:
    """The newest entries as Atom (RFC 4287)."""
    feed = AtomFeed(
        title=f"{settings.SITE_NAME}: Corrections",
        link=request.build_absolute_uri(reverse("articles:corrections")),
        description=None,
        author_name=settings.SITE_NAME,
        feed_url=request.build_absolute_uri(request.path),
    )
    for row in newest_corrections(_FEED_ENTRIES):
        feed.add_item(**_item(request, row))
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{_ATOM}; charset=utf-8")


def _item(request: HttpRequest, row: CorrectionRow) -> dict[str, Any]:
    return {
        "title": _title(row),
        "link": request.build_absolute_uri(row.url),
        "unique_id": request.build_absolute_uri(row.permalink),
        "description": escape(row.text) or None,
        "pubdate": row.at,
        "updateddate": row.updated,
        "categories": [row.label],
    }


def _title(row: CorrectionRow) -> str:
    return f"{row.label}: {row.headline or 'a story whose headline is no longer shown'}"
