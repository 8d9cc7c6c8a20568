from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.pages import names_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from articles.vocabulary import EntityKind


@require_safe
def name_list(request: HttpRequest, kind: EntityKind) -> HttpResponse:
    page = names_page.name_list(kind, request.GET)
    return render(request, "pages/name_list.html", {"page": page, "section": kind})
