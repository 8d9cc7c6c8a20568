from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.pages.links import url_of
from articles.pages.search_page import search_page
from articles.search import names
from articles.search.query import parse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# No name is longer.
_MOST_LETTERS = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/search.html", {"page": search_page(parse(request.GET))})


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Suggestions for the search box."""
    found = names.suggest(request.GET.get("q", "")[:_MOST_LETTERS])
    items = [
        {"name": label.name, "kind": label.description or label.kind.label, "url": url_of(label)} for label in found
    ]
    return JsonResponse({"items": items})
