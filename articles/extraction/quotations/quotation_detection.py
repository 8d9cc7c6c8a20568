"""Quotations: what somebody is reported to have said in so many words, and who."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.findings import QuotationFinding
from articles.extraction.quotations import quotation_marks
from articles.extraction.quotations.speaker_attribution import Attribution, SpeakerAttributor
from articles.text import fold
from articles.vocabulary import HEADLINE_BLOCK, BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from articles.extraction.findings import MentionFinding, RoleFinding
    from articles.extraction.passages import Passage
    from articles.extraction.quotations.quotation_marks import QuotedSpan

# Shorter spans are mostly scare quotes ("role 2"), not speech.
MIN_WORDS = 3
# Without any speaker only a whole sentence of some length is speech.
MIN_SENTENCE_WORDS = 6
MIN_REPEAT = 25
# Words of titles that are not capitalised, and what the apostrophe cuts off.
_TITLE_SMALL_WORDS = lexicon.words("quotations", "title_small_words")
_SENTENCE_END = re.compile(r"[.!?,…]['’]?$")
# Printed right before a title in quotation marks: "the film", "a robot named", "also known as", "the so-called".
_TITLE_BEFORE = re.compile(
    rf"\b(?:{lexicon.alternatives('quotations', 'title_cues')}|(?:{lexicon.alternatives('quotations', 'works')}))"
    r",?\s[“\"«„‘']{1,2}$"
)
_CONTINUED_RULE = "goes on from the paragraph before"
_UNKNOWN = Attribution("", "", "", "", inferred=False, rule="no speaker printed", confidence=0.3)


def find_quotations(
    passages: Sequence[Passage], mentions: Sequence[MentionFinding], roles: Sequence[RoleFinding]
) -> tuple[QuotationFinding, ...]:
    running = [
        p for p in passages if p.block != HEADLINE_BLOCK and p.role != BlockRole.PULL_QUOTE and p.doc is not None
    ]
    quotes = quotation_marks.find_quoted_spans(running)
    speakers = SpeakerAttributor(running, mentions, roles, quotes)
    found: list[QuotationFinding] = []
    last: tuple[QuotedSpan, Attribution] | None = None
    for quote in quotes:
        if quote.word_count < MIN_WORDS:
            attribution = speakers.attribute(quote, last[1].name if last else "") if _is_exclamation(quote) else None
        else:
            attribution = _attribute(quote, speakers, last)
        if attribution is not None:
            if quote.continues and attribution.text:
                _name_speaker(found, attribution)
            found.append(_quotation(quote, attribution))
            last = (quote, attribution)
    return _without_repeats(found)


def _attribute(
    quote: QuotedSpan, speakers: SpeakerAttributor, last: tuple[QuotedSpan, Attribution] | None
) -> Attribution | None:
    """The speaker, `_UNKNOWN` for speech without one, None for what is not speech."""
    if quote.continues and last is not None:
        attributed = speakers.attribute(quote, last[1].name) if not last[1].text else None
        return attributed or _continued(last[1], _CONTINUED_RULE)
    if _is_title(quote):
        return None
    last_speaker = last[1].name if last is not None else ""
    attribution = speakers.attribute(quote, last_speaker)
    if attribution is not None:
        return attribution
    continued = _same_speaker(quote, speakers, last)
    if _is_sentence(quote.text, MIN_WORDS):
        follows = last is not None and last[0].passage.block == quote.passage.block
        attributed = None if continued and not follows else speakers.attribute_to_previous_sentence(quote, last_speaker)
        if attributed is not None and not (continued and continued.name == attributed.name):
            return attributed
        is_speech = quote.goes_on or _is_sentence(quote.text, MIN_SENTENCE_WORDS)
        return continued or (_UNKNOWN if is_speech else None)
    return continued or speakers.attribute_to_subject(quote, last_speaker)


def _same_speaker(
    quote: QuotedSpan, speakers: SpeakerAttributor, last: tuple[QuotedSpan, Attribution] | None
) -> Attribution | None:
    """The last speaker continues: within the sentence, within the paragraph, or in a paragraph of nothing but
    speech.
    """
    if last is None or not last[1].text:
        return None
    before, attribution = last
    passage = quote.passage
    if before.passage.block != passage.block:
        is_next = before.passage.block == passage.block - 1 and speakers.stands_alone(quote)
        return _continued(attribution, "paragraph before") if is_next and _is_sentence(quote.text, MIN_WORDS) else None
    if passage.sentence_at(before.end) == passage.sentence_at(quote.start):
        return _continued(attribution, "same sentence")
    opens = quote.text[0].isupper() and quote.word_count > MIN_WORDS and _opens_sentence(quote)
    return _continued(attribution, "same paragraph") if opens or _is_sentence(quote.text, MIN_WORDS) else None


def _opens_sentence(quote: QuotedSpan) -> bool:
    start, _ = quote.passage.sentence_at(quote.start)
    return not any(character.isalnum() for character in quote.passage.text[start : quote.start])


def _name_speaker(found: list[QuotationFinding], attribution: Attribution) -> None:
    """Speech over several paragraphs is often signed in the last of them: the speaker of the earlier ones is the
    same.
    """
    for number in range(len(found) - 1, -1, -1):
        if found[number].speaker_text:
            return
        attributed = _continued(attribution, "signed in a later paragraph")
        is_first = found[number].rule != _CONTINUED_RULE
        found[number] = replace(
            found[number],
            speaker_text=attributed.text,
            speaker=attributed.name,
            role=attributed.role,
            inferred=attributed.inferred,
            rule=attributed.rule,
            confidence=attributed.confidence,
        )
        if is_first:
            return


def _continued(attribution: Attribution, rule: str) -> Attribution:
    confidence = min(attribution.confidence, 0.7)
    return Attribution(attribution.text, attribution.name, "", attribution.role, attribution.inferred, rule, confidence)


def _is_exclamation(quote: QuotedSpan) -> bool:
    """Whether a word or two are speech: they open their sentence and are set off from it, as in '"Never," she said'."""
    return _opens_sentence(quote) and quote.text.endswith((",", "!", "?")) and not _is_title(quote)


def _is_sentence(text: str, fewest: int) -> bool:
    words = text.split()
    return len(words) >= fewest and text[0].isupper() and bool(_SENTENCE_END.search(text))


def _is_title(quote: QuotedSpan) -> bool:
    """Whether this is the name of a book, a law or an operation: named as such, or set with capitals throughout."""
    if _TITLE_BEFORE.search(quote.passage.text, 0, quote.start):
        return True
    words = [word for word in re.findall(r"[^\W\d_]+", quote.text) if word.casefold() not in _TITLE_SMALL_WORDS]
    return len(words) > 1 and all(word[0].isupper() for word in words) and not quote.text.endswith(("!", "?"))


def _quotation(quote: QuotedSpan, attribution: Attribution) -> QuotationFinding:
    return QuotationFinding(
        block=quote.passage.block,
        start=quote.start,
        end=quote.end,
        text=quote.text,
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
    kept: dict[str, QuotationFinding] = {}
    for quotation in found:
        key = fold(quotation.text)
        twin = next((other for other in kept if _is_repeat(key, quotation, other, kept[other])), None)
        if twin is None:
            kept[key] = quotation
        elif quotation.confidence > kept[twin].confidence:
            del kept[twin]
            kept[key] = quotation
    return tuple(kept.values())


def _is_repeat(key: str, quotation: QuotationFinding, other_key: str, other: QuotationFinding) -> bool:
    """The same words, or a part of them without a separate verb of saying."""
    if key == other_key:
        return True
    (part, shorter), (whole, _) = sorted(((key, quotation), (other_key, other)), key=lambda pair: len(pair[0]))
    return not shorter.cue and len(part) >= MIN_REPEAT and part in whole
