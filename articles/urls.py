"""Public addresses: plural nouns, the stable id first, then words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from articles.listings import LISTINGS
from articles.views import about, corrections, entities, home, listings, maps, search, site, stories, story_pictures
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
    """The page of an entity and its map; an address without its words leads to the one with them."""
    return [
        path(f"maps/{plural}/<id:pk>.svg", maps.entity_map_file, {"kind": kind}, name=f"{kind}-map"),
        path(f"{plural}/<id:pk>/", entities.entity_detail, {"kind": kind, "slug": ""}),
        path(f"{plural}/<id:pk>-<slug:slug>/", entities.entity_detail, {"kind": kind}, name=f"{kind}-detail"),
    ]


urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("stories/<id:pk>/", stories.story_detail, {"slug": ""}, name="story-permalink"),
    path("stories/<id:pk>/cite/", stories.story_citation, name="story-citation"),
    path("stories/<id:pk>-<slug:slug>/", stories.story_detail, name="story-detail"),
    path("stories/<id:pk>/versions/", stories.story_versions, name="story-versions"),
    path("maps/world.svg", maps.world_map_file, name="world-map"),
    path("maps/lead/<id:pk>.svg", maps.lead_map_file, name="lead-map"),
    path("maps/stories/<id:pk>.svg", maps.story_map_file, name="story-map"),
    path("pictures/<id:pk>/<slug:name>.webp", story_pictures.picture_file, name="story-picture"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/feed/", corrections.corrections_feed, name="corrections-feed"),
    path("about/", about.about, name="about"),
    path("robots.txt", site.robots),
    path("sitemap.xml", site.sitemap_index, name="sitemap-index"),
    path("sitemaps/news.xml", site.news_sitemap, name="news-sitemap"),
    path("sitemaps/<slug:section>.xml", site.sitemap, name="sitemap"),
    path("favicon.ico", site.favicon),
]
urlpatterns += [
    path(listing.path, listings.listing, {"listing": listing}, name=listing.url_name) for listing in LISTINGS
]
for _kind, _plural in _PLURALS.items():
    urlpatterns += _of_kind(_kind, _plural)
