"""The page of an entity as it is stored, and how it is read: two queries by key."""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import EntityPage as StoredPage
from articles.models import Place
from articles.pages.cards import public_ids
from articles.pages.entity_page import entity_page
from articles.pages.entity_specs import ENTITY_SPECS
from articles.record.page_format import page_format
from articles.search.result import StoryQuery

if TYPE_CHECKING:
    from articles.pages.entity_page import EntityPage
    from articles.vocabulary import EntityKind


@dataclass(frozen=True, slots=True)
class EntityHead:
    """What the page of an entity needs besides its main part. `total` is the number of its stories."""

    kind: str
    pk: int
    url: str
    slug: str
    name: str
    total: int
    is_country: bool


@dataclass(frozen=True, slots=True)
class EntityDocument:
    """`main` is the main part of the page as HTML; `stories` are the ids of all stories that it shows."""

    head: EntityHead
    main: SafeString
    stories: frozenset[int]


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
    main = render_to_string(f"pages/{kind}_main.html", {"page": page})
    return EntityDocument(_head(page), main, page.shown)


def stored_page(document: EntityDocument) -> StoredPage:
    return StoredPage(
        entity_id=document.head.pk,
        version=0,
        format=page_format(),
        head=asdict(document.head),
        stories=sorted(document.stories),
        main=zlib.compress(document.main.encode(), 6),
    )


def _stored(kind: EntityKind, pk: int) -> EntityDocument | None:
    """A page that shows a story that was withdrawn since is not used."""
    row = StoredPage.objects.filter(pk=pk, format=page_format()).values_list("head", "stories", "main").first()
    if row is None or row[0]["kind"] != kind:
        return None
    stories = frozenset(row[1])
    if public_ids(stories) != stories:
        return None
    return EntityDocument(EntityHead(**row[0]), SafeString(zlib.decompress(row[2]).decode()), stories)


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
