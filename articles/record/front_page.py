"""The front page as it is stored: rendered after each change of the record, read by three queries by key."""

from __future__ import annotations

import logging
import zlib
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import FrontPage
from articles.pages.cards import public_ids
from articles.pages.home_page import home_page
from articles.record.changes import current_version
from articles.record.page_format import page_format

if TYPE_CHECKING:
    from articles.pages.home_page import HomePage

logger = logging.getLogger(__name__)

_ONLY = 1


def front_page() -> SafeString:
    """The main part of the page as HTML: as stored, or rendered for the request if the record changed since."""
    return _stored() or _rendered(home_page())


def store_front_page() -> bool:
    """Render and store the page, unless the stored one is that of this record and software. Whether it was rendered."""
    state = {"version": current_version(), "format": page_format()}
    if FrontPage.objects.filter(pk=_ONLY, **state).exists():
        return False
    try:
        page = home_page()
        main = zlib.compress(_rendered(page).encode(), 6)
    except Exception:
        logger.exception("The front page could not be rendered")
        return False  # it is rendered for each request: publishing must not stop
    FrontPage.objects.update_or_create(pk=_ONLY, defaults=state | {"stories": sorted(page.shown), "main": main})
    return True


def _stored() -> SafeString | None:
    """A page that shows a story that was withdrawn since is not used."""
    row = FrontPage.objects.filter(pk=_ONLY, version=current_version(), format=page_format()).first()
    if row is None or public_ids(row.stories) != set(row.stories):
        return None
    return SafeString(zlib.decompress(row.main).decode())


def _rendered(page: HomePage) -> SafeString:
    return render_to_string("pages/home_main.html", {"page": page})
