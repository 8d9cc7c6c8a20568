from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def site(_request: HttpRequest) -> dict[str, str]:
    """What every template may use: the name of the site."""
    return {"site_name": settings.SITE_NAME}
