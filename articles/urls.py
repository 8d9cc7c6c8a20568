"""Public addresses: plural nouns, the stable id first, then words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from articles.views import about, entities, home, names, search, site, stories
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "articles"


class IdConverter(IntConverter):
    """Numbers that a database can hold; longer ones are no address of ours."""

    regex = "[0-9]{1,18}"


register_converter(IdConverter, "id")

_PLURALS = {EntityKind.PERSON: "people", EntityKind.ORGANIZATION: "organizations", EntityKind.PLACE: "places"}


def _of_kind(kind: EntityKind, plural: str) -> list[URLPattern]:
    """The list of a kind and the page of one; an address without its words leads to the one with them."""
    return [
        path(f"{plural}/", names.name_list, {"kind": kind}, name=f"{kind}-list"),
        path(f"{plural}/<id:pk>/", entities.entity_detail, {"kind": kind, "slug": ""}),
        path(f"{plural}/<id:pk>-<slug:slug>/", entities.entity_detail, {"kind": kind}, name=f"{kind}-detail"),
    ]


urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("stories/", stories.story_list, name="story-list"),
    path("stories/<id:pk>/", stories.story_detail, {"slug": ""}),
    path("stories/<id:pk>-<slug:slug>/", stories.story_detail, name="story-detail"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("about/", about.about, name="about"),
    path("robots.txt", site.robots),
    path("favicon.ico", site.favicon),
]
for _kind, _plural in _PLURALS.items():
    urlpatterns += _of_kind(_kind, _plural)
