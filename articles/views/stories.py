from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.record.changes import showing
from articles.record.story_document import story_document
from articles.views.addresses import moved_to

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def story_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    story = story_document(pk)
    if story is None:
        raise Http404
    if slug != (story.head.slug or "-"):
        return moved_to(request, story.head.url)
    response = render(request, "pages/story_detail.html", {"story": story, "section": "stories"})
    return showing(response, *story.shows)
