"""What the robots.txt of a site asks programs not to fetch (RFC 9309). Asked for pages that no editor chose: those that a
feed leads to.
"""

from __future__ import annotations

import time
from urllib.parse import urljoin

from django.conf import settings
from protego import Protego

from articles.readers.fetch import USER_AGENT, FetchError, Limits, RetryLaterError, StatusError, fetch
from articles.readers.story import UnreadableError

_LIMITS = Limits(total=15.0, size=512 * 1024)
# RFC 9309 allows to keep the file for a day; an hour lets a site change its mind.
_KEEP_SECONDS = 3600.0
_MAX_SITES = 500
# HTTP statuses after which the site is taken to have no such file.
_MISSING = range(400, 500)
_PRODUCT = USER_AGENT.partition("/")[0]

# By address of the file: the time (monotonic) at which it was read, and its rules; None: nothing may be fetched.
_known: dict[str, tuple[float, Protego | None]] = {}


def allows(url: str) -> bool | None:
    """Whether the site lets programs fetch this address; None if its robots.txt could not be read."""
    rules = _rules_at(urljoin(url, "/robots.txt"))
    return None if rules is None else rules.can_fetch(url, _PRODUCT)


def require_allowed(url: str) -> None:
    """Raises UnreadableError, with a sentence for the editor, if the site asks not to fetch this address."""
    allowed = allows(url)
    if allowed is None:
        raise UnreadableError(
            "The robots.txt of the site could not be read, so the page was not fetched. Try again fetches it later."
        )
    if not allowed:
        raise UnreadableError(
            "The site asks programs in its robots.txt not to fetch this page. "
            "The text of the feed can be used, or the page can be imported by its address."
        )


def _rules_at(address: str) -> Protego | None:
    now = time.monotonic()
    read_at, rules = _known.get(address, (float("-inf"), None))
    if now - read_at < _KEEP_SECONDS:
        return rules
    rules = _read(address)
    if len(_known) >= _MAX_SITES:
        _known.clear()
    if rules is not None:
        _known[address] = now, rules
    return rules


def _read(address: str) -> Protego | None:
    """Without such a file everything may be fetched; while the site fails, nothing (RFC 9309, 2.3.1)."""
    try:
        page = fetch(address, allow=settings.FETCH_ALLOW, limits=_LIMITS, headers={"Accept": "text/plain,*/*;q=0.5"})
    except RetryLaterError:
        raise
    except StatusError as error:
        return Protego.parse("") if error.status in _MISSING else None
    except FetchError:
        return None
    return Protego.parse(page.content.decode("utf-8", "replace"))
