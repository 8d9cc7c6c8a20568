"""Who says a quotation: by a verb of saying, by "according to", by the words before it, or by the quotation before."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.extraction.quotations import cues
from articles.extraction.quotations.references import Reference, References
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import MentionFinding, RoleFinding
    from articles.extraction.passages import Passage
    from articles.extraction.quotations.marks import Stretch

_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<source>[^,.\n“”\"]{3,80})")
_NAME_BEFORE = re.compile(r":\s?[“\"«„‘']*$")
_NAME_AFTER = re.compile(r"[”\"»’']*\s?[–—-]+\s?$")
_BETWEEN_MARK_AND_NAME = re.compile(r"[”\"»’',.\s]{0,6}(?:[A-Z][a-z]+\.\s?)?")
# No farther than one sentence costs: a verb in another sentence tells of other words.
_FARTHEST = 20
_NEAR_VERB = 6
_CONFIDENCE = {"": 0.9, "pronoun": 0.7, "unnamed": 0.6, "surname": 0.5}
_UNRESOLVED = 0.4


@dataclass(frozen=True, slots=True)
class Attribution:
    """`text` is the subject as printed, `name` what it stands for; `cue` the verb, "" for "according to"."""

    text: str
    name: str
    cue: str
    role: str
    inferred: bool
    rule: str
    confidence: float


class Speakers:
    """Finds speakers in one document."""

    def __init__(
        self,
        passages: Sequence[Passage],
        mentions: Sequence[MentionFinding],
        roles: Sequence[RoleFinding],
        stretches: Sequence[Stretch],
    ) -> None:
        self._stretches: dict[int, list[Stretch]] = {passage.block: [] for passage in passages}
        for stretch in stretches:
            self._stretches[stretch.passage.block].append(stretch)
        self._references = References(passages, mentions, roles, self._stretches)
        self._previous = {passage.block: before for before, passage in itertools.pairwise(passages)}

    def of(self, stretch: Stretch, last_speaker: str) -> Attribution | None:
        """The speaker by a verb of saying, a name with a colon or a dash, or "according to", beside the quotation."""
        return (
            self._signed(stretch)
            or self._by_verb(stretch, last_speaker)
            or self._named_right_after(stretch)
            or self._named_before_verb(stretch)
            or self._according_to(stretch, last_speaker)
        )

    def _by_verb(self, stretch: Stretch, last_speaker: str) -> Attribution | None:
        passage = stretch.passage
        quoted = passage.tokens(stretch.start, stretch.end)
        if quoted is None or not len(quoted):
            return None
        first, last = cues.window(quoted, before=1, after=12)
        found = cues.find(quoted, first, last, lambda token: self._is_quoted(passage, token))
        best = min(found, key=lambda cue: cue.cost, default=None)
        if best is None or best.cost >= _FARTHEST:
            return None
        reference = self._references.of(passage, best.subject, last_speaker)
        return _attribution(reference, best.verb.text, "verb of saying")

    def _signed(self, stretch: Stretch) -> Attribution | None:
        """'Alex Conant: "..."' and '"..." - Alex Conant', but not 'told the Times: "..."'."""
        passage = stretch.passage
        for mention in self._references.mentions(passage):
            before, after = passage.text[mention.end : stretch.start], passage.text[stretch.end : mention.start]
            is_after = mention.start >= stretch.end and bool(_NAME_AFTER.fullmatch(after))
            is_before = mention.end <= stretch.start and bool(_NAME_BEFORE.fullmatch(before))
            if is_before:
                first = passage.sentence_at(mention.start)[0]
                words = passage.tokens(first, mention.start) if first < mention.start else None
                is_before = not any(word.pos_ in ("VERB", "AUX") for word in words or ())
            if (is_before or is_after) and mention.kind != EntityKind.PLACE:
                return _attribution(self._references.of_mention(mention, passage), "", "name beside it")
        return None

    def _named_right_after(self, stretch: Stretch) -> Attribution | None:
        """'"...," Benjamin Rhodes, the adviser of ..., said Sunday': the verb may be far, the name is next to the mark."""
        passage = stretch.passage
        for mention in self._references.mentions(passage):
            if mention.start > stretch.end and mention.kind == EntityKind.PERSON and _is_next(stretch, mention):
                tokens = passage.tokens(mention.end, passage.sentence_at(mention.start)[1])
                verb = next((t for t in tokens or () if t.lemma_.lower() in cues.SAYING and t.pos_ == "VERB"), None)
                if verb is not None and not self._is_quoted(passage, verb):
                    reference = self._references.of_mention(mention, passage)
                    return _at_most(0.8, _attribution(reference, verb.text, "name after it"))
        return None

    def _named_before_verb(self, stretch: Stretch) -> Attribution | None:
        """'Jane Roe, 86, a patient at a hospice told the visitor: "..."': the verb lost its subject, the name is in sight."""
        passage = stretch.passage
        start = passage.sentence_at(stretch.start)[0]
        words = passage.tokens(start, stretch.start) if start < stretch.start else None
        near = words[-_NEAR_VERB:] if words is not None else ()
        verb = next((word for word in near if word.lemma_.lower() in cues.SAYING and word.pos_ == "VERB"), None)
        people = [
            mention
            for mention in self._references.mentions(passage)
            if verb is not None and mention.kind == EntityKind.PERSON and start <= mention.start < verb.idx
        ]
        if verb is None or not people or self._is_quoted(passage, verb) or verb.tag_ not in ("VBD", "VBZ"):
            return None
        reference = self._references.of_mention(people[-1], passage)
        return _at_most(0.6, _attribution(reference, verb.text, "name before it"))

    def _according_to(self, stretch: Stretch, last_speaker: str) -> Attribution | None:
        passage = stretch.passage
        first, last = passage.sentence_at(stretch.start), passage.sentence_at(max(stretch.start, stretch.end - 1))
        match = _ACCORDING.search(passage.text, first[0], last[1])
        tokens = passage.tokens(*match.span("source")) if match else None
        if match and tokens and not self._is_quoted(passage, tokens.root):
            return _attribution(self._references.of(passage, tokens.root, last_speaker), "according to", "according to")
        return None

    def before(self, stretch: Stretch, last_speaker: str) -> Attribution | None:
        """The subject of the sentence before a quotation that stands alone: 'Smith was blunt. "We failed."'."""
        sentence = self._sentence_before(stretch)
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
        reference = self._references.of(passage, subject, last_speaker)
        return replace(_attribution(reference, "", "sentence before"), inferred=True, confidence=0.5)

    def within(self, stretch: Stretch, last_speaker: str) -> Attribution | None:
        """The person who is the subject of the sentence, where its verb is none of saying: 'Smith thanked "the brave"'."""
        passage = stretch.passage
        quoted = passage.tokens(stretch.start, stretch.end)
        if quoted is None or not len(quoted) or self._is_quoted(passage, quoted.root.sent.root):
            return None
        subject = self._subject(passage, quoted.root.sent.root)
        if subject is None or subject.i >= quoted.start:
            return None
        reference = self._references.of(passage, subject, last_speaker)
        people = {mention.name for mention in self._references.mentions(passage) if mention.kind == EntityKind.PERSON}
        if subject.lower_ not in ("he", "she") and reference.name not in people:
            return None
        return replace(_attribution(reference, "", "subject of the sentence"), inferred=True, confidence=0.4)

    def _sentence_before(self, stretch: Stretch) -> tuple[Passage, tuple[int, int]] | None:
        """The sentence that ends right before the quotation: in its paragraph, or before it with a colon or a comma."""
        passage = stretch.passage
        earlier = [span for span in passage.sentences if span[1] <= stretch.start - 1]
        if earlier:
            return passage, earlier[-1]
        previous = self._previous.get(passage.block)
        if previous is not None and previous.sentences and previous.text.rstrip().endswith((":", ",")):
            return previous, previous.sentences[-1]
        return None

    def _subject(self, passage: Passage, verb: Token) -> Token | None:
        return cues.subject_of(verb, lambda token: self._is_quoted(passage, token))

    def stands_alone(self, stretch: Stretch) -> bool:
        """Whether the paragraph holds nothing but quoted words."""
        rest = list(stretch.passage.text)
        for other in self._stretches[stretch.passage.block]:
            rest[other.start : other.end] = " " * (other.end - other.start)
        return not any(character.isalnum() for character in rest)

    def _is_quoted(self, passage: Passage, token: Token) -> bool:
        return any(stretch.holds(token.idx) for stretch in self._stretches[passage.block])


def _is_next(stretch: Stretch, mention: MentionFinding) -> bool:
    """Whether nothing but marks, and "Mr." at most, stands between a quotation and a name."""
    between = stretch.passage.text[stretch.end : mention.start]
    return bool(_BETWEEN_MARK_AND_NAME.fullmatch(between.rstrip().removesuffix(mention.title)))


def _at_most(confidence: float, attribution: Attribution) -> Attribution:
    return replace(attribution, confidence=min(confidence, attribution.confidence))


def _attribution(reference: Reference, cue: str, rule: str) -> Attribution:
    is_named = bool(reference.name)
    confidence = _CONFIDENCE[reference.kind] if is_named or reference.kind != "pronoun" else _UNRESOLVED
    return Attribution(
        text=reference.text,
        name=reference.name,
        cue=cue,
        role=reference.role,
        inferred=reference.kind in ("pronoun", "surname") or (reference.kind == "unnamed" and is_named),
        rule=f"{rule}; {reference.kind}" if reference.kind else rule,
        confidence=confidence,
    )
