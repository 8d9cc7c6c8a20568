"""Maps as files, which only pages of this site may embed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.pages.cards import places_named
from articles.pages.entity_page import entity_map
from articles.pages.entity_specs import ENTITY_SPECS
from articles.pages.front_page_maps import lead_map, world
from articles.pages.map_files import svg_of, version_of
from articles.pages.story_page import map_of_story
from articles.record.changes import entity_key, showing, story_key

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.drawing.picture import MapPicture
    from articles.vocabulary import EntityKind

_IMMUTABLE = "public, max-age=31536000, immutable"


def _embeddable(view: Any) -> Any:  # django-csp types only views without URL arguments
    return require_safe(xframe_options_sameorigin(csp_replace({"frame-ancestors": ["'self'"]})(view)))


@_embeddable
def world_map_file(request: HttpRequest) -> HttpResponse:
    return _file(request, world())


@_embeddable
def lead_map_file(request: HttpRequest, pk: int) -> HttpResponse:
    return showing(_file(request, lead_map(places_named([pk])[pk]) if _is_public(pk) else None), story_key(pk))


@_embeddable
def story_map_file(request: HttpRequest, pk: int) -> HttpResponse:
    return showing(_file(request, map_of_story(pk) if _is_public(pk) else None), story_key(pk))


@_embeddable
def entity_map_file(request: HttpRequest, kind: EntityKind, pk: int) -> HttpResponse:
    return showing(_file(request, entity_map(ENTITY_SPECS[kind], pk)), entity_key(pk))


def _is_public(article_id: int) -> bool:
    return Article.objects.published().filter(pk=article_id).exists()


def _file(request: HttpRequest, picture: MapPicture | None) -> HttpResponse:
    """Browsers keep a map for good if it is the version that they ask for, else no longer than a page."""
    if picture is None:
        raise Http404
    response = HttpResponse(svg_of(picture), content_type="image/svg+xml")
    if request.GET.get("v") == version_of(picture):
        response["Cache-Control"] = _IMMUTABLE
    return response
