"""The format of stored pages: a page that other code or templates rendered is not used."""

from __future__ import annotations

import hashlib
import logging
from functools import cache

from articles.pages.software import software_hash
from articles.record.stored_html import render_whole_page

logger = logging.getLogger(__name__)

# What decides how a stored page looks: the packages that render it, and all templates.
_PACKAGES = ("pages", "wording", "drawing", "geography", "templating", "record")


@cache
def page_format() -> str:
    """A hash of the code and the templates that render stored pages, and of what every page has: the name of the site and
    the addresses of its style sheets. 16 hexadecimal digits.
    """
    return hashlib.blake2b(f"{software_hash(_PACKAGES, ['.'])} {_shell()}".encode(), digest_size=8).hexdigest()


def can_render() -> bool:
    """Whether the static files are collected, without which no page can be rendered. The rest of the record needs none."""
    return bool(_shell())


@cache
def _shell() -> str:
    """What every page has; empty if it cannot be rendered."""
    try:
        return render_whole_page("base.html", {})
    except ValueError as error:
        logger.warning("Pages cannot be rendered ahead of their readers: %s", error)
        return ""
