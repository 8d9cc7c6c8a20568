"""What is printed right before a place in a text, without searching all of the text before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

# More characters than any words that decide what a name is, with the space after them.
MAX_WORDS_LENGTH = 80


def search_before(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """The match of a pattern that ends with `$` right before `end`.

    Searching `text[:end]` for each name of a long paragraph would cost the square of its length.
    """
    return pattern.search(text, max(0, end - MAX_WORDS_LENGTH), end)
