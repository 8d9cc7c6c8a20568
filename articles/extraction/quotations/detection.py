"""Quotations: what somebody is reported to have said in so many words, and who."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction.findings import QuotationFinding
from articles.extraction.quotations import marks
from articles.extraction.quotations.speakers import Attribution, Speakers
from articles.text import fold
from articles.vocabulary import HEADLINE_BLOCK, BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from articles.extraction.findings import MentionFinding, RoleFinding
    from articles.extraction.passages import Passage
    from articles.extraction.quotations.marks import Stretch

# Shorter stretches are words held at arm's length ("role 2"), not speech.
_FEWEST_WORDS = 3
# Without any speaker only a whole sentence of some length is speech.
_WHOLE_SENTENCE_WORDS = 6
_REPEAT_LENGTH = 15
_SENTENCE_END = re.compile(r"[.!?,…]['’]?$")
_UNKNOWN = Attribution("", "", "", "", inferred=False, rule="no speaker printed", confidence=0.3)


def find(
    passages: Sequence[Passage], mentions: Sequence[MentionFinding], roles: Sequence[RoleFinding]
) -> tuple[QuotationFinding, ...]:
    running = [
        p for p in passages if p.block != HEADLINE_BLOCK and p.role != BlockRole.PULL_QUOTE and p.doc is not None
    ]
    stretches = marks.stretches(running)
    speakers = Speakers(running, mentions, roles, stretches)
    found: list[QuotationFinding] = []
    last: tuple[Stretch, Attribution] | None = None
    for stretch in stretches:
        if stretch.word_count < _FEWEST_WORDS:
            continue
        attribution = _attribute(stretch, speakers, last)
        if attribution is not None:
            found.append(_quotation(stretch, attribution))
            last = (stretch, attribution)
    return _without_repeats(found)


def _attribute(stretch: Stretch, speakers: Speakers, last: tuple[Stretch, Attribution] | None) -> Attribution | None:
    """The speaker, `_UNKNOWN` for speech without one, None for what is not speech."""
    if stretch.continues and last is not None:
        return _continued(last[1], "goes on from the paragraph before")
    attribution = speakers.of(stretch)
    if attribution is not None:
        return attribution
    if _is_title(stretch.text):
        return None
    if (
        last is not None
        and last[0].passage.block == stretch.passage.block
        and last[1].text
        and _is_sentence(stretch.text, _FEWEST_WORDS)
    ):
        return _continued(last[1], "same paragraph")
    if _is_sentence(stretch.text, _WHOLE_SENTENCE_WORDS):
        return speakers.before(stretch) or _UNKNOWN
    return None


def _continued(attribution: Attribution, rule: str) -> Attribution:
    confidence = min(attribution.confidence, 0.7)
    return Attribution(attribution.text, attribution.name, "", attribution.role, attribution.inferred, rule, confidence)


def _is_sentence(text: str, fewest: int) -> bool:
    words = text.split()
    return len(words) >= fewest and text[0].isupper() and bool(_SENTENCE_END.search(text))


def _is_title(text: str) -> bool:
    """Whether this is the name of a book, a law or an operation: all its longer words begin with capitals."""
    long_words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > _FEWEST_WORDS]
    return bool(long_words) and all(word[0].isupper() for word in long_words)


def _quotation(stretch: Stretch, attribution: Attribution) -> QuotationFinding:
    return QuotationFinding(
        block=stretch.passage.block,
        start=stretch.start,
        end=stretch.end,
        text=stretch.text,
        speaker_text=attribution.text,
        speaker=attribution.name,
        cue=attribution.cue,
        role=attribution.role,
        inferred=attribution.inferred,
        rule=attribution.rule,
        confidence=attribution.confidence,
    )


def _without_repeats(found: Iterable[QuotationFinding]) -> tuple[QuotationFinding, ...]:
    """A pull quote or a standfirst repeats speech: of two that say the same, the one with the surer speaker stays."""
    kept: list[QuotationFinding] = []
    for quotation in found:
        key = fold(quotation.text)
        twin = next((other for other in kept if _says_the_same(key, fold(other.text))), None)
        if twin is None:
            kept.append(quotation)
        elif quotation.confidence > twin.confidence:
            kept.remove(twin)
            kept.append(quotation)
    return tuple(kept)


def _says_the_same(key: str, other: str) -> bool:
    shorter, longer = sorted((key, other), key=len)
    return shorter == longer or (len(shorter) >= _REPEAT_LENGTH and shorter in longer)
