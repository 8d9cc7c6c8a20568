"""Quotations: what somebody is reported to have said in so many words, and who."""

from __future__ import annotations

import re
from dataclasses import replace
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

# Shorter stretches are mostly words held at arm's length ("role 2"), not speech.
_FEWEST_WORDS = 3
# Without any speaker only a whole sentence of some length is speech.
_WHOLE_SENTENCE_WORDS = 6
_REPEAT_LENGTH = 25
# Words of titles that are not capitalised, and what the apostrophe cuts off.
_SMALL_WORDS = frozenset("a an and as at by for from in into nor of on or over s t the to up v vs with".split())
_SENTENCE_END = re.compile(r"[.!?,…]['’]?$")
# What stands right before a name in marks, never capitalised itself: "the film", "a robot named", "also known as", "the so-called".
_NAMED_SO = re.compile(
    r"\b(?:named|titled|entitled|subtitled|codenamed|code-named|nicknamed|known as|so-called|the terms?|the hashtags?"
    r"|(?:film|movie|book|novel|song|album|single|series|documentary|show|play|operation|programme?|magazine|column))"
    r",?\s[“\"«„‘']{1,2}$"
)
_GOES_ON = "goes on from the paragraph before"
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
            attribution = speakers.of(stretch, last[1].name if last else "") if _is_exclamation(stretch) else None
        else:
            attribution = _attribute(stretch, speakers, last)
        if attribution is not None:
            if stretch.continues and attribution.text:
                _name_speaker(found, attribution)
            found.append(_quotation(stretch, attribution))
            last = (stretch, attribution)
    return _without_repeats(found)


def _attribute(stretch: Stretch, speakers: Speakers, last: tuple[Stretch, Attribution] | None) -> Attribution | None:
    """The speaker, `_UNKNOWN` for speech without one, None for what is not speech."""
    if stretch.continues and last is not None:
        told = speakers.of(stretch, last[1].name) if not last[1].text else None
        return told or _continued(last[1], _GOES_ON)
    if _is_title(stretch):
        return None
    last_speaker = last[1].name if last is not None else ""
    attribution = speakers.of(stretch, last_speaker)
    if attribution is not None:
        return attribution
    continued = _same_speaker(stretch, speakers, last)
    if _is_sentence(stretch.text, _FEWEST_WORDS):
        follows = last is not None and last[0].passage.block == stretch.passage.block
        told = None if continued and not follows else speakers.before(stretch, last_speaker)
        if told is not None and not (continued and continued.name == told.name):
            return told
        is_speech = stretch.goes_on or _is_sentence(stretch.text, _WHOLE_SENTENCE_WORDS)
        return continued or (_UNKNOWN if is_speech else None)
    return continued or speakers.within(stretch, last_speaker)


def _same_speaker(stretch: Stretch, speakers: Speakers, last: tuple[Stretch, Attribution] | None) -> Attribution | None:
    """Whoever spoke last goes on: within the sentence, within the paragraph, or in a paragraph of nothing but speech."""
    if last is None or not last[1].text:
        return None
    before, attribution = last
    passage = stretch.passage
    if before.passage.block != passage.block:
        is_next = before.passage.block == passage.block - 1 and speakers.stands_alone(stretch)
        return (
            _continued(attribution, "paragraph before")
            if is_next and _is_sentence(stretch.text, _FEWEST_WORDS)
            else None
        )
    if passage.sentence_at(before.end) == passage.sentence_at(stretch.start):
        return _continued(attribution, "same sentence")
    opens = stretch.text[0].isupper() and stretch.word_count > _FEWEST_WORDS and _opens_sentence(stretch)
    return _continued(attribution, "same paragraph") if opens or _is_sentence(stretch.text, _FEWEST_WORDS) else None


def _opens_sentence(stretch: Stretch) -> bool:
    start, _ = stretch.passage.sentence_at(stretch.start)
    return not any(character.isalnum() for character in stretch.passage.text[start : stretch.start])


def _name_speaker(found: list[QuotationFinding], attribution: Attribution) -> None:
    """Speech over several paragraphs is often signed in the last of them: the speaker of the earlier ones is the same."""
    for number in range(len(found) - 1, -1, -1):
        if found[number].speaker_text:
            return
        told = _continued(attribution, "signed in a later paragraph")
        is_first = found[number].rule != _GOES_ON
        found[number] = replace(
            found[number],
            speaker_text=told.text,
            speaker=told.name,
            role=told.role,
            inferred=told.inferred,
            rule=told.rule,
            confidence=told.confidence,
        )
        if is_first:
            return


def _continued(attribution: Attribution, rule: str) -> Attribution:
    confidence = min(attribution.confidence, 0.7)
    return Attribution(attribution.text, attribution.name, "", attribution.role, attribution.inferred, rule, confidence)


def _is_exclamation(stretch: Stretch) -> bool:
    """Whether a word or two are speech: they open their sentence and are set off from it, as in '"Never," she said'."""
    return _opens_sentence(stretch) and stretch.text.endswith((",", "!", "?")) and not _is_title(stretch)


def _is_sentence(text: str, fewest: int) -> bool:
    words = text.split()
    return len(words) >= fewest and text[0].isupper() and bool(_SENTENCE_END.search(text))


def _is_title(stretch: Stretch) -> bool:
    """Whether this is the name of a book, a law or an operation: named as such, or set with capitals throughout."""
    if _NAMED_SO.search(stretch.passage.text, 0, stretch.start):
        return True
    words = [word for word in re.findall(r"[^\W\d_]+", stretch.text) if word.casefold() not in _SMALL_WORDS]
    return len(words) > 1 and all(word[0].isupper() for word in words) and not stretch.text.endswith(("!", "?"))


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
    """The same words, or a part of them without a verb of saying of its own."""
    if key == other_key:
        return True
    (part, shorter), (whole, _) = sorted(((key, quotation), (other_key, other)), key=lambda pair: len(pair[0]))
    return not shorter.cue and len(part) >= _REPEAT_LENGTH and part in whole
