from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.views.decorators.http import require_safe

from articles.models import Entity
from articles.record.changes import entity_key, showing
from articles.record.entity_document import entity_document
from articles.search.parameters import parse_query
from articles.views.addresses import moved_to
from articles.views.site import is_narrowed
from articles.views.stored_pages import page_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from articles.vocabulary import EntityKind


@require_safe
def entity_detail(request: HttpRequest, kind: EntityKind, pk: int, slug: str) -> HttpResponse:
    document = entity_document(kind, parse_query(request.GET, entities=(pk,)))
    if document is None:
        return moved_to(request, merged_into(kind, pk).get_absolute_url())
    head = document.head
    if slug != head.slug:
        return moved_to(request, head.url)
    return showing(page_response(request, document.page, is_narrowed=is_narrowed(request)), entity_key(pk))


def merged_into(kind: EntityKind, pk: int) -> Entity:
    """The public entity that an old URL was merged into. Raises Http404 if there is none."""
    entity = Entity.objects.public().filter(redirects__kind=kind, redirects__old_id=pk).first()
    if entity is None:
        raise Http404
    return entity
