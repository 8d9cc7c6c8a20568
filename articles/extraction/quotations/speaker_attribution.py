"""Who says a quotation: by a verb of saying, by "according to", by the words before it, or by the quotation before."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.extraction.language_model import lemma
from articles.extraction.quotations import cues
from articles.extraction.quotations.coreference import CoreferenceResolver, Referent
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import MentionFinding, RoleFinding
    from articles.extraction.passages import Passage
    from articles.extraction.quotations.quotation_marks import QuotedSpan

_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<source>[^,.\n“”\"]{3,80})")
_NAME_BEFORE = re.compile(r":\s?[“\"«„‘']*$")
_NAME_AFTER = re.compile(r"[”\"»’']*\s?[–—-]+\s?$")
_BETWEEN_MARK_AND_NAME = re.compile(r"[”\"»’',.\s]{0,6}(?:[A-Z][a-z]+\.\s?)?")
# Less than a sentence costs: a verb in another sentence reports other words.
MAX_COST = 20
MAX_NEAR_WORDS = 6
_CONFIDENCE = {"": 0.9, "pronoun": 0.7, "unnamed": 0.6, "surname": 0.5}
_UNRESOLVED = 0.4


@dataclass(frozen=True, slots=True)
class Attribution:
    """`text` is the subject as printed, `name` whom it means; `cue` the verb, "" for "according to"."""

    text: str
    name: str
    cue: str
    role: str
    inferred: bool
    rule: str
    confidence: float


class SpeakerAttributor:
    """Finds speakers in one document."""

    def __init__(
        self,
        passages: Sequence[Passage],
        mentions: Sequence[MentionFinding],
        roles: Sequence[RoleFinding],
        quotes: Sequence[QuotedSpan],
    ) -> None:
        self._quotes: dict[int, list[QuotedSpan]] = {passage.block: [] for passage in passages}
        for quote in quotes:
            self._quotes[quote.passage.block].append(quote)
        self._coreference = CoreferenceResolver(passages, mentions, roles, self._quotes)
        self._previous = {passage.block: before for before, passage in itertools.pairwise(passages)}

    def attribute(self, quote: QuotedSpan, last_speaker: str) -> Attribution | None:
        """The speaker by a verb of saying, a name with a colon or a dash, or "according to", beside the quotation."""
        return (
            self._signed(quote)
            or self._by_verb(quote, last_speaker)
            or self._named_right_after(quote)
            or self._named_before_verb(quote)
            or self._according_to(quote, last_speaker)
        )

    def _by_verb(self, quote: QuotedSpan, last_speaker: str) -> Attribution | None:
        passage = quote.passage
        quoted = passage.tokens(quote.start, quote.end)
        if quoted is None or not len(quoted):
            return None
        first, last = cues.cue_window(quoted, before=1, after=12)
        found = cues.find_cues(quoted, first, last, lambda token: self._is_quoted(passage, token))
        best = min(found, key=lambda cue: cue.cost, default=None)
        if best is None or best.cost >= MAX_COST:
            return None
        referent = self._coreference.resolve(passage, best.subject, last_speaker)
        return _attribution(referent, best.verb.text, "verb of saying")

    def _signed(self, quote: QuotedSpan) -> Attribution | None:
        """'Alex Conant: "..."' and '"..." - Alex Conant', but not 'told the Times: "..."'."""
        passage = quote.passage
        for mention in self._coreference.mentions(passage):
            before, after = passage.text[mention.end : quote.start], passage.text[quote.end : mention.start]
            is_after = mention.start >= quote.end and bool(_NAME_AFTER.fullmatch(after))
            is_before = mention.end <= quote.start and bool(_NAME_BEFORE.fullmatch(before))
            if is_before:
                first = passage.sentence_at(mention.start)[0]
                words = passage.tokens(first, mention.start) if first < mention.start else None
                is_before = not any(word.pos_ in ("VERB", "AUX") for word in words or ())
            if (is_before or is_after) and mention.kind != EntityKind.PLACE:
                return _attribution(self._coreference.resolve_mention(mention, passage), "", "name beside it")
        return None

    def _named_right_after(self, quote: QuotedSpan) -> Attribution | None:
        """'"...," Benjamin Rhodes, the adviser of ..., said Sunday': the verb may be far, the name is next to the
        mark.
        """
        passage = quote.passage
        for mention in self._coreference.mentions(passage):
            if mention.start > quote.end and mention.kind == EntityKind.PERSON and _is_next(quote, mention):
                tokens = passage.tokens(mention.end, passage.sentence_at(mention.start)[1])
                verb = next((t for t in tokens or () if t.pos_ == "VERB" and lemma(t) in cues.SPEECH_VERBS), None)
                if verb is not None and not self._is_quoted(passage, verb):
                    referent = self._coreference.resolve_mention(mention, passage)
                    return _at_most(0.8, _attribution(referent, verb.text, "name after it"))
        return None

    def _named_before_verb(self, quote: QuotedSpan) -> Attribution | None:
        """'Jane Roe, 86, a patient at a hospice told the visitor: "..."': the parser gives the verb no subject,
        but a name precedes it.
        """
        passage = quote.passage
        start = passage.sentence_at(quote.start)[0]
        words = passage.tokens(start, quote.start) if start < quote.start else None
        near = words[-MAX_NEAR_WORDS:] if words is not None else ()
        verb = next((word for word in near if word.pos_ == "VERB" and lemma(word) in cues.SPEECH_VERBS), None)
        people = [
            mention
            for mention in self._coreference.mentions(passage)
            if verb is not None and mention.kind == EntityKind.PERSON and start <= mention.start < verb.idx
        ]
        if verb is None or not people or self._is_quoted(passage, verb) or verb.tag_ not in ("VBD", "VBZ"):
            return None
        referent = self._coreference.resolve_mention(people[-1], passage)
        return _at_most(0.6, _attribution(referent, verb.text, "name before it"))

    def _according_to(self, quote: QuotedSpan, last_speaker: str) -> Attribution | None:
        passage = quote.passage
        first, last = passage.sentence_at(quote.start), passage.sentence_at(max(quote.start, quote.end - 1))
        match = _ACCORDING.search(passage.text, first[0], last[1])
        tokens = passage.tokens(*match.span("source")) if match else None
        if match and tokens and not self._is_quoted(passage, tokens.root):
            return _attribution(
                self._coreference.resolve(passage, tokens.root, last_speaker), "according to", "according to"
            )
        return None

    def attribute_to_previous_sentence(self, quote: QuotedSpan, last_speaker: str) -> Attribution | None:
        """The subject of the sentence before a quotation without a speech verb: 'Smith was blunt. "We failed."'."""
        sentence = self._sentence_before(quote)
        if sentence is None:
            return None
        passage, (start, end) = sentence
        tokens = passage.tokens(start, end)
        if tokens is None or not len(tokens):
            return None
        subject = self._subject(passage, tokens.root.sent.root)
        if subject is None or not (
            cues.is_person(subject) or (subject.pos_ in ("PROPN", "PRON") and cues.can_speak(subject))
        ):
            return None
        referent = self._coreference.resolve(passage, subject, last_speaker)
        return replace(_attribution(referent, "", "sentence before"), inferred=True, confidence=0.5)

    def attribute_to_subject(self, quote: QuotedSpan, last_speaker: str) -> Attribution | None:
        """The person who is the subject of the sentence, if its verb is not a verb of saying: 'Smith thanked "the
        brave"'.
        """
        passage = quote.passage
        quoted = passage.tokens(quote.start, quote.end)
        if quoted is None or not len(quoted) or self._is_quoted(passage, quoted.root.sent.root):
            return None
        subject = self._subject(passage, quoted.root.sent.root)
        if subject is None or subject.i >= quoted.start:
            return None
        referent = self._coreference.resolve(passage, subject, last_speaker)
        people = {mention.name for mention in self._coreference.mentions(passage) if mention.kind == EntityKind.PERSON}
        if subject.lower_ not in ("he", "she") and referent.name not in people:
            return None
        return replace(_attribution(referent, "", "subject of the sentence"), inferred=True, confidence=0.4)

    def _sentence_before(self, quote: QuotedSpan) -> tuple[Passage, tuple[int, int]] | None:
        """The sentence that ends right before the quotation: in its paragraph, or before it with a colon or a comma."""
        passage = quote.passage
        earlier = [span for span in passage.sentences if span[1] <= quote.start - 1]
        if earlier:
            return passage, earlier[-1]
        previous = self._previous.get(passage.block)
        if previous is not None and previous.sentences and previous.text.rstrip().endswith((":", ",")):
            return previous, previous.sentences[-1]
        return None

    def _subject(self, passage: Passage, verb: Token) -> Token | None:
        return cues.subject_of(verb, lambda token: self._is_quoted(passage, token))

    def stands_alone(self, quote: QuotedSpan) -> bool:
        """Whether the paragraph consists only of quoted words."""
        rest = list(quote.passage.text)
        for other in self._quotes[quote.passage.block]:
            rest[other.start : other.end] = " " * (other.end - other.start)
        return not any(character.isalnum() for character in rest)

    def _is_quoted(self, passage: Passage, token: Token) -> bool:
        return any(quote.holds(token.idx) for quote in self._quotes[passage.block])


def _is_next(quote: QuotedSpan, mention: MentionFinding) -> bool:
    """Whether only punctuation, or "Mr.", is between a quotation and a name."""
    between = quote.passage.text[quote.end : mention.start]
    return bool(_BETWEEN_MARK_AND_NAME.fullmatch(between.rstrip().removesuffix(mention.title)))


def _at_most(confidence: float, attribution: Attribution) -> Attribution:
    return replace(attribution, confidence=min(confidence, attribution.confidence))


def _attribution(referent: Referent, cue: str, rule: str) -> Attribution:
    is_named = bool(referent.name)
    confidence = _CONFIDENCE[referent.kind] if is_named or referent.kind != "pronoun" else _UNRESOLVED
    return Attribution(
        text=referent.text,
        name=referent.name,
        cue=cue,
        role=referent.role,
        inferred=referent.kind in ("pronoun", "surname") or (referent.kind == "unnamed" and is_named),
        rule=f"{rule}; {referent.kind}" if referent.kind else rule,
        confidence=confidence,
    )
