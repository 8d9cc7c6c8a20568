from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Entity
from articles.pages.organization_page import organization_page
from articles.pages.person_page import person_page
from articles.pages.place_page import place_page
from articles.search.parameters import parse_query
from articles.views.addresses import moved_to
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_PAGES = {
    EntityKind.PERSON: person_page,
    EntityKind.ORGANIZATION: organization_page,
    EntityKind.PLACE: place_page,
}


@require_safe
def entity_detail(request: HttpRequest, kind: EntityKind, pk: int, slug: str) -> HttpResponse:
    page = _PAGES[kind](pk, parse_query(request.GET, entities=(pk,)))
    if page is None:
        return moved_to(request, merged_into(kind, pk).get_absolute_url())
    entity: Entity = getattr(page, kind)
    if slug != entity.slug:
        return moved_to(request, entity.get_absolute_url())
    return render(request, f"pages/{kind}_detail.html", {"page": page, "entity": entity, "section": kind})


def merged_into(kind: EntityKind, pk: int) -> Entity:
    """The entity that an old address stands for now. Raises Http404 where there is none that readers may see."""
    entity = Entity.objects.public().filter(redirects__kind=kind, redirects__old_id=pk).first()
    if entity is None:
        raise Http404
    return entity
