from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.pages.citations import CITATION_FORMATS, as_text, cited_story
from articles.pages.withdrawn_story import removed_story, withdrawn_story
from articles.record.changes import showing, story_key
from articles.record.story_document import story_document
from articles.record.versions_page import parse_versions, versions_page
from articles.search.parameters import quoted
from articles.views.addresses import moved_to
from articles.views.stored_pages import page_response

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def story_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    story = story_document(pk)
    if story is None:
        return _gone(request, pk)
    if slug != (own := story.head.slug or "-"):
        return moved_to(request, reverse("articles:story-detail", kwargs={"pk": pk, "slug": own}))
    return showing(page_response(request, story.page), *story.shows)


@require_safe
def story_citation(request: HttpRequest, pk: int) -> HttpResponse:
    story = cited_story(pk)
    if story is None:
        return _gone(request, pk)
    url = request.build_absolute_uri(story.address)
    name = request.GET.get("format", "")
    if not name:
        context = {
            "story": story, "text": as_text(story, url), "formats": CITATION_FORMATS.values(), "section": "stories",
        }  # fmt: skip
        return showing(render(request, "pages/story_citation.html", context), story_key(pk))
    written = CITATION_FORMATS.get(name)
    if written is None:
        sentence = f"There is no format {quoted(name)} here. Citations come as {', '.join(CITATION_FORMATS)}.\n"
        return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
    response = HttpResponse(written.write(story, url), content_type=f"{written.content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="story-{pk}.{written.extension}"'
    response["X-Robots-Tag"] = "noindex"
    return showing(response, story_key(pk))


@require_safe
def story_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The texts of a story that readers saw, and a comparison of two of them."""
    page = versions_page(pk, parse_versions(request.GET.dict()))
    if page is None:
        return _gone(request, pk)
    response = render(request, "pages/story_versions.html", {"page": page, "section": "stories"})
    # Former texts may be wrong: search engines show the story.
    response["X-Robots-Tag"] = "noindex"
    return showing(response, story_key(pk))


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """A story that was withdrawn, or taken down for good. Under any words: a redirect to the right ones would tell a
    hidden headline.
    """
    story, removed = withdrawn_story(pk), None
    if story is None and (removed := removed_story(pk)) is None:
        raise Http404
    template = "pages/withdrawn_story.html" if story is not None else "pages/removed_story.html"
    response = render(request, template, {"story": story or removed, "section": "stories"}, status=410)
    response["X-Robots-Tag"] = "noindex"
    # A 410 is stored by caches unless told otherwise (RFC 9110, 15.1), and the story may be published again.
    response["Cache-Control"] = "no-cache"
    return response
