"""Words for readers that templates ask for: see articles.wording.formats, which decides them."""

from __future__ import annotations

from django import template

from articles.wording import formats

register = template.Library()

register.filter("initials", formats.initials)
register.filter("truncate", formats.truncate)


@register.filter
def count_noun(number: int, words: str) -> str:
    """For example "1 story", "2,304 stories": `words` is "story,stories"."""
    one, many = words.split(",")
    return f"{number:,} {one if number == 1 else many}"
