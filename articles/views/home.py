from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.listings.renderers import HTML_PAGE
from articles.record.front_page import front_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    stories = HTML_PAGE.links(reverse("articles:story-list"), [])
    return render(request, "pages/home.html", {"main": front_page(), "alternates": stories})
