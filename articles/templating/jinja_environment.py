"""The Jinja environment of the public pages: the functions and filters that their templates use.

The templates of the admin pages extend those of Django and stay in its language. Jinja compiles a template to Python: a list
of stories takes a sixth of the time.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import capfirst
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateformat import format as format_date
from jinja2 import ChainableUndefined, Environment, StrictUndefined
from markupsafe import Markup

from articles.templating.icons import icon, icon_symbols
from articles.templating.joined_lines import JoinedLines
from articles.templating.json_ld import json_ld
from articles.wording import formats
from newsroom import request_id

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

    from jinja2.runtime import Macro

# Parts of pages that a process caches, about 20 kB each.
_MAX_CACHED_PARTS = 128


class PublicEnvironment(Environment):
    """A name that a template is not given, or an attribute that a value does not have, is an error. What is not known is
    None, and has nothing: its attributes are empty.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        return ChainableUndefined(name=attribute) if obj is None else super().getattr(obj, attribute)


def environment(**options: Any) -> Environment:
    """The environment that Django's engine asks for."""
    created = PublicEnvironment(**{**options, "undefined": StrictUndefined}, extensions=[JoinedLines])
    created.globals |= {
        "url": cache(reverse),
        "static": cache(static),
        "cached": cached,
        "icon": icon,
        "icon_symbols": icon_symbols,
        "json_ld": json_ld,
        "request_id": request_id.current,
    }
    created.filters |= {
        "capfirst": capfirst,
        "count_noun": count_noun,
        "date": date_as,
        "initials": formats.initials,
        "intcomma": intcomma,
        "truncate": formats.truncate,
    }
    return created


@lru_cache(maxsize=_MAX_CACHED_PARTS)
def cached(macro: Macro, *arguments: Hashable) -> Markup:
    """The HTML of a macro for these arguments, the least recently used dropped first."""
    return Markup(macro(*arguments))  # noqa: S704  # what a macro makes is escaped


def count_noun(number: int, words: str) -> str:
    """For example "1 story", "2,304 stories": `words` is "story,stories"."""
    one, many = words.split(",")
    return f"{number:,} {one if number == 1 else many}"


def intcomma(number: int) -> str:
    return f"{number:,}"


def date_as(moment: date | None, pattern: str) -> str:
    """A date in one of Django's formats, empty for none."""
    return format_date(moment, pattern) if moment else ""
