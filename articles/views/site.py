"""The context of all pages, and the URLs that browsers and crawlers request from every site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.listings.sitemaps import SITEMAPS, newest_stories_as_news

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def site(request: HttpRequest) -> dict[str, str | bool]:
    """Context for every template."""
    return {"site_name": settings.SITE_NAME, "is_narrowed": is_narrowed(request)}


def is_narrowed(request: HttpRequest) -> bool:
    """Whether the URL filters or sorts a list. There are more such URLs than stories, so search engines are asked not to
    index them.
    """
    return bool(request.GET.keys() - {"page"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    names = ("articles:sitemap-index", "articles:news-sitemap")
    sitemaps = [request.build_absolute_uri(reverse(name)) for name in names]
    return render(request, "robots.txt", {"sitemaps": sitemaps}, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return sitemap_views.index(request, SITEMAPS, sitemap_url_name="articles:sitemap")


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap_views.sitemap(request, SITEMAPS, section=section)


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """What search engines read of today's news (Google's format)."""
    stories = [(request.build_absolute_uri(story.url), story) for story in newest_stories_as_news()]
    return render(request, "news_sitemap.xml", {"stories": stories}, content_type="application/xml")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Pages link to their icon; this is for browsers and feed readers that request it without loading a page."""
    return redirect(static("img/favicon.svg"))
