from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.pages.withdrawn_story import withdrawn_story
from articles.record.changes import showing
from articles.record.story_document import story_document
from articles.views.addresses import moved_to
from articles.views.stored_pages import page_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def story_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    story = story_document(pk)
    if story is None:
        return _withdrawn(request, pk)
    if slug != (own := story.head.slug or "-"):
        return moved_to(request, reverse("articles:story-detail", kwargs={"pk": pk, "slug": own}))
    return showing(page_response(request, story.page), *story.shows)


def _withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """Under any words: a redirect to the right ones would tell a hidden headline."""
    story = withdrawn_story(pk)
    if story is None:
        raise Http404
    response = render(request, "pages/withdrawn_story.html", {"story": story, "section": "stories"}, status=410)
    response["X-Robots-Tag"] = "noindex"
    # A 410 is stored by caches unless told otherwise (RFC 9110, 15.1), and the story may be published again.
    response["Cache-Control"] = "no-cache"
    return response
