"""The spans of a text that are in quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.extraction.passages import Passage

# Each pair ends with its closing mark, or runs to the end of the paragraph and continues in the next one.
# A single mark opens only after a space and before a word that is not cut short ("'em", "'90s"); where it closes is
# for `_end_of_single` to say, because it is an apostrophe too.
_PAIRS = re.compile(
    r"“(?P<curly>[^“”]+)(?P<curly_end>”|$)"
    r'|"(?P<straight>[^"]+)(?P<straight_end>"|$)'
    r"|(?<!\w)»(?P<inward>\w[^«»]+)(?P<inward_end>«|$)"
    r"|«\s?(?P<guillemets>[^«»]+?)\s?(?P<guillemets_end>»|$)"
    r"|„(?P<low>[^„“”]+)(?P<low_end>[“”]|$)"
    r"|(?<!\w)(?:''|``)(?P<doubled>.+?)(?P<doubled_end>''|$)"
    r"|(?<![\w’'.,)])(?P<single>[‘'])(?=[\w\[(“\"…])(?!(?:tis|twas|em|til|cause|n|bout|round|\d0s)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words between marks, without the marks.

    `continues` marks a span that continues the paragraph before, `goes_on` one that the next paragraph continues.
    """

    passage: Passage
    start: int
    end: int
    continues: bool = False
    goes_on: bool = False

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def word_count(self) -> int:
        return len(self.text.split())

    def holds(self, offset: int) -> bool:
        return self.start <= offset < self.end


def find_quoted_spans(passages: Sequence[Passage]) -> list[QuotedSpan]:
    """The quoted spans of a document in order. An unclosed mark counts only if the next paragraph opens with one."""
    found: list[QuotedSpan] = []
    is_open = False
    for number, passage in enumerate(passages):
        following = passages[number + 1].text if number + 1 < len(passages) else ""
        was_open, is_open = is_open, False
        for position, (start, end, is_closed) in enumerate(_between_marks(passage.text)):
            if not is_closed and not following.startswith(passage.text[:start].rstrip()[-1]):
                continue
            is_open = not is_closed
            continues = was_open and position == 0 and start <= len("''")
            found.append(QuotedSpan(passage, start, end, continues, goes_on=is_open))
    return found


def _between_marks(text: str) -> Iterator[tuple[int, int, bool]]:
    position = 0
    while match := _PAIRS.search(text, position):
        kind = match.lastgroup.removesuffix("_end") if match.lastgroup else ""
        if kind == "single":
            start, (end, is_closed) = match.end(), _end_of_single(text, match.end(), "’" if match[0] == "‘" else "'")
            position = end + 1 if is_closed else start
        else:
            (start, end), is_closed = match.span(kind), bool(match[f"{kind}_end"])
            position = match.end()
        yield start, end, is_closed


def _end_of_single(text: str, start: int, closing: str) -> tuple[int, bool]:
    """Where a single mark closes.

    After "s" and before a space it is likelier to be an apostrophe ("the rebels' plan"), so it closes there only if
    nothing surer follows before the next mark opens.
    """
    likely = None
    for match in re.finditer(rf"{closing}(?!\w)", text[start:]):
        end = start + match.start()
        before, after = text[end - 1 : end], text[end + 1 : end + 2]
        if likely is not None and _PAIRS.search(text, likely + 1, end):
            break
        if before in ',.!?…)]”"' or not (before in "sS" and after == " "):
            return end, True
        likely = end if likely is None else likely
    return (likely, True) if likely is not None else (len(text), False)
