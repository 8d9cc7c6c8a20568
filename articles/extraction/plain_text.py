"""Plain text as a document, with the offset of each block in the original text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from articles.extraction.findings import Document
from articles.text import is_hard_wrapped
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_LINE = re.compile(r"[^\n\r]+|(?<=\n)(?=\r?\n)")
_BREAKS = str.maketrans("\n\r\t\v\f\u0085\u2028\u2029", " " * 8)


@dataclass(frozen=True, slots=True)
class PlainText:
    """`starts[block]` is the offset of a block in the text, in code points: block offset + start = text offset."""

    document: Document
    starts: tuple[int, ...]


def read_plain_text(text: str, day: date | None = None) -> PlainText:
    """The paragraphs of `text` as blocks. No character is added or removed, so offsets stay valid."""
    plain = "".join(_visible(character) for character in text)
    spans = list(_paragraphs(plain))
    blocks = tuple((BlockRole.PARAGRAPH, plain[start:end].translate(_BREAKS)) for start, end in spans)
    return PlainText(Document(blocks, date=day), tuple(start for start, _ in spans))


def _visible(character: str) -> str:
    """Controls and halves of surrogate pairs, which no parser takes, as one other character."""
    if character in "\n\r\t" or unicodedata.category(character) not in ("Cc", "Cs"):
        return character
    return " " if unicodedata.category(character) == "Cc" else "\N{REPLACEMENT CHARACTER}"


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """What blank lines part, and single lines where a paragraph was not hard-wrapped."""
    for _, group in groupby(_LINE.finditer(text), key=lambda line: not line[0].strip()):
        lines = [line for line in group if line[0].strip()]
        if lines and is_hard_wrapped([line[0].strip() for line in lines]):
            yield lines[0].start(), lines[-1].end()
        else:
            yield from (line.span() for line in lines)
