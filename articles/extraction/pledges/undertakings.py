"""Verbs and nouns by which somebody undertakes to give something or refuses to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction.pledges import certainty, grammar, things, words
from articles.extraction.pledges.grammar import lemma
from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

# "Aid to Borovia will end": without an object the subject is what stops.
_COMING_TO_AN_END = frozenset({"end", "cease", "stop"})
# "Orders its military to" hands nobody a military.
_COMMANDING = frozenset({"order", "authorize", "authorise", "approve", "sign"})


@dataclass(frozen=True, slots=True)
class Undertaking:
    """`verb` gives, `thing` is what is given (its head word), `status` and `rule` say in which form it is undertaken.

    `receiver` is the word for who gets it, where the grammar says so: "supply Ukraine with", "Ukraine will receive".
    """

    verb: Token
    thing: Token
    status: PledgeStatus
    rule: str
    is_passive: bool = False
    receiver: Token | None = None
    is_received: bool = False

    @property
    def is_promised(self) -> bool:
        """Whether words of undertaking or refusing say it, and not the mere act."""
        return self.status != PledgeStatus.DELIVERED


def read(verb: Token) -> Undertaking | None:
    """The undertaking that this word expresses, None where it expresses none."""
    is_taken_for_noun = verb.pos_ == "NOUN" and verb.dep_ == "ROOT" and grammar.subject_of(verb) is not None
    if verb.pos_ not in ("VERB", "AUX", "ADJ") and not is_taken_for_noun:
        return None
    name = lemma(verb)
    reader = next((reader for verbs, reader in _READERS if name in verbs), None)
    if reader is not None:
        return reader(verb)
    return _giving(verb) if name in _GIVING or _is_permitted(verb) else None


def _giving(verb: Token) -> Undertaking | None:
    thing, is_passive, receiver = grammar.thing(verb)
    if thing is None or not grammar.has_particle(verb) or certainty.is_unsure(verb) or _is_read_elsewhere(verb, thing):
        return None
    if lemma(verb) in words.ANNOUNCING and lemma(thing) in words.WITHHOLDING:
        stopped = grammar.beside(thing, ("of", "to", "in", "on"))
        return Undertaking(verb, stopped, PledgeStatus.REFUSED, "stops") if stopped is not None else None
    status, rule = certainty.read(verb, is_passive=is_passive)
    if status is not None and any(child.lower_ == "no" and child.dep_ == "det" for child in thing.children):
        status, rule = PledgeStatus.REFUSED, "none"  # "no troops will be sent"
    if (status is None or rule == "delivered") and _is_permitted(verb):
        permitting = [word for word in grammar.governors(verb) if lemma(word) in words.PERMITTING]
        is_denied = any(lemma(word) in words.DENYING or grammar.is_negated(word) for word in permitting)
        status, rule = PledgeStatus.REFUSED if is_denied else PledgeStatus.ANNOUNCED, "permits"
    return Undertaking(verb, thing, status, rule, is_passive, receiver) if status is not None else None


def _is_read_elsewhere(verb: Token, thing: Token) -> bool:
    """What a word behind it says more fully: "plans | to send", "the tanks promised | have arrived", "its army | to"."""
    is_participle = verb.dep_ == "acl" and verb.tag_ == "VBN"
    return (
        _is_spelled_out(thing)
        or (is_participle and lemma(thing.head) in words.ARRIVING)
        or (lemma(verb) in _COMMANDING and lemma(thing) in words.PEOPLE)
    )


def _receiving(verb: Token) -> Undertaking | None:
    """As in "Ukraine will receive 14 tanks"; what it has received already must say from whom."""
    thing, is_passive, _ = grammar.thing(verb)
    if thing is None or certainty.is_unsure(verb):
        return None
    status, rule = certainty.read(verb, is_passive=is_passive)
    if status is None or (status == PledgeStatus.DELIVERED and not _has_source(verb, thing)):
        return None
    receiver = grammar.acting_subject(verb)
    if receiver is not None and receiver.pos_ == "PRON":  # "Ukraine said it had received"
        sayers = (grammar.subject_of(word) for word in grammar.governors(verb) if lemma(word) in words.SPEECH)
        receiver = next(sayers, None) or receiver
    return Undertaking(verb, thing, status, rule, is_passive, receiver, is_received=True)


def _has_source(verb: Token, thing: Token) -> bool:
    return any(grammar.beside(word, ("from",)) is not None for word in (verb, thing))


def _declining(verb: Token) -> Undertaking | None:
    """As in "ruled out any transfer of weapons"."""
    thing, _, _ = grammar.thing(verb)
    is_ruled_out = lemma(verb) == "rule" and any(child.lower_ == "out" for child in verb.children)
    is_act = thing is not None and (lemma(thing) in words.ACTS or (is_ruled_out and lemma(thing) in words.THINGS))
    if (
        thing is None
        or not is_act
        or verb.tag_ not in certainty.FINITE
        or certainty.is_unsure(verb)
        or grammar.is_negated(verb)
    ):
        return None
    return Undertaking(verb, thing, PledgeStatus.REFUSED, "declines")


def _stopping(verb: Token) -> Undertaking | None:
    """What is withheld, "suspends military aid": refused, unless it is only threatened or demanded."""
    thing, is_passive, _ = grammar.thing(verb)
    is_without_object = thing is None or thing.dep_ == "pobj"
    if is_without_object and lemma(verb) in _COMING_TO_AN_END:
        thing, is_passive = grammar.subject_of(verb), True
    is_threat = verb.dep_ == "conj" and any(child.lower_ == "or" for child in verb.head.children)
    is_description = verb.dep_ == "amod" or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    if thing is None or is_threat or is_description or _is_spelled_out(thing):
        return None
    if certainty.is_unsure(verb) or not grammar.has_particle(verb) or grammar.is_negated(verb):
        return None
    if not certainty.is_said(verb):
        return None
    is_remitted = lemma(verb) == "cancel" and things.noun_of(things.head_of(thing)) == "debt"
    status = PledgeStatus.ANNOUNCED if is_remitted else PledgeStatus.REFUSED
    return Undertaking(verb, thing, status, "remits" if is_remitted else "stops", is_passive)


def _arriving(verb: Token) -> Undertaking | None:
    """As in "aid from Norway has arrived": the subject is what is given."""
    subject = grammar.subject_of(verb)
    if subject is None or verb.tag_ == "VBG" or certainty.is_unsure(verb) or grammar.is_negated(verb):
        return None
    if any(child.dep_ == "acl" and lemma(child) in words.CARRYING for child in subject.children):
        return None  # what the ship carries is given, not the ship
    is_ahead = bool(grammar.auxiliaries(verb) & words.FUTURE)
    status = certainty.governing(verb) or (PledgeStatus.ANNOUNCED if is_ahead else PledgeStatus.DELIVERED)
    if lemma(verb) in words.STAYING and status == PledgeStatus.DELIVERED:
        return None
    return Undertaking(verb, subject, status, "arrives", is_passive=True)


def _denying(verb: Token) -> Undertaking | None:
    """As in "denies the United States the use of a base": refused to somebody in so many words."""
    thing, is_passive, receiver = grammar.thing(verb)
    if thing is None or receiver is None or verb.tag_ not in certainty.FINITE:
        return None
    return Undertaking(verb, thing, PledgeStatus.REFUSED, "denies", is_passive, receiver)


def gift(noun: Token) -> Undertaking | None:
    """A pledge told by a noun alone, with what it is worth: "a British loan of 2 billion pounds"."""
    name = lemma(noun)
    is_numbered = any(child.like_num or child.tag_ == "$" for child in noun.subtree) if name in words.GIFTS else False
    if noun.pos_ != "NOUN" or not is_numbered or _is_spelled_out(noun):
        return None
    is_ahead = noun.dep_ == "nsubj" and any(lemma(word) in ("due", "expect", "set") for word in noun.head.children)
    of = grammar.beside(noun, ("of", "worth")) if name not in ("loan", "grant") else None
    status = PledgeStatus.PLANNED if is_ahead else words.GIFTS[name]
    return Undertaking(noun, of or noun, status, "gift", is_passive=True)


def _is_permitted(verb: Token) -> bool:
    """The "use" in "allowed the United States to use its bases"."""
    return lemma(verb) == "use" and any(lemma(word) in words.PERMITTING for word in grammar.governors(verb))


def _is_spelled_out(noun: Token) -> bool:
    """As in "announced plans to send ...": the infinitive says it, and is read by itself."""
    return lemma(noun) in words.STATUS_OF and any(
        child.dep_ in ("acl", "relcl") or (child.dep_ == "prep" and any(g.dep_ == "pcomp" for g in child.children))
        for child in noun.children
    )


_GIVING = words.GIVING | words.SELF | words.ANNOUNCING
_READERS: tuple[tuple[frozenset[str], Callable[[Token], Undertaking | None]], ...] = (
    (words.STOPPING, _stopping),
    (words.ARRIVING, _arriving),
    (words.RECEIVING, _receiving),
    (words.DENYING, _denying),
    (words.DECLINING, _declining),
)
