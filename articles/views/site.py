"""What all pages share, and the addresses that browsers and crawlers ask every site for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def site(request: HttpRequest) -> dict[str, str | bool]:
    """What every template may use.

    `is_narrowed`: the address asks for a part or another order of a list. There are more such addresses than stories,
    so search engines are asked to leave them out.
    """
    return {"site_name": settings.SITE_NAME, "is_narrowed": bool(request.GET.keys() - {"page"})}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Pages name their icon; this is for browsers and feed readers that ask without having seen a page."""
    return redirect(static("img/favicon.svg"))
