"""Tags with thousands of attributes: every parser compares each attribute with all others, which takes minutes."""

from __future__ import annotations

import re

from articles.readers.story import UnreadableError

# Real pages have some dozens. Reading a tag with this many takes less than a second.
_MAX_ATTRIBUTES = 5000
# Shorter tags cannot have as many.
_MIN_LENGTH = 2 * _MAX_ATTRIBUTES
_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
# A tag up to its end; before it, what contains no tags, whatever it looks like: scripts, style sheets and comments.
_TAG = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)|\Z)|<!--.*?(?:-->|\Z)|"
    rf"(?P<tag><[a-zA-Z](?:[^<>\"']++|{_QUOTED})*+)",
    re.IGNORECASE | re.DOTALL,
)
_VALUE = re.compile(_QUOTED)


def refuse_many_attributes(markup: str) -> None:
    """Raise UnreadableError if a tag has so many attributes that parsing it would take too long."""
    if len(markup) < _MIN_LENGTH:
        return
    for match in _TAG.finditer(markup):
        tag = match["tag"]
        if tag and len(tag) > _MIN_LENGTH and (count := len(_VALUE.sub(" ", tag).split()) - 1) > _MAX_ATTRIBUTES:
            raise UnreadableError(
                f"A tag in it has {count:,} attributes, and up to {_MAX_ATTRIBUTES:,} can be read. "
                "Paste the text of the story instead."
            )
