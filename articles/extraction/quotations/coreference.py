"""Coreference: whom a subject means that is a name, "he", "the minister" or "the 34-year-old"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction.language_model import lemma
from articles.extraction.names import given_names, person_titles
from articles.extraction.quotations import cues
from articles.text import fold
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import MentionFinding, RoleFinding
    from articles.extraction.passages import Passage
    from articles.extraction.quotations.quotation_marks import QuotedSpan

_SINGULAR = frozenset({"he", "she"})
_NEUTRAL = frozenset({"it", "they"})
PRONOUNS = _SINGULAR | _NEUTRAL | {"i", "we", "who", "that", "which", "you", "this", "those", "these"}
# "According to him": the same person as "he".
_OBLIQUE = {"him": "he", "her": "she", "them": "they"}
_RELATIVE = frozenset({"who", "that", "which"})
_AGE = re.compile(r"\bthe (?P<age>\d{1,3})-year-old", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|that|this)\s+(?:then-|former\s+|late\s+|acting\s+)?(?P<noun>.+)", re.IGNORECASE)
MAX_PHRASE = 80
MAX_PARAGRAPHS = 4
# How much better a subject, or the last speaker, fits a pronoun than a name that is merely a sentence nearer.
_SUBJECT_GAIN = 2.0
_SOURCE_GAIN = 1.5
_SPEAKER_GAIN = 1.0
_PARAGRAPH_COST = 0.5
_OBJECT_COST = 2.0
_POSSESSIVE_COST = 0.5


@dataclass(frozen=True, slots=True)
class Referent:
    """`text` as printed, `name` whom it means, "" where unknown. `kind` is "", "pronoun", "unnamed" or
    "surname".
    """

    text: str
    name: str
    role: str
    kind: str = ""


class CoreferenceResolver:
    """Names, pronouns and roles of one document."""

    def __init__(
        self,
        passages: Sequence[Passage],
        mentions: Sequence[MentionFinding],
        roles: Sequence[RoleFinding],
        quotes: Mapping[int, Sequence[QuotedSpan]],
    ) -> None:
        self._passages = passages
        self._number = {passage.block: number for number, passage in enumerate(passages)}
        self._mentions: dict[int, list[MentionFinding]] = {passage.block: [] for passage in passages}
        for mention in mentions:
            if mention.block in self._mentions:
                self._mentions[mention.block].append(mention)
        self._roles = roles
        # The names that the story itself says, without those that only the quoted say.
        self._told = {
            block: [m for m in here if not any(quote.holds(m.start) for quote in quotes[block])]
            for block, here in self._mentions.items()
        }

    def mentions(self, passage: Passage) -> Sequence[MentionFinding]:
        return self._mentions[passage.block]

    def resolve_mention(self, mention: MentionFinding, passage: Passage) -> Referent:
        kind = "surname" if mention.shares_surname else ""
        return Referent(mention.text, mention.name, self._role(passage, mention), kind)

    def resolve(self, passage: Passage, subject: Token, last_speaker: str) -> Referent:
        """What a subject refers to. `last_speaker` is who spoke the quotation before."""
        subject = _issuer(subject)
        mention = self._mention_at(passage, subject)
        if mention is not None:
            return self.resolve_mention(self._after_dateline(mention, passage, subject) or mention, passage)
        if subject.lower_ in PRONOUNS or subject.lower_ in _OBLIQUE:
            meant = self._antecedent(passage, subject, last_speaker)
            name, role = (meant.name, self._role(passage, meant)) if meant else ("", "")
            return Referent(subject.text, name, role, "pronoun")
        phrase = _phrase(subject)
        bearer = self._described(passage, subject, phrase)
        return Referent(phrase, bearer.name if bearer else "", self._role(passage, bearer) if bearer else "", "unnamed")

    def _mention_at(self, passage: Passage, token: Token) -> MentionFinding | None:
        """The name at this word, or the name in apposition to it ("the prime minister, Haider al-Abadi,")."""
        for mention in self._mentions[passage.block]:
            if mention.start <= token.idx < mention.end:
                return mention
        people = [mention for mention in self._mentions[passage.block] if mention.kind == EntityKind.PERSON]
        beside = {child.i for child in token.children if child.dep_ == "appos"}
        verb = token.head
        for mention in people:
            span = passage.tokens(mention.start, mention.end)
            is_beside = span is not None and any(word.i in beside for word in span)
            # "The manager of A and director of B, David Clay, called": the parser loses the name, the verb is
            # next to it
            is_before_verb = (
                token.idx < mention.start < verb.idx
                and passage.text[: mention.start].endswith(", ")
                and passage.text[mention.end : verb.idx].strip() in ("", ",")
            )
            # "The blogger Yegor Zarnik called": the name follows its noun
            is_behind = (
                mention.start == token.idx + len(token) + 1
                and token.pos_ == "NOUN"
                and not person_titles.is_title(mention.text)
            )
            if is_beside or is_before_verb or is_behind:
                return mention
        return None

    def _after_dateline(self, mention: MentionFinding, passage: Passage, subject: Token) -> MentionFinding | None:
        """The person whom the parser passes over for the place of a dateline: "DES MOINES (AP) - Candidate Jo
        Zarnik called".
        """
        if mention.start or mention.kind != EntityKind.PLACE or not mention.text.isupper():
            return None
        here = self._mentions[passage.block]
        return next((m for m in here if m.kind == EntityKind.PERSON and m.end <= subject.head.idx), None)

    def _antecedent(self, passage: Passage, pronoun: Token, last_speaker: str) -> MentionFinding | None:
        word = _OBLIQUE.get(pronoun.lower_, pronoun.lower_)
        if word not in _SINGULAR | _NEUTRAL:
            return None
        ranked = [
            (self._fitness(earlier, mention, distance, pronoun, last_speaker), order, mention)
            for order, (earlier, mention, distance) in enumerate(self._before(passage, pronoun.idx))
            if _can_mean(mention, earlier, word)
        ]
        if word in _NEUTRAL:
            ranked = [entry for entry in ranked if entry[0] >= _SUBJECT_GAIN - 1 - _PARAGRAPH_COST]
        return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None

    def _before(self, passage: Passage, offset: int) -> Iterator[tuple[Passage, MentionFinding, float]]:
        """The names before this place, outside quotations, with their distance in sentences."""
        number = self._number[passage.block]
        for back in self._within_reach(number):
            earlier = self._passages[back]
            limit = offset if back == number else len(earlier.text)
            between = self._passages[back + 1 : number]
            further = sum(len(other.sentences) for other in between) + _PARAGRAPH_COST * (number - back)
            if back < number:
                further += _sentences_between(passage, 0, offset) + 1
            for mention in self._told[earlier.block]:
                if mention.end <= limit:
                    yield earlier, mention, further + _sentences_between(earlier, mention.start, limit)

    def _within_reach(self, number: int) -> list[int]:
        """The numbers of the paragraphs up to this one, in reading order; those that name nobody do not count."""
        reach = [number]
        named = 0
        for back in range(number - 1, -1, -1):
            reach.append(back)
            named += bool(self._told[self._passages[back].block])
            if named == MAX_PARAGRAPHS - 1:
                break
        return reach[::-1]

    def _fitness(
        self, passage: Passage, mention: MentionFinding, distance: float, pronoun: Token, last_speaker: str
    ) -> float:
        fitness = -distance + _SPEAKER_GAIN * (mention.name == last_speaker)
        tokens = passage.tokens(mention.start, mention.end)
        if tokens is None:
            return fitness
        root = tokens.root
        before = passage.text[max(0, mention.start - 40) : mention.start]
        if re.search(r"\b[Aa]ccording to (?:[\w’'.-]+ ){0,4}$", before):
            return fitness + _SOURCE_GAIN
        if _is_subject(root):
            return fitness + _SUBJECT_GAIN
        if root.dep_ in ("poss", "compound", "nmod"):
            return fitness - _POSSESSIVE_COST
        # "Speaking to Smith, he said" and "he described Smith": an object of the pronoun's own sentence is
        # another person
        is_same_sentence = root.doc is pronoun.doc and root.sent == pronoun.sent
        return fitness - _OBJECT_COST * is_same_sentence

    def _role(self, passage: Passage, mention: MentionFinding) -> str:
        if mention.kind != EntityKind.PERSON:
            return ""
        if mention.title:
            return mention.title
        printed = sorted(
            (role for role in self._roles if role.person == mention.name), key=lambda role: role.block != passage.block
        )
        return printed[0].role if printed else ""

    def _described(self, passage: Passage, subject: Token, phrase: str) -> MentionFinding | None:
        """Who "the president", "the 34-year-old" or "the ministry" is: the last one before it who is printed as
        such.
        """
        match = _DEFINITE.fullmatch(phrase)
        if match is None or any(child.dep_ == "prep" for child in subject.children):
            return None
        noun = fold(subject.text)
        age = _AGE.match(phrase)
        found: dict[str, MentionFinding] = {}
        for earlier, mention, _ in self._before(passage, subject.idx):
            if age:
                is_meant = bool(re.match(rf",? (?:aged )?\(?{age['age']}\b", earlier.text[mention.end :]))
            elif mention.kind == EntityKind.PERSON:
                is_meant = noun in self._role_words(mention)
            else:
                is_meant = mention.kind == EntityKind.ORGANIZATION and noun in _words(mention.name)
            if is_meant:
                found.pop(mention.name, None)
                found[mention.name] = mention
        return found.popitem()[1] if found else None

    def _role_words(self, person: MentionFinding) -> set[str]:
        """The last words of each role printed with this person: "minister" of "defense minister of Canada"."""
        roles = [person.title, *(role.role for role in self._roles if role.person == person.name)]
        return {word for role in roles for word in _words(re.split(r"\b(?:of|for|to|in|at)\b", role)[0])}


def _can_mean(mention: MentionFinding, passage: Passage, word: str) -> bool:
    if word in _NEUTRAL:
        return mention.kind != EntityKind.PERSON
    if mention.kind == EntityKind.PERSON or _may_be_person(mention, passage):
        return given_names.fits_pronoun(mention.name, mention.title, word)
    return False


def _may_be_person(mention: MentionFinding, passage: Passage) -> bool:
    """Whether a name that nobody knows, taken for a place or a body, speaks like a person: "Hartwell said"."""
    if mention.candidates or mention.text.isupper():
        return False
    tokens = passage.tokens(mention.start, mention.end)
    if tokens is None or tokens.root.dep_ != "nsubj" or any(child.dep_ == "det" for child in tokens.root.children):
        return False
    return lemma(tokens.root.head) in cues.SPEECH_VERBS


def _issuer(subject: Token) -> Token:
    """The noun before "who", and whoever issued the statement that says so: "X released a statement which read"."""
    if subject.lower_ in _RELATIVE and subject.head.dep_ == "relcl":
        subject = subject.head.head
    if cues.is_document(subject) and subject.dep_ == "dobj":
        issuer = next((child for child in subject.head.children if child.dep_ == "nsubj"), None)
        return issuer or subject
    return subject


def _sentences_between(passage: Passage, start: int, end: int) -> int:
    return sum(start < begin <= end for begin, _ in passage.sentences)


def _is_subject(token: Token) -> bool:
    return token.dep_ in ("nsubj", "nsubjpass") or (token.dep_ in ("appos", "conj") and token.head.dep_ == "nsubj")


def _words(text: str) -> set[str]:
    return {fold(word) for word in text.split()}


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
    return text if len(text) <= MAX_PHRASE else head.doc[head.left_edge.i : head.i + 1].text[-MAX_PHRASE:]
