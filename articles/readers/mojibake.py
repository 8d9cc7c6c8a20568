"""Signs that text was decoded wrongly before it came here ("It\u00e2\u20ac\u2122s"). It is flagged and never changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ftfy.badness import BADNESS_RE

from articles.readers.charsets import REPLACED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.readers.story import Story

_REPLACEMENT = "\ufffd"
_MAX_TEXT_LENGTH = 200_000
_MAX_SHOWN_LENGTH = 40
_REST_OF_WORD = re.compile(r"\S{0,20}")
_WORD_BEFORE = re.compile(r"\S{0,20}\Z")


def mojibake_problems(story: Story) -> list[str]:
    """A sentence each for wrongly decoded characters and for replacement characters, with an example."""
    problems = []
    text = "\n".join(_texts(story))[:_MAX_TEXT_LENGTH]
    if match := BADNESS_RE.search(text):
        problems.append(
            f"Some characters look wrongly decoded, as in \u201c{_example(text, match.start(), match.end())}\u201d. "
            "The text is kept as it came: compare it with the original."
        )
    if REPLACED not in story.problems and (at := text.find(_REPLACEMENT)) >= 0:
        problems.append(
            f"Some characters were already lost at the source, as in \u201c{_example(text, at, at + 1)}\u201d."
        )
    return problems


def _texts(story: Story) -> Iterable[str]:
    yield from (story.headline, story.description, story.byline, story.image.caption)
    yield from (block.text for block in story.body)


def _example(text: str, start: int, end: int) -> str:
    """The word around this place."""
    before, after = _WORD_BEFORE.search(text[:start]), _REST_OF_WORD.match(text, end)
    word = (before[0] if before else "") + text[start:end] + (after[0] if after else "")
    return " ".join(word.split())[:_MAX_SHOWN_LENGTH]
