from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.pages.story_page import story_page
from articles.views.addresses import moved_to

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def story_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    page = story_page(pk)
    if page is None:
        raise Http404
    address = page.article.get_absolute_url()
    if slug != page.article.slug:
        return moved_to(request, address)
    return render(request, "pages/story_detail.html", {"page": page, "section": "stories"})
