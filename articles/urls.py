"""Public addresses: plural nouns, the stable id first, then words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from articles.views import about, entities, home, names, search, stories
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "articles"

_PLURALS = {EntityKind.PERSON: "people", EntityKind.ORGANIZATION: "organizations", EntityKind.PLACE: "places"}


def _of_kind(kind: EntityKind, plural: str) -> list[URLPattern]:
    """The list of a kind and the page of one; an address without its words leads to the one with them."""
    return [
        path(f"{plural}/", names.name_list, {"kind": kind}, name=f"{kind}-list"),
        path(f"{plural}/<int:pk>/", entities.entity_detail, {"kind": kind, "slug": ""}),
        path(f"{plural}/<int:pk>-<slug:slug>/", entities.entity_detail, {"kind": kind}, name=f"{kind}-detail"),
    ]


urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("stories/", stories.story_list, name="story-list"),
    path("stories/<int:pk>/", stories.story_detail, {"slug": ""}),
    path("stories/<int:pk>-<slug:slug>/", stories.story_detail, name="story-detail"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("about/", about.about, name="about"),
]
for _kind, _plural in _PLURALS.items():
    urlpatterns += _of_kind(_kind, _plural)
