from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from articles.pages.suggestions import suggestions_json

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions for the search box."""
    return HttpResponse(suggestions_json(request.GET.get("q", "")), content_type="application/json")
