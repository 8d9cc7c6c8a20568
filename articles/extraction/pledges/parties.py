"""Who undertakes, who announces and who receives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import MentionFinding, RoleFinding
    from articles.extraction.names.recognition import Demonym
    from articles.extraction.passages import Passage
    from articles.extraction.pledges.undertakings import Undertaking

_SPEECH = frozenset(
    "say announce tell reveal confirm add declare state pledge promise vow unveil disclose write note".split()
)
_OWN_COUNTRY = frozenset("country government ministry nation administration military army cabinet parliament".split())
_PRONOUNS = frozenset({"it", "they", "he", "she", "we", "i", "who", "which", "that"})
_MANY = frozenset(
    "governments countries nations allies donors members partners states powers ministers leaders delegates lenders".split()
)
_FOR = re.compile(
    r"\b(?:(?<!up )to|for|help\w*|support\w*|assist\w*|stabili[sz]\w*|train\w*|prepare\w*|arm\w*|bolster\w*|strengthen\w*|send|give|lend|of)\s(?:the\s)?(?:[a-z]+\s){0,2}$",
)
_AGAINST = re.compile(
    r"\b(?:hit|fight\w*|defeat\w*|strike|counter\w*|attack\w*|destroy\w*|target\w*|combat\w*|retake|degrade|contain|deter|push|drive|leave|visit)\b"
)
_QUOTATION = re.compile(r"[\"“]")


@dataclass(frozen=True, slots=True)
class Giver:
    """`name` is "" for a collective without one name of its own; `announced_by` the person who said so."""

    name: str
    announced_by: str = ""
    is_collective: bool = False


class Parties:
    """Reads the parties of undertakings in one document."""

    def __init__(
        self,
        passages: Sequence[Passage],
        mentions: Sequence[MentionFinding],
        roles: Sequence[RoleFinding],
        demonyms: Sequence[Demonym],
    ) -> None:
        blocks = [passage.block for passage in passages]
        self._mentions: Mapping[int, list[MentionFinding]] = {b: [m for m in mentions if m.block == b] for b in blocks}
        self._demonyms: Mapping[int, list[Demonym]] = {b: [d for d in demonyms if d.block == b] for b in blocks}
        self._organizations = {role.person: role.organization for role in reversed(roles) if role.organization}

    def giver(self, passage: Passage, undertaking: Undertaking) -> Giver | None:
        """Who undertakes it, None where the text names nobody who can."""
        agent = _agent(undertaking.verb)
        if agent is not None:
            return self._party(passage, agent)
        speaking = _speaking(undertaking.verb)
        announcer = _own_subject(speaking) if speaking is not None else None
        subject = announcer if undertaking.is_passive else acting_subject(undertaking.verb)
        if subject is None:
            return None
        party = self._party(passage, subject)
        if party is None and announcer is not None and subject != announcer and _stands_for_speaker(subject):
            party = self._party(passage, announcer)
        if party is None or party.announced_by or announcer is None or announcer == subject:
            return party
        said = self._mention(passage, announcer)
        by = said.name if said and said.kind == EntityKind.PERSON else ""
        return Giver(party.name, by, party.is_collective)

    def recipient(self, passage: Passage, undertaking: Undertaking, giver: str) -> str:
        """The first country or organization after the verb that the help goes to, not the one that it is meant against."""
        start, end = undertaking.verb.idx, undertaking.verb.right_edge.idx + 1
        quotation = _QUOTATION.search(passage.text, start, end)
        end = quotation.start() if quotation else end
        named = [(m.start, m.name) for m in self._mentions[passage.block] if m.kind != EntityKind.PERSON]
        named += [(d.start, d.country.main_name) for d in self._demonyms[passage.block]]
        for offset, name in sorted(named):
            if start <= offset < end and name != giver:
                way = _FOR.search(passage.text[start:offset])
                if way and not _AGAINST.search(way[0]):
                    return name
        return ""

    def _party(self, passage: Passage, subject: Token) -> Giver | None:
        if subject.lower_ in _PRONOUNS:
            return None
        mention = self._mention(passage, subject)
        if mention is not None and mention.kind == EntityKind.PERSON:
            country = self._organizations.get(mention.name, "")
            return Giver(country, announced_by=mention.name) if country else None
        if mention is not None:
            return Giver(mention.name)
        if subject.lower_ in _MANY and not any(child.dep_ == "poss" for child in subject.children):
            return Giver("", is_collective=True)
        return self._by_description(passage, subject)

    def _by_description(self, passage: Passage, subject: Token) -> Giver | None:
        """In "the Canadian government" or "a NATO mission": whose government or mission it is."""
        of = next((child for child in subject.rights if child.lower_ == "of"), None)
        last = of.right_edge if of is not None else subject
        start, end = subject.left_edge.idx, last.idx + len(last)
        for mention in self._mentions[passage.block]:
            if start <= mention.start and mention.end <= end and mention.kind != EntityKind.PERSON:
                return Giver(mention.name)
        for demonym in self._demonyms[passage.block]:
            if start <= demonym.start and demonym.end <= end:
                return Giver(demonym.country.main_name)
        return None

    def _mention(self, passage: Passage, token: Token) -> MentionFinding | None:
        words = [token, *(child for child in token.children if child.dep_ == "appos")]
        return next((m for word in words for m in self._mentions[passage.block] if m.start <= word.idx < m.end), None)


def acting_subject(verb: Token) -> Token | None:
    """The subject of a verb or of the verb that governs it."""
    word = verb
    for _ in range(5):
        subject = _own_subject(word)
        if subject is not None:
            return subject
        if (
            word.dep_ not in ("xcomp", "conj", "advcl", "acl", "pcomp", "prep", "ccomp", "dobj", "relcl")
            or word.head == word
        ):
            return None
        if word.dep_ == "relcl":
            return word.head
        word = word.head
    return None


def has_own_subject(verb: Token, above: Token) -> bool:
    """Whether a subject of its own stands between this verb and the verb `above` that it hangs under."""
    word = verb
    while word not in (above, word.head):
        subject = _own_subject(word)
        if subject is not None:
            return subject.lower_ not in ("that", "which", "who")
        word = word.head
    return False


def _own_subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ == "nsubj"), None)


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.lower_ == "by":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _speaking(verb: Token) -> Token | None:
    """The verb of saying that an undertaking is reported under."""
    word = verb
    for _ in range(5):
        if word.dep_ not in ("ccomp", "xcomp", "conj", "acl", "advcl", "relcl", "dobj", "pcomp") or word.head == word:
            return None
        if word.dep_ == "conj" and _own_subject(word) is not None:
            return None
        word = word.head
        if word.lemma_.lower() in _SPEECH and word.pos_ == "VERB":
            return word if _own_subject(word) is not None else _first_conjunct(word)
    return None


def _first_conjunct(verb: Token) -> Token:
    while verb.dep_ == "conj" and verb.head != verb and _own_subject(verb) is None:
        verb = verb.head
    return verb


def _stands_for_speaker(subject: Token) -> bool:
    """Words such as "it", "his country", "the government": whoever is speaking."""
    return subject.lower_ in _PRONOUNS or subject.lemma_.lower() in _OWN_COUNTRY
