"""The front page as it is stored: rendered after each change of the record, read by three queries by key."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from django.urls import reverse

from articles.listings.renderers import HTML_PAGE
from articles.models import FrontPage
from articles.models.read_by_key import ReadByKey
from articles.pages.cards import public_ids
from articles.pages.home_page import home_page
from articles.record.changes import current_version
from articles.record.page_format import page_format
from articles.record.stored_html import compressed, render_whole_page

if TYPE_CHECKING:
    from articles.pages.home_page import HomePage

logger = logging.getLogger(__name__)

_ONLY = 1
_READ = ReadByKey(FrontPage.objects.values_list("version", "format", "stories", "page"))


def front_page() -> str | bytes:
    """The whole page: bytes as it is stored, or HTML rendered for the request if the record changed since."""
    return _stored() or _rendered(home_page())


def store_front_page() -> bool:
    """Render and store the page, unless the stored one is that of this record and software. Whether it was rendered."""
    state = {"version": current_version(), "format": page_format()}
    if FrontPage.objects.filter(pk=_ONLY, **state).exists():
        return False
    try:
        page = home_page()
        stored = compressed(_rendered(page))
    except Exception:
        logger.exception("The front page could not be rendered")
        return False  # it is rendered for each request: publishing must not stop
    FrontPage.objects.update_or_create(pk=_ONLY, defaults=state | {"stories": sorted(page.shown), "page": stored})
    return True


def _stored() -> bytes | None:
    """A page that shows a story that was withdrawn since is not used."""
    for version, made_by, shown, page in _READ([_ONLY]):
        stories = set(json.loads(shown))
        if version == current_version() and made_by == page_format() and public_ids(stories) == stories:
            return bytes(page)
    return None


def _rendered(page: HomePage) -> str:
    alternates = HTML_PAGE.links(reverse("articles:story-list"), [])
    return render_whole_page("pages/home.html", {"page": page, "alternates": alternates})
