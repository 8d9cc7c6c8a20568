"""Maps as files, which only pages of this site may embed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.pages.cards import places_named
from articles.pages.map_files import map_of_story, svg_of, world
from articles.record.changes import showing, story_key

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.drawing.picture import MapPicture

_IMMUTABLE = "public, max-age=31536000, immutable"
_embeddable = csp_replace({"frame-ancestors": ["'self'"]})


@require_safe
@xframe_options_sameorigin
@_embeddable
def world_map_file(request: HttpRequest) -> HttpResponse:
    return _file(request, world())


@require_safe
@xframe_options_sameorigin
@_embeddable  # type: ignore[arg-type]  # django-csp types only views without URL arguments
def story_map_file(request: HttpRequest, pk: int) -> HttpResponse:
    is_public = Article.objects.published().filter(pk=pk).exists()
    return showing(_file(request, map_of_story(places_named([pk])[pk]) if is_public else None), story_key(pk))


def _file(request: HttpRequest, picture: MapPicture | None) -> HttpResponse:
    """Browsers keep a map for good if it is the version that they ask for, else no longer than a page."""
    if picture is None:
        raise Http404
    content, version = svg_of(picture)
    response = HttpResponse(content, content_type="image/svg+xml")
    if request.GET.get("v") == version:
        response["Cache-Control"] = _IMMUTABLE
    return response
