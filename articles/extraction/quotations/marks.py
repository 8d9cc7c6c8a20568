"""What stands between quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.extraction.passages import Passage

# Each pair closes with its own mark, or runs to the end of the paragraph and goes on in the next one.
# A single curly mark opens only after a space and closes only before one: between letters it is an apostrophe.
_PAIRS = re.compile(
    r"“(?P<curly>[^“”]+)(?P<curly_end>”|$)"
    r'|"(?P<straight>[^"]+)(?P<straight_end>"|$)'
    r"|«\s?(?P<guillemets>[^«»]+?)\s?(?P<guillemets_end>»|$)"
    r"|„(?P<low>[^„“”]+)(?P<low_end>[“”]|$)"
    r"|(?<!\w)''(?P<doubled>.+?)(?P<doubled_end>''|$)"
    r"|(?<!\w)‘(?P<single>[^‘]+?)(?P<single_end>’(?!\w)|$)"
)
_OPENING = ("“", '"', "«", "„", "''", "‘")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between marks, without the marks. `continues` marks a stretch that goes on from the paragraph before."""

    passage: Passage
    start: int
    end: int
    continues: bool = False

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def word_count(self) -> int:
        return len(self.text.split())

    def holds(self, offset: int) -> bool:
        return self.start <= offset < self.end


def stretches(passages: Sequence[Passage]) -> list[Stretch]:
    """The quoted stretches of a document in order. A mark that is never closed counts only if the next paragraph opens again."""
    found: list[Stretch] = []
    is_open = False
    for number, passage in enumerate(passages):
        following = passages[number + 1].text if number + 1 < len(passages) else ""
        was_open, is_open = is_open, False
        for position, (start, end, is_closed) in enumerate(_between_marks(passage.text)):
            if not is_closed and not following.startswith(_OPENING):
                continue
            is_open = not is_closed
            found.append(Stretch(passage, start, end, continues=was_open and position == 0 and start <= len("''")))
    return found


def _between_marks(text: str) -> Iterator[tuple[int, int, bool]]:
    for match in _PAIRS.finditer(text):
        kind = match.lastgroup.removesuffix("_end") if match.lastgroup else ""
        start, end = match.span(kind)
        yield start, end, bool(match[f"{kind}_end"])
