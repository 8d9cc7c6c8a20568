from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from articles.record.front_page import front_page
from articles.views.stored_pages import page_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return page_response(request, front_page())
