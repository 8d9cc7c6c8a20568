"""Pages that a site sends in place of a story: for missing pages, consent, subscriptions, logins, scripts, robots.

Such a page answers with HTTP 200, so that only what it says shows what it is. Nothing is refused: the editor sees a
sentence. The words are data (data/page_kinds.toml).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEPARATORS = re.compile(r"\s[|\u2022\u00b7\u2013\u2014\u00bb-]\s")
_EDGES = " .!\u2026?\u00a1\u00bf-"
# Pages of all these kinds are short; what comes later is the menu and the foot.
MAX_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page by what it says; see the head of the data file. The longest phrases come first."""

    name: str
    sentence: str
    max_story: int
    min_phrases: int
    headings: frozenset[str]
    phrases: tuple[str, ...]

    def matches(self, headings: frozenset[str], text: str, story_length: int) -> bool:
        if story_length > self.max_story:
            return False
        return not self.headings.isdisjoint(headings) or self._count_phrases(text) >= self.min_phrases

    def _count_phrases(self, text: str) -> int:
        """How many phrases the text has; one inside a longer one does not count."""
        count = 0
        for phrase in self.phrases:
            if phrase in text:
                count += 1
                text = text.replace(phrase, " ")
        return count


@lru_cache(maxsize=1)
def page_kinds() -> tuple[PageKind, ...]:
    tables = tomllib.loads((files("articles.readers") / "data" / "page_kinds.toml").read_text("utf-8"))
    return tuple(
        PageKind(
            name,
            table["sentence"],
            table["max_story"],
            table["min_phrases"],
            frozenset(_plain(heading) for heading in table["headings"]),
            tuple(sorted(map(_lower, table["phrases"]), key=lambda phrase: -len(phrase))),
        )
        for name, table in tables.items()
    )


def page_problem(headings: Iterable[str], text: str, story: Iterable[str]) -> str:
    """What kind of page this is instead of a story, as a sentence; empty for a story.

    `headings` are its title and main heading, `text` all that it says, `story` the paragraphs that were read as a story.
    """
    parts = frozenset(part for heading in headings for part in _parts(heading))
    said = _lower(text[:MAX_LENGTH])
    length = sum(map(len, story))
    return next((kind.sentence for kind in page_kinds() if kind.matches(parts, said, length)), "")


def page_problems_among(problems: Iterable[str]) -> list[str]:
    """Those of a story's problems that say that it is another kind of page."""
    sentences = {kind.sentence for kind in page_kinds()}
    return [problem for problem in problems if problem in sentences]


def _parts(heading: str) -> set[str]:
    """A heading and its parts: "Page not found | Sample Desk" has three."""
    return {part for part in map(_plain, [heading, *_SEPARATORS.split(heading)]) if part}


def _plain(heading: str) -> str:
    return _lower(heading).strip(_EDGES)


def _lower(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").casefold().split())
