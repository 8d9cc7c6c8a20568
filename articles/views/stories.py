from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

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
        raise Http404
    if slug != (own := story.head.slug or "-"):
        return moved_to(request, reverse("articles:story-detail", kwargs={"pk": pk, "slug": own}))
    return showing(page_response(request, story.page), *story.shows)
