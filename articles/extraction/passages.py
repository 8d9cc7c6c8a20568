"""A document as extraction reads it: one passage for the headline, the standfirst and each block, parsed where we
can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from articles.extraction import sentences
from articles.extraction.language_model import annotate, language_model
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, BlockRole

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

    from articles.extraction.findings import Document
    from articles.extraction.sentences import Span

_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
MIN_CAPITALS_SHARE = 0.7
# "(Reporting by Jens Brandt; Editing by Maria Zarnik)": capitals, and no title.
_CREDITS = re.compile(r"^\W*+(?:By|(?:Additional\s)?(?:[Rr]eporting|[Ww]riting|[Ee]diting)(?:\s(?:and|&)\s\w+)?\sby)\s")


@dataclass(frozen=True)
class Passage:
    """Asked once for each name in it, so what takes the whole text is computed once (`cached_property`).

    `doc` is None where the language is not one that the model reads.
    """

    block: int
    role: BlockRole
    text: str
    sentences: tuple[Span, ...]
    doc: Doc | None = None

    @cached_property
    def is_running_text(self) -> bool:
        """Whether capitals distinguish names here: not in lines set In Title Case Or ALL CAPITALS."""
        return not (self.is_all_capitals or self.is_title_case)

    @cached_property
    def is_all_capitals(self) -> bool:
        words = _WORD.findall(self.text)
        return len(words) > 1 and sum(word.isupper() for word in words) >= MIN_CAPITALS_SHARE * len(words)

    @cached_property
    def is_title_case(self) -> bool:
        if len(self.sentences) > 1 or self.text.endswith("."):
            return False
        words = _LONG_WORD.findall(self.text)
        return (
            not _CREDITS.match(self.text)
            and len(words) > 3
            and sum(word[0].isupper() for word in words) >= MIN_CAPITALS_SHARE * len(words)
        )

    def tokens(self, start: int, end: int) -> TokenSpan | None:
        """The parsed tokens that the characters start:end touch."""
        return self.doc.char_span(start, end, alignment_mode="expand") if self.doc is not None else None

    def sentence_at(self, offset: int) -> Span:
        return sentences.sentence_containing(self.sentences, offset)


def read_passages(document: Document, *, parse: bool) -> tuple[Passage, ...]:
    """The passages in reading order: headline, standfirst, body. `parse` runs the language model over them."""
    outside = [
        (HEADLINE_BLOCK, BlockRole.HEADING, document.headline),
        (DESCRIPTION_BLOCK, BlockRole.PARAGRAPH, document.description),
    ]
    body = [(number, role, text) for number, (role, text) in enumerate(document.blocks)]
    found = [entry for entry in outside if entry[2].strip()] + body
    split = [sentences.split_sentences(text) for _, _, text in found]
    docs = _parse([text for _, _, text in found], split) if parse else [None] * len(found)
    return tuple(
        Passage(number, role, text, spans, doc)
        for (number, role, text), spans, doc in zip(found, split, docs, strict=True)
    )


def _parse(texts: list[str], split: list[tuple[Span, ...]]) -> list[Doc]:
    model = language_model()
    docs: list[Doc] = []
    for text, spans in zip(texts, split, strict=True):
        doc = model.make_doc(text)
        starts = {start for start, _ in spans}
        for token in doc:
            token.is_sent_start = token.idx in starts
        docs.append(doc)
    return annotate(docs)


def is_sentence_start(token: Token) -> bool:
    """Whether a capital says nothing here: first in its sentence, or right after an opening mark."""
    if token.i == 0 or token.is_sent_start:
        return True
    before = token.nbor(-1)
    return before.is_quote or (before.text in {":", "—", "-", "•", "("} and before.is_sent_start is True)
