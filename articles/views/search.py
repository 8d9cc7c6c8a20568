from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from articles.pages.links import url_of
from articles.search import names

if TYPE_CHECKING:
    from django.http import HttpRequest

# No name is longer.
_MAX_LETTERS = 100


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Suggestions for the search box."""
    found = names.suggest(request.GET.get("q", "")[:_MAX_LETTERS])
    items = [
        {"name": label.name, "kind": label.description or label.kind.label, "url": url_of(label)} for label in found
    ]
    return JsonResponse({"items": items})
