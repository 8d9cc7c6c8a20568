"""Split documents into segments that the rules can process, and restore the offsets of findings.

The rules compare words with the words around them, so their cost grows faster than the text they are given at a time.
What no news story has (paragraphs of a hundred pages, thousands of quotation marks in a row) would keep them busy for
hours. Cutting such texts first bounds the cost of every rule, whatever it does. An ordinary story is never cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from articles.extraction import sentences
from articles.extraction.findings import (
    FigureFinding,
    Findings,
    MentionFinding,
    PledgeFinding,
    QuotationFinding,
    RoleFinding,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.extraction.findings import Document

# A book; the longest reports of the corpus have a tenth of it. Looking through as many words takes 15 s of CPU.
MAX_WORDS = 50_000
# For scripts that set no spaces between words.
MAX_CHARACTERS = 400_000
# The longest paragraphs of printed news have 3,000 characters, a story pasted as one line 10,000.
MAX_BLOCK = 10_000
MAX_HEADLINE = 1_000
# No text of any language: a hundred single letters with signs between them, fifty signs in a row, and a word of three
# hundred letters.
_NOT_TEXT = re.compile(r"(?<!\w)(?:\w?+\W{1,3}+){100,}+|\W{50,}+|\w{300,}+")

MIN_SIGNS = 10
_ENDLESS_SENTENCE = (
    f"Sentences of more than {sentences.MAX_SENTENCE:,} characters were looked through in parts: quotations and pledges that "
    "reach over two parts may be missing."
)
_REPEATED_SIGNS = "Passages of repeated signs or endless words were not looked through."

Finding = TypeVar("Finding", MentionFinding, QuotationFinding, PledgeFinding, RoleFinding, FigureFinding)


@dataclass(frozen=True, slots=True)
class Segments:
    """`document` holds the pieces as its blocks; `origins` says of each which block it is of, and where it begins there.

    `problems` are sentences for the editor about text that was omitted.
    """

    document: Document
    origins: tuple[tuple[int, int], ...] | None
    problems: tuple[str, ...] = ()

    def restore_offsets(self, found: Findings, document: Document) -> Findings:
        """The findings with the blocks and offsets of `document`, which the segments were cut from."""
        if self.origins is None:
            return replace(found, problems=(*found.problems, *self.problems))
        return replace(
            found,
            mentions=self._moved(found.mentions),
            quotations=self._moved(found.quotations),
            pledges=self._moved(found.pledges),
            roles=self._moved(found.roles),
            figures=self._moved(found.figures),
            sentences=tuple(sentences.split_sentences(text) for _, text in document.blocks),
            problems=(*found.problems, *self.problems),
        )

    def _moved(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(self._in_place(finding) for finding in findings)

    def _in_place(self, finding: Finding) -> Finding:
        if finding.block < 0 or self.origins is None:
            return finding
        block, start = self.origins[finding.block]
        return replace(finding, block=block, start=finding.start + start, end=finding.end + start)


def cut_document(document: Document) -> Segments:
    """The document in pieces that can be looked through; the document itself where it is like any other."""
    if _is_ordinary(document):
        return Segments(document, None, _sentence_notices(document))
    problems: tuple[str, ...] = ()
    blocks, origins = [], []
    left_words, left_characters, is_cut_off, has_no_text = MAX_WORDS, MAX_CHARACTERS, False, False
    for number, (role, text) in enumerate(document.blocks):
        has_no_text = has_no_text or any(_has_signs(gap[0]) for gap in _NOT_TEXT.finditer(text))
        for start, end in _split_block(text):
            words = len(text[start:end].split())
            is_cut_off = is_cut_off or words > left_words or end - start > left_characters
            if is_cut_off:
                break
            left_words, left_characters = left_words - words, left_characters - (end - start)
            blocks.append((role, text[start:end]))
            origins.append((number, start))
    if is_cut_off:
        problems += (_truncation_notice(document),)
    if has_no_text:
        problems += (_REPEATED_SIGNS,)
    pieces_only = replace(
        document,
        blocks=tuple(blocks),
        headline=_leading_text(document.headline, MAX_HEADLINE),
        description=_leading_text(document.description, MAX_BLOCK),
    )
    return Segments(pieces_only, tuple(origins), (*problems, *_sentence_notices(pieces_only)))


def _is_ordinary(document: Document) -> bool:
    texts = [text for _, text in document.blocks]
    return (
        len(document.headline) <= MAX_HEADLINE
        and all(len(text) <= MAX_BLOCK for text in (document.description, *texts))
        and sum(map(len, texts)) <= MAX_CHARACTERS
        and sum(len(text.split()) for text in texts) <= MAX_WORDS
        and not any(_NOT_TEXT.search(text) for text in (document.headline, document.description, *texts))
    )


def _sentence_notices(document: Document) -> tuple[str, ...]:
    if not any(sentences.has_overlong_sentence(text) for _, text in document.blocks):
        return ()
    return (_ENDLESS_SENTENCE,)


def _truncation_notice(document: Document) -> str:
    count = sum(len(text.split()) for _, text in document.blocks)
    if count > MAX_WORDS:
        return (
            f"The text has {count:,} words. Names, quotations and pledges were extracted from the first {MAX_WORDS:,}; "
            "the rest is kept and can be read."
        )
    return (
        f"The text is very long. Names, quotations and pledges were extracted from its first {MAX_CHARACTERS:,} characters; "
        "the rest is kept and can be read."
    )


def _split_block(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a block that are text, none longer than MAX_BLOCK."""
    position = 0
    for gap in _NOT_TEXT.finditer(text):
        yield from _split_long(text, position, gap.start())
        position = gap.end()
    yield from _split_long(text, position, len(text))


def _split_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= MAX_BLOCK:
        if text[start:end].strip():
            yield start, end
        return
    begin = last = 0
    inside = text[start:end]
    for sentence_start, sentence_end in sentences.split_sentences(inside):
        if sentence_end - begin > MAX_BLOCK:
            yield start + begin, start + last
            begin = sentence_start
        last = sentence_end
    if inside[begin:last].strip():
        yield start + begin, start + last


def _has_signs(gap: str) -> bool:
    """Whether anything but space is passed over; the full stop before it hardly counts."""
    return len("".join(gap.split())) >= MIN_SIGNS


def _leading_text(text: str, most: int) -> str:
    """The text before the first passage that is no text, at most `most` characters."""
    gap = _NOT_TEXT.search(text)
    return text[: min(most, gap.start() if gap else most)]
