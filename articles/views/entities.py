from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Entity
from articles.pages.entity_page import EntitySpec, entity_page
from articles.pages.organization_page import ORGANIZATION
from articles.pages.person_page import PERSON
from articles.pages.place_page import PLACE
from articles.search.query import parse
from articles.views.addresses import moved_to
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SPECS: dict[EntityKind, EntitySpec[Any]] = {
    EntityKind.PERSON: PERSON,
    EntityKind.ORGANIZATION: ORGANIZATION,
    EntityKind.PLACE: PLACE,
}


@require_safe
def entity_detail(request: HttpRequest, kind: EntityKind, pk: int, slug: str) -> HttpResponse:
    page = entity_page(_SPECS[kind], pk, parse(request.GET, entities=(pk,)))
    if page is None:
        return moved_to(request, merged_into(kind, pk).get_absolute_url())
    entity = page.entity
    if slug != entity.slug:
        return moved_to(request, entity.get_absolute_url())
    return render(request, f"pages/{kind}_detail.html", {"page": page, "entity": entity, "section": kind})


def merged_into(kind: EntityKind, pk: int) -> Entity:
    """The public entity that an old URL was merged into. Raises Http404 if there is none."""
    entity = Entity.objects.public().filter(redirects__kind=kind, redirects__old_id=pk).first()
    if entity is None:
        raise Http404
    return entity
