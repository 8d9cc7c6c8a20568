"""Who gives (or refuses to), and who announces it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from articles.extraction import lexicon
from articles.extraction.language_model import lemma
from articles.extraction.pledges import pledge_words
from articles.extraction.pledges.grammar import acting_subject, governors, object_after, subject_of
from articles.extraction.pledges.head_nouns import head_of
from articles.extraction.pledges.spokespersons import Giver
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import MentionFinding
    from articles.extraction.names.recognition import Demonym
    from articles.extraction.passages import Passage
    from articles.extraction.pledges.pledge_candidate import PledgeCandidate
    from articles.extraction.pledges.pledge_geography import PledgeGeography
    from articles.extraction.pledges.spokespersons import Spokespersons

AnyFinding = TypeVar("AnyFinding", "MentionFinding", "Demonym")

_GIVERS = lexicon.classed_words("pledge_givers")
_BODY_NOUNS = _GIVERS.words("body")
_WE = lexicon.words("pledge_words", "givers.first_person")
_PRONOUNS = _WE | lexicon.words("pledge_words", "givers.pronouns")
_GROUP_NOUNS = _GIVERS.words("group")
# "Lawmakers in Paris" speak for where they sit, rebels do not.
_OFFICIAL_NOUNS = _GIVERS.words("official")
# "Ukraine's allies" are not Ukraine.
_PARTNER_NOUNS = _GIVERS.words("partner")
# Organs of a state: what they pledge, their country pledges.
_STATE_ORGAN = re.compile(rf"\b(?:{lexicon.alternatives('pledge_words', 'givers.organs')})\b", re.IGNORECASE)
# "Its loan" is what it got.
_RECEIVED_NOUNS = pledge_words.NOUNS.words("received")
# Initials that the names of organs begin with: "U.S. State Department".
_INITIALS: Mapping[str, str] = lexicon.mapping("pledge_words", "givers.initials")
SEPARATOR = "; "


class PartyFinder:
    """Reads who gives and who says so in one document."""

    def __init__(
        self,
        mentions: Sequence[MentionFinding],
        demonyms: Sequence[Demonym],
        people: Spokespersons,
        geography: PledgeGeography,
    ) -> None:
        self._mentions: Mapping[int, list[MentionFinding]] = _by_block(mentions)
        self._demonyms: Mapping[int, list[Demonym]] = _by_block(demonyms)
        self._people = people
        self._geography = geography

    def find_giver(self, passage: Passage, candidate: PledgeCandidate) -> Giver | None:
        """The giver of a candidate, None where the text names nobody who can give."""
        announcer = self._announcer(passage, candidate.verb)
        source = _source(candidate)
        if source is not None and not _is_pronoun(source):
            party = self.find_party(passage, source)
            return _said_by(party, announcer) if party is not None else None
        if candidate.rule in ("arrives", "gift"):
            owner = _said_by(self._of_the_thing(passage, candidate), announcer)
            return owner or (announcer if candidate.rule == "arrives" else None)
        is_taking_in = candidate.is_received and lemma(candidate.item) in pledge_words.DISPLACED_PEOPLE
        if not is_taking_in and (candidate.is_passive or candidate.is_received):
            owner = self._of_the_thing(passage, candidate) if announcer is None or not announcer.name else None
            return _said_by(owner, announcer) or announcer
        verb = candidate.verb
        subject = acting_subject(verb.head if lemma(verb) == "use" else verb)
        if subject is None:
            return None
        party = self._stood_for(passage, subject, candidate.verb, announcer) or self.find_party(passage, subject)
        return _said_by(party, announcer) if party is not None else None

    def find_party(self, passage: Passage, subject: Token) -> Giver | None:
        """The country, organization or group named by a word and its dependents."""
        if _is_pronoun(subject):
            return None
        parties = [self._one(passage, word) for word in (subject, *_conjuncts(subject))]
        named = [party for party in parties if party is not None]
        names = list(dict.fromkeys(party.name for party in named if party.name))
        if len(names) > 1 and parties[0] is not None and not parties[0].announced_by:
            return Giver(SEPARATOR.join(names), is_collective=True)
        return parties[0]

    def _one(self, passage: Passage, subject: Token) -> Giver | None:
        mention = self._mention(passage, subject)
        if mention is not None and mention.kind == EntityKind.PERSON:
            # A single unknown name that gives is likelier a country or a group that the model takes for a person.
            is_unknown = " " not in mention.name and not mention.candidates and subject.dep_ != "appos"
            return self._people.giver(mention.name) or (Giver(mention.name, is_inferred=True) if is_unknown else None)
        if mention is not None:
            country = self._geography.country(mention.name) or self._country_of_organ(passage, mention)
            return Giver(country or mention.name, is_country=bool(country) or mention.kind == EntityKind.PLACE)
        is_owned = any(child.dep_ == "poss" for child in subject.children) and subject.lower_ not in _PARTNER_NOUNS
        if subject.lower_ in _GROUP_NOUNS and not is_owned:
            return Giver(_group(subject), is_collective=True)
        named = self._by_description(passage, subject) or _as_printed(subject)
        return named or (Giver("", is_inferred=True) if subject.lower_ in _BODY_NOUNS else None)

    def _country_of_organ(self, passage: Passage, mention: MentionFinding) -> str:
        """As in "the Royal Australian Air Force" and "the US Senate" act for their countries."""
        if mention.kind != EntityKind.ORGANIZATION or not _STATE_ORGAN.search(mention.text):
            return ""
        inside = (d for d in self._demonyms[passage.block] if mention.start <= d.start and d.end <= mention.end)
        initials = next((country for short, country in _INITIALS.items() if mention.text.startswith(short)), "")
        return next((demonym.country.main_name for demonym in inside), initials)

    def _stood_for(self, passage: Passage, subject: Token, verb: Token, announcer: Giver | None) -> Giver | None:
        """Whom "we", "it" or "his country" mean: the speaker, else the country or organization of the sentence
        before.
        """
        if subject.lower_ in _WE and subject.pos_ == "PRON":
            return self._people.speaker(passage, verb) or announcer
        is_pronoun = _is_pronoun(subject) and subject.lower_ not in ("who", "which", "that")
        if not is_pronoun and not _is_bare_description(subject):
            return None
        if self._mention(passage, subject) is not None or (not is_pronoun and self._by_description(passage, subject)):
            return None
        return announcer or self._before(passage, subject)

    def _before(self, passage: Passage, subject: Token) -> Giver | None:
        """The subject of the sentence before this one, where that is a country or an organization."""
        start = passage.sentence_at(subject.idx)[0]
        earlier = [span for span in passage.sentences if span[1] <= start]
        tokens = passage.tokens(*earlier[-1]) if earlier else None
        for token in tokens or ():
            if token.dep_ in ("nsubj", "nsubjpass") and not _is_pronoun(token):
                party = self.find_party(passage, token)
                if party is not None and (party.name or party.is_collective):
                    return Giver(
                        party.name,
                        party.announced_by,
                        party.is_collective,
                        is_inferred=True,
                        is_country=party.is_country,
                    )
        return None

    def _announcer(self, passage: Passage, verb: Token) -> Giver | None:
        """Whoever says that it will be given: the subject of the verb of saying above it or behind it."""
        for word in (verb, *governors(verb)):
            subject = subject_of(word) if lemma(word) in pledge_words.SPEECH_VERBS and word is not verb else None
            if subject is None and lemma(word) in pledge_words.SPEECH_VERBS and word.dep_ == "conj":
                subject = acting_subject(word)
            if subject is not None and _is_pronoun(subject):
                return self._before(passage, subject)
            if subject is not None:
                return self._anybody(passage, subject)
        said = self._people.speaker(passage, verb)
        return said if said is not None else self._saying_after(passage, verb)

    def _saying_after(self, passage: Passage, verb: Token) -> Giver | None:
        """The speaker in a clause that only follows: "..., the minister said"."""
        for child in verb.children:
            if child.dep_ in ("parataxis", "ccomp") and lemma(child) in pledge_words.SPEECH_VERBS:
                subject = subject_of(child)
                return self._anybody(passage, subject) if subject is not None else None
        return None

    def _anybody(self, passage: Passage, subject: Token) -> Giver | None:
        """Also a person of whom no role is printed may announce, though not give."""
        mention = self._mention(passage, subject)
        if mention is not None and mention.kind == EntityKind.PERSON:
            return self._people.giver(mention.name) or Giver("", announced_by=mention.name)
        return self.find_party(passage, subject)

    def _of_the_thing(self, passage: Passage, candidate: PledgeCandidate) -> Giver | None:
        """Whose the thing is: "a British loan", "Norway's gift", "troops from Fiji"."""
        carrier = subject_of(candidate.verb) if candidate.rule == "arrives" else None
        named = candidate.verb if candidate.rule == "gift" else carrier or candidate.item
        senders = [child for child in candidate.verb.children if child.dep_ == "advcl" and child.tag_ == "VBN"]
        for word in (*named.subtree, *(agent for sender in senders for agent in sender.children)):
            is_owner = word.dep_ == "poss" and word.head == named
            if is_owner and lemma(named) not in _RECEIVED_NOUNS:
                return self.find_party(passage, word)
            if word.lower_ in ("from", "by") and word.dep_ in ("prep", "agent"):
                noun = next(iter(word.children), None)
                return self.find_party(passage, noun) if noun is not None else None
        head = head_of(named)
        for demonym in self._demonyms[passage.block]:
            if named.left_edge.idx <= demonym.start < head.idx:
                return Giver(demonym.country.main_name, is_country=True)
        return _by_adjective(head) or _by_adjective(named)

    def _by_description(self, passage: Passage, subject: Token) -> Giver | None:
        """In "the Canadian government" or "a NATO mission": whose government or mission it is."""
        links = ("of", "from", "for", "in") if subject.lower_ in _OFFICIAL_NOUNS else ("of", "from", "for")
        of = next((child for child in subject.rights if child.lower_ in links), None)
        last = of.right_edge if of is not None else subject
        start, end = subject.left_edge.idx, last.idx + len(last)
        for mention in self._mentions[passage.block]:
            if start <= mention.start and mention.end <= end and mention.kind != EntityKind.PERSON:
                return Giver(mention.name, is_country=mention.kind == EntityKind.PLACE)
        for demonym in self._demonyms[passage.block]:
            if start <= demonym.start and demonym.end <= end:
                return Giver(demonym.country.main_name, is_country=True)
        for mention in self._mentions[passage.block]:
            if start <= mention.start and mention.end <= end:
                return self._people.giver(mention.name)
        return _by_adjective(subject) if subject.lower_ in _BODY_NOUNS | _OFFICIAL_NOUNS else None

    def _mention(self, passage: Passage, token: Token) -> MentionFinding | None:
        named = [token, *(child for child in token.children if child.dep_ == "appos" and child.i - token.i > 0)]
        return next((m for word in named for m in self._mentions[passage.block] if m.start <= word.idx < m.end), None)


def has_own_subject(verb: Token, above: Token) -> bool:
    """Whether there is another subject between this verb and the verb `above` that governs it."""
    word = verb
    while word not in (above, word.head):
        subject = subject_of(word)
        if subject is not None:
            return subject.lower_ not in ("that", "which", "who")
        word = word.head
    return False


def _by_block(findings: Iterable[AnyFinding]) -> dict[int, list[AnyFinding]]:
    grouped: dict[int, list[AnyFinding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.block].append(finding)
    return grouped


def _said_by(party: Giver | None, announcer: Giver | None) -> Giver | None:
    if party is None or party.announced_by or announcer is None or not announcer.announced_by:
        return party
    return Giver(party.name, announcer.announced_by, party.is_collective, party.is_inferred, party.is_country)


def _source(candidate: PledgeCandidate) -> Token | None:
    """The one by whom something is given, or from whom it is received."""
    wanted = ("by", "from") if candidate.is_received or candidate.rule == "arrives" else ("by",)
    for child in (*candidate.verb.children, *(candidate.item.children if candidate.is_received else ())):
        if child.lower_ in wanted and child.dep_ in ("agent", "prep"):
            return next((n for n in child.children if n.dep_ == "pobj" and n.ent_type_ not in ("DATE", "TIME")), None)
    if candidate.is_received:  # "signed an agreement with Norway to receive"
        partners = (object_after(word, ("with",)) for word in governors(candidate.verb))
        return next((partner for partner in partners if partner is not None), None)
    return None


def _as_printed(subject: Token) -> Giver | None:
    """A name that nothing else recognised."""
    if any(child.dep_ == "compound" and child.pos_ == "PROPN" for child in subject.children):
        first = next(subject.lefts)
        first = first.nbor() if first.dep_ == "det" else first
        return Giver(subject.doc[first.i : subject.i + 1].text, is_inferred=True)
    is_acronym = subject.text.isupper() and len(subject) > 2
    is_name = is_acronym or (subject.pos_ == "PROPN" and not any(child.dep_ == "det" for child in subject.children))
    if not is_name or subject.ent_type_ in ("PERSON", "LOC"):
        return None
    first = next((token for token in subject.subtree if token.dep_ == "compound" or token == subject), subject)
    return Giver(subject.doc[first.i : subject.i + 1].text, is_inferred=True)


def _by_adjective(noun: Token) -> Giver | None:
    """Whose it is by an adjective that no list knows: "Borovian flour"."""
    for child in noun.lefts:
        is_first = child.i == child.sent.start
        is_adjective = child.dep_ == "amod" and (child.tag_ == "JJ" or child.ent_type_ == "NORP")
        if is_adjective and child.text.istitle() and not is_first:
            return Giver(child.text, is_inferred=True)
    return None


def _conjuncts(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ == "conj":
            yield child
            yield from _conjuncts(child)


def _group(subject: Token) -> str:
    """The name of a group that has one, "European countries"; "" for "various governments"."""
    named = any(
        child.dep_ in ("amod", "compound") and child.text[:1].isupper() and child.i > subject.sent.start
        for child in subject.children
    )
    return (
        subject.doc[subject.left_edge.i : subject.i + 1].text if named and subject.i - subject.left_edge.i == 1 else ""
    )


def _is_pronoun(word: Token) -> bool:
    return word.lower_ in _PRONOUNS and word.text not in ("US", "IT")


def _is_bare_description(subject: Token) -> bool:
    """As in "the government", "his country": not "the Alvarez administration"."""
    return subject.lower_ in _BODY_NOUNS and not any(child.pos_ == "PROPN" for child in subject.children)
