from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.listings.renderers import HTML_PAGE
from articles.models import Entity
from articles.record.changes import entity_key, showing
from articles.record.entity_document import entity_document
from articles.search.parameters import parse_query
from articles.views.addresses import moved_to

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from articles.listings.renderers.html_page import Alternate
    from articles.record.entity_document import EntityHead
    from articles.vocabulary import EntityKind


@require_safe
def entity_detail(request: HttpRequest, kind: EntityKind, pk: int, slug: str) -> HttpResponse:
    document = entity_document(kind, parse_query(request.GET, entities=(pk,)))
    if document is None:
        return moved_to(request, merged_into(kind, pk).get_absolute_url())
    head = document.head
    if slug != head.slug:
        return moved_to(request, head.url)
    context = {"document": document, "section": kind, "alternates": _stories_in_formats(head)}
    return showing(render(request, "pages/entity_detail.html", context), entity_key(pk))


def _stories_in_formats(head: EntityHead) -> tuple[Alternate, ...]:
    return HTML_PAGE.links(
        reverse("articles:story-list"), [("country" if head.is_country else head.kind, str(head.pk))]
    )


def merged_into(kind: EntityKind, pk: int) -> Entity:
    """The public entity that an old URL was merged into. Raises Http404 if there is none."""
    entity = Entity.objects.public().filter(redirects__kind=kind, redirects__old_id=pk).first()
    if entity is None:
        raise Http404
    return entity
