"""Who says a quotation: the verb of saying near it, its subject, and the name that the subject stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction.names import given_names
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import MentionFinding, RoleFinding
    from articles.extraction.passages import Passage
    from articles.extraction.quotations.marks import Stretch

CUES = frozenset(
    "say tell add ask argue claim warn vow note announce declare explain write tweet state insist suggest acknowledge admit"
    " concede reply respond recall report remark observe predict promise pledge urge call describe confirm deny stress emphasize"
    " emphasise reiterate joke lament complain quip conclude continue caution assert maintain agree boast comment demand exclaim"
    " mention question recount reveal shout speak testify think believe tout go express hail denounce condemn criticize criticise"
    " blast slam praise dismiss refer label quote cite characterize characterise deride accuse post swear threaten read blame".split()
)
# These may stand before their subject: '"...," said Carter'.
_INVERTING = frozenset("say add tell write ask warn note explain reply".split())
_SINGULAR = frozenset({"he", "she"})
_PRONOUNS = _SINGULAR | {"they", "i", "we", "it", "who", "that", "which", "you"}
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<source>[^,.\n“”\"]{3,80})")
_FARTHEST = 30
_INVERSION = 6
_NEXT_TO = 4
_WINDOW = 12
_SENTENCE_PENALTY = 15
_LONGEST_PHRASE = 80


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
        self._passages = passages
        self._mentions: Mapping[int, list[MentionFinding]] = {
            passage.block: [mention for mention in mentions if mention.block == passage.block] for passage in passages
        }
        self._roles = roles
        self._stretches: Mapping[int, list[Stretch]] = {
            passage.block: [stretch for stretch in stretches if stretch.passage.block == passage.block]
            for passage in passages
        }

    def of(self, stretch: Stretch) -> Attribution | None:
        """The speaker by a verb of saying, or by "according to", in or beside the sentence of the quotation."""
        best = min(self._cues(stretch), key=lambda found: found[0], default=None)
        if best is not None and best[0] < _FARTHEST:
            _, verb, subject = best
            return self._attribution(stretch.passage, subject, verb.text, "verb of saying")
        return self._named_right_after(stretch) or self._according_to(stretch)

    def _named_right_after(self, stretch: Stretch) -> Attribution | None:
        """'"...," Benjamin Rhodes, the adviser of ..., said Sunday': the verb may be far, the name is next to the mark."""
        passage = stretch.passage
        for mention in self._mentions[passage.block]:
            if 0 < mention.start - stretch.end <= _NEXT_TO and mention.kind == EntityKind.PERSON:
                tokens = passage.tokens(mention.end, passage.sentence_at(mention.start)[1])
                verb = next((t for t in tokens or () if t.lemma_.lower() in CUES and t.pos_ == "VERB"), None)
                if verb is not None and not self._is_quoted(passage, verb):
                    role = self._role(passage, mention)
                    return Attribution(
                        mention.text,
                        mention.name,
                        verb.text,
                        role,
                        inferred=False,
                        rule="name after it",
                        confidence=0.8,
                    )
        return None

    def _according_to(self, stretch: Stretch) -> Attribution | None:
        passage = stretch.passage
        first, last = passage.sentence_at(stretch.start), passage.sentence_at(max(stretch.start, stretch.end - 1))
        match = _ACCORDING.search(passage.text, first[0], last[1])
        tokens = passage.tokens(*match.span("source")) if match else None
        if match and tokens and not self._is_quoted(passage, tokens.root):
            return self._attribution(passage, tokens.root, "according to", "according to")
        return None

    def before(self, stretch: Stretch) -> Attribution | None:
        """The person who is the subject of the sentence before a quotation that stands alone."""
        earlier = [span for span in stretch.passage.sentences if span[1] <= stretch.start - 1]
        for mention in self._mentions[stretch.passage.block]:
            if earlier and mention.kind == EntityKind.PERSON and earlier[-1][0] <= mention.start < earlier[-1][1]:
                tokens = stretch.passage.tokens(mention.start, mention.end)
                if tokens and tokens.root.dep_ == "nsubj":
                    role = self._role(stretch.passage, mention)
                    return Attribution(
                        mention.text, mention.name, "", role, inferred=True, rule="sentence before", confidence=0.5
                    )
        return None

    def _cues(self, stretch: Stretch) -> Iterator[tuple[int, Token, Token]]:
        """(distance, verb, subject) of each verb of saying near the quotation."""
        quoted = stretch.passage.tokens(stretch.start, stretch.end)
        if quoted is None or not len(quoted):
            return
        doc = quoted.doc
        low, high = quoted[0].sent.start, quoted[-1].sent.end
        for token in doc[max(0, low - 1) : min(len(doc), high + _WINDOW)]:
            if (
                token.pos_ not in ("VERB", "AUX")
                or token.lemma_.lower() not in CUES
                or self._is_quoted(stretch.passage, token)
            ):
                continue
            subject = _subject(token)
            if subject is None or self._is_quoted(stretch.passage, subject):
                subject = self._inverted(stretch.passage, token)
            if subject is None:
                continue
            is_after = token.i >= quoted.end
            between = doc[quoted.end : token.i] if is_after else doc[token.i : quoted.start]
            breaks = len(re.findall(r"[.!?][\"”]?\s", between.text + " "))
            yield len(between) + _SENTENCE_PENALTY * breaks, token, subject

    def _inverted(self, passage: Passage, verb: Token) -> Token | None:
        if verb.lemma_.lower() not in _INVERTING:
            return None
        for word in verb.doc[verb.i + 1 : verb.i + _INVERSION]:
            if word.is_punct or self._is_quoted(passage, word):
                return None
            if word.pos_ in ("PROPN", "PRON", "NOUN"):
                return word.head if word.dep_ == "compound" else word
        return None

    def _is_quoted(self, passage: Passage, token: Token) -> bool:
        return any(stretch.holds(token.idx) for stretch in self._stretches[passage.block])

    def _attribution(self, passage: Passage, subject: Token, cue: str, rule: str) -> Attribution:
        if subject.lower_ in ("who", "that", "which") and subject.head.dep_ == "relcl":
            subject = subject.head.head
        mention = self._mention_of(passage, subject)
        if mention is not None:
            return Attribution(
                mention.text, mention.name, cue, self._role(passage, mention), inferred=False, rule=rule, confidence=0.9
            )
        if subject.lower_ in _PRONOUNS:
            meant = self._last_person(passage, subject) if subject.lower_ in _SINGULAR else None
            role = self._role(passage, meant) if meant else ""
            name = meant.name if meant else ""
            return Attribution(
                subject.text, name, cue, role, inferred=True, rule=f"{rule}; pronoun", confidence=0.7 if meant else 0.4
            )
        phrase = _phrase(subject)
        bearer = self._by_role(phrase)
        return Attribution(phrase, bearer, cue, "", inferred=bool(bearer), rule=f"{rule}; unnamed", confidence=0.6)

    def _mention_of(self, passage: Passage, token: Token) -> MentionFinding | None:
        """The name at this word, or the name in apposition to it ("the prime minister, Haider al-Abadi,")."""
        beside = [token, *(child for child in token.children if child.dep_ == "appos")]
        people_only = False
        for word in beside:
            for mention in self._mentions[passage.block]:
                if mention.start <= word.idx < mention.end and (not people_only or mention.kind == EntityKind.PERSON):
                    return mention
            people_only = True
        return None

    def _last_person(self, passage: Passage, pronoun: Token) -> MentionFinding | None:
        """The person whom "he" or "she" means: the last one named outside quotations, a subject rather than an object."""
        number = next(n for n, other in enumerate(self._passages) if other.block == passage.block)
        for back in range(number, max(-1, number - 4), -1):
            earlier = self._passages[back]
            limit = pronoun.idx if back == number else len(earlier.text)
            people = [
                mention
                for mention in self._mentions[earlier.block]
                if mention.kind == EntityKind.PERSON
                and mention.end <= limit
                and not any(stretch.holds(mention.start) for stretch in self._stretches[earlier.block])
            ]
            people = [mention for mention in people if given_names.fits(mention.name, mention.title, pronoun.lower_)]
            if people:
                last = earlier.sentence_at(people[-1].start)
                subjects = [m for m in people if m.start >= last[0] and _is_subject(earlier, m)]
                return (subjects or people)[-1]
        return None

    def _role(self, passage: Passage, mention: MentionFinding) -> str:
        if mention.kind != EntityKind.PERSON:
            return ""
        if mention.title:
            return mention.title
        printed = sorted(
            (r for r in self._roles if r.person == mention.name), key=lambda role: role.block != passage.block
        )
        return printed[0].role if printed else ""

    def _by_role(self, phrase: str) -> str:
        """The one person of the document whose printed role these words repeat: "the president"."""
        words = phrase.casefold().removeprefix("the ")
        if not phrase.casefold().startswith("the "):
            return ""
        people = {role.person for role in self._roles if words in role.role.casefold()}
        return people.pop() if len(people) == 1 else ""


def _subject(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            return child
    if verb.head == verb or verb.dep_ not in ("conj", "advcl", "xcomp", "acl", "ccomp", "pcomp", "relcl"):
        return None
    if verb.dep_ in ("acl", "relcl"):
        return verb.head if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else _subject(verb.head)
    if verb.dep_ in ("conj", "xcomp") or verb.tag_ == "VBG":
        return _subject(verb.head)
    return None


def _is_subject(passage: Passage, mention: MentionFinding) -> bool:
    tokens = passage.tokens(mention.start, mention.end)
    return tokens is not None and tokens.root.dep_ in ("nsubj", "nsubjpass")


def _phrase(head: Token) -> str:
    """The words of a subject without its relative clauses: "a spokesman for the ministry"."""
    skipped = {
        part.i
        for child in head.children
        if child.dep_ in ("relcl", "appos", "acl", "cc", "conj")
        for part in child.subtree
    }
    words = [token for token in head.subtree if token.i not in skipped]
    run = [token for token in words if token.i <= head.i or token.i - head.i <= len(words)]
    text = head.doc[run[0].i : run[-1].i + 1].text.strip(" ,")
    return text if len(text) <= _LONGEST_PHRASE else head.doc[head.left_edge.i : head.i + 1].text[-_LONGEST_PHRASE:]
