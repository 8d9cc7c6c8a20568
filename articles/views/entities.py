from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.listings.renderers import HTML_PAGE
from articles.models import Entity, Place
from articles.pages.entity_page import EntitySpec, entity_page
from articles.pages.organization_page import ORGANIZATION
from articles.pages.person_page import PERSON
from articles.pages.place_page import PLACE
from articles.record.changes import entity_key, showing
from articles.search.parameters import parse_query
from articles.views.addresses import moved_to
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from articles.listings.renderers.html_page import Alternate

_SPECS: dict[EntityKind, EntitySpec[Any]] = {
    EntityKind.PERSON: PERSON,
    EntityKind.ORGANIZATION: ORGANIZATION,
    EntityKind.PLACE: PLACE,
}


@require_safe
def entity_detail(request: HttpRequest, kind: EntityKind, pk: int, slug: str) -> HttpResponse:
    page = entity_page(_SPECS[kind], pk, parse_query(request.GET, entities=(pk,)))
    if page is None:
        return moved_to(request, merged_into(kind, pk).get_absolute_url())
    entity = page.entity
    if slug != entity.slug:
        return moved_to(request, entity.get_absolute_url())
    context = {"page": page, "entity": entity, "section": kind, "alternates": _stories_in_formats(entity)}
    return showing(render(request, f"pages/{kind}_detail.html", context), entity_key(pk))


def _stories_in_formats(entity: Entity) -> tuple[Alternate, ...]:
    is_country = isinstance(entity, Place) and entity.is_country
    return HTML_PAGE.links(reverse("articles:story-list"), [("country" if is_country else entity.kind, str(entity.pk))])


def merged_into(kind: EntityKind, pk: int) -> Entity:
    """The public entity that an old URL was merged into. Raises Http404 if there is none."""
    entity = Entity.objects.public().filter(redirects__kind=kind, redirects__old_id=pk).first()
    if entity is None:
        raise Http404
    return entity
