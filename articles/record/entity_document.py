"""The page of an entity as it is stored, and how it is read: two queries by key."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from articles.listings.renderers import HTML_PAGE
from articles.models import EntityPage as StoredPage
from articles.models import Place
from articles.models.read_by_key import ReadByKey
from articles.pages.cards import public_ids
from articles.pages.entity_page import entity_page
from articles.pages.entity_specs import ENTITY_SPECS
from articles.pages.structured_data import entity_data
from articles.record.page_format import page_format
from articles.record.stored_html import compressed, decompressed, render_whole_page
from articles.search.result import StoryQuery

if TYPE_CHECKING:
    from articles.listings.renderers.html_page import Alternate
    from articles.pages.entity_page import EntityPage
    from articles.vocabulary import EntityKind

_READ = ReadByKey(StoredPage.objects.values_list("format", "head", "stories", "page"))


@dataclass(frozen=True, slots=True)
class EntityHead:
    """What is known of an entity without reading its page. `total` is the number of its stories."""

    kind: str
    pk: int
    url: str
    slug: str
    name: str
    total: int
    is_country: bool


@dataclass(frozen=True, slots=True)
class EntityDocument:
    """`page` is the whole page: HTML, or bytes as it is stored. `stories` are the ids of all stories that it shows."""

    head: EntityHead
    page: str | bytes
    stories: frozenset[int]

    @property
    def html(self) -> str:
        return decompressed(self.page)


def entity_document(kind: EntityKind, query: StoryQuery) -> EntityDocument | None:
    """What readers see of the entity of a query. None if no published story names it.

    Only the page without filters is stored; all others are rendered for the request.
    """
    pk = query.entities[0]
    return (_stored(kind, pk) if query == StoryQuery(entities=(pk,)) else None) or rendered(kind, query)


def rendered(kind: EntityKind, query: StoryQuery) -> EntityDocument | None:
    page = entity_page(ENTITY_SPECS[kind], query.entities[0], query)
    if page is None:
        return None
    head = _head(page)
    context = {
        "head": head,
        "page": page,
        "data": entity_data(page),
        "main": f"pages/{kind}_main.html",
        "section": kind,
        "alternates": _stories_in_formats(head),
    }
    return EntityDocument(head, render_whole_page("pages/entity_detail.html", context), page.shown)


def _stories_in_formats(head: EntityHead) -> tuple[Alternate, ...]:
    return HTML_PAGE.links(
        reverse("articles:story-list"), [("country" if head.is_country else head.kind, str(head.pk))]
    )


def stored_page(document: EntityDocument) -> StoredPage:
    return StoredPage(
        entity_id=document.head.pk,
        version=0,
        format=page_format(),
        head=asdict(document.head),
        stories=sorted(document.stories),
        page=compressed(document.html),
    )


def _stored(kind: EntityKind, pk: int) -> EntityDocument | None:
    """A page that shows a story that was withdrawn since is not used."""
    for made_by, stored_head, shown, page in _READ([pk]):
        if made_by != page_format():
            continue
        head, stories = EntityHead(**json.loads(stored_head)), frozenset(json.loads(shown))
        if head.kind == kind and public_ids(stories) == stories:
            return EntityDocument(head, bytes(page), stories)
    return None


def _head(page: EntityPage) -> EntityHead:
    entity = page.entity
    return EntityHead(
        kind=entity.kind,
        pk=entity.pk,
        url=entity.get_absolute_url(),
        slug=entity.slug,
        name=entity.name,
        total=page.stories.total,
        is_country=isinstance(entity, Place) and entity.is_country,
    )
