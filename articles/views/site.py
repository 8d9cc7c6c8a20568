"""The context of all pages, and the URLs that browsers and crawlers request from every site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

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
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Pages link to their icon; this is for browsers and feed readers that request it without loading a page."""
    return redirect(static("img/favicon.svg"))
