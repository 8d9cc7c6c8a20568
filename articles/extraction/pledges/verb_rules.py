"""Rules for verbs and nouns that express a pledge or a refusal by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.language_model import lemma
from articles.extraction.pledges import grammar, modality, pledge_words
from articles.extraction.pledges.head_nouns import head_of, noun_of
from articles.extraction.pledges.pledge_candidate import PledgeCandidate
from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

# "Aid to Borovia will end": without an object the subject is what stops.
_ENDING_VERBS = pledge_words.VERBS.words("ending")
# "Orders its military to" hands nobody a military.
_COMMAND_VERBS = pledge_words.VERBS.words("commanding")


def read_verb(verb: Token) -> PledgeCandidate | None:
    """The pledge candidate that a verb expresses, None where it expresses none."""
    is_taken_for_noun = verb.pos_ == "NOUN" and verb.dep_ == "ROOT" and grammar.subject_of(verb) is not None
    if verb.pos_ not in ("VERB", "AUX", "ADJ") and not is_taken_for_noun:
        return None
    name = lemma(verb)
    reader = next((reader for verbs, reader in _READERS if name in verbs), None)
    if reader is not None:
        return reader(verb)
    return _transferring(verb) if name in _TRANSFER_VERBS or _is_permitted(verb) else None


def _transferring(verb: Token) -> PledgeCandidate | None:
    item, is_passive, recipient = grammar.given_object(verb)
    if (
        item is None
        or not grammar.has_particle(verb)
        or modality.is_hypothetical(verb)
        or _is_read_elsewhere(verb, item)
    ):
        return None
    if lemma(verb) in pledge_words.ANNOUNCING_VERBS and lemma(item) in pledge_words.WITHHOLDING_NOUNS:
        stopped = grammar.object_after(item, ("of", "to", "in", "on"))
        return PledgeCandidate(verb, stopped, PledgeStatus.REFUSED, "stops") if stopped is not None else None
    status, rule = modality.read_modality(verb, is_passive=is_passive)
    if status is not None and any(child.lower_ == "no" and child.dep_ == "det" for child in item.children):
        status, rule = PledgeStatus.REFUSED, "none"  # "no troops will be sent"
    if (status is None or rule == "delivered") and _is_permitted(verb):
        permitting = [word for word in grammar.governors(verb) if lemma(word) in pledge_words.PERMISSION_WORDS]
        is_denied = any(lemma(word) in pledge_words.DENYING_VERBS or grammar.is_negated(word) for word in permitting)
        status, rule = PledgeStatus.REFUSED if is_denied else PledgeStatus.ANNOUNCED, "permits"
    return PledgeCandidate(verb, item, status, rule, is_passive, recipient) if status is not None else None


def _is_read_elsewhere(verb: Token, item: Token) -> bool:
    """What a word behind it says more fully: "plans | to send", "the tanks promised | have arrived", "its army |
    to".
    """
    is_participle = verb.dep_ == "acl" and verb.tag_ == "VBN"
    return (
        _is_spelled_out(item)
        or (is_participle and lemma(item.head) in pledge_words.ARRIVAL_VERBS)
        or (lemma(verb) in _COMMAND_VERBS and lemma(item) in pledge_words.PERSONNEL)
    )


def _receiving(verb: Token) -> PledgeCandidate | None:
    """As in "Ukraine will receive 14 tanks"; what it has received already must say from whom."""
    item, is_passive, _ = grammar.given_object(verb)
    if item is None or modality.is_hypothetical(verb):
        return None
    status, rule = modality.read_modality(verb, is_passive=is_passive)
    if status is None or (status == PledgeStatus.DELIVERED and not _has_source(verb, item)):
        return None
    recipient = grammar.acting_subject(verb)
    if recipient is not None and recipient.pos_ == "PRON":  # "Ukraine said it had received"
        sayers = (
            grammar.subject_of(word) for word in grammar.governors(verb) if lemma(word) in pledge_words.SPEECH_VERBS
        )
        recipient = next(sayers, None) or recipient
    return PledgeCandidate(verb, item, status, rule, is_passive, recipient, is_received=True)


def _has_source(verb: Token, item: Token) -> bool:
    return any(grammar.object_after(word, ("from",)) is not None for word in (verb, item))


def _declining(verb: Token) -> PledgeCandidate | None:
    """As in "ruled out any transfer of weapons"."""
    item, _, _ = grammar.given_object(verb)
    is_ruled_out = lemma(verb) == "rule" and any(child.lower_ == "out" for child in verb.children)
    is_act = item is not None and (
        lemma(item) in pledge_words.ACT_NOUNS or (is_ruled_out and lemma(item) in pledge_words.ITEM_NOUNS)
    )
    if (
        item is None
        or not is_act
        or verb.tag_ not in modality.FINITE
        or modality.is_hypothetical(verb)
        or grammar.is_negated(verb)
    ):
        return None
    return PledgeCandidate(verb, item, PledgeStatus.REFUSED, "declines")


def _stopping(verb: Token) -> PledgeCandidate | None:
    """What is withheld, "suspends military aid": refused, unless it is only threatened or demanded."""
    item, is_passive, _ = grammar.given_object(verb)
    is_without_object = item is None or item.dep_ == "pobj"
    if is_without_object and lemma(verb) in _ENDING_VERBS:
        item, is_passive = grammar.subject_of(verb), True
    is_threat = verb.dep_ == "conj" and any(child.lower_ == "or" for child in verb.head.children)
    is_description = verb.dep_ == "amod" or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    if item is None or is_threat or is_description or _is_spelled_out(item):
        return None
    if modality.is_hypothetical(verb) or not grammar.has_particle(verb) or grammar.is_negated(verb):
        return None
    if not modality.is_asserted(verb):
        return None
    is_remitted = lemma(verb) == "cancel" and noun_of(head_of(item)) == "debt"
    status = PledgeStatus.ANNOUNCED if is_remitted else PledgeStatus.REFUSED
    return PledgeCandidate(verb, item, status, "remits" if is_remitted else "stops", is_passive)


def _arriving(verb: Token) -> PledgeCandidate | None:
    """As in "aid from Norway has arrived": the subject is what is given."""
    subject = grammar.subject_of(verb)
    if subject is None or verb.tag_ == "VBG" or modality.is_hypothetical(verb) or grammar.is_negated(verb):
        return None
    if any(child.dep_ == "acl" and lemma(child) in pledge_words.CARRYING_VERBS for child in subject.children):
        return None  # what the ship carries is given, not the ship
    is_ahead = bool(grammar.auxiliaries(verb) & pledge_words.FUTURE_AUXILIARIES)
    status = modality.governing_status(verb) or (PledgeStatus.ANNOUNCED if is_ahead else PledgeStatus.DELIVERED)
    if lemma(verb) in pledge_words.STAYING_VERBS and status == PledgeStatus.DELIVERED:
        return None
    return PledgeCandidate(verb, subject, status, "arrives", is_passive=True)


def _denying(verb: Token) -> PledgeCandidate | None:
    """As in "denies the United States the use of a base": refused to somebody in so many words."""
    item, is_passive, recipient = grammar.given_object(verb)
    if item is None or recipient is None or verb.tag_ not in modality.FINITE:
        return None
    return PledgeCandidate(verb, item, PledgeStatus.REFUSED, "denies", is_passive, recipient)


def read_nominal_pledge(noun: Token) -> PledgeCandidate | None:
    """A pledge expressed by a noun and a number: "a British loan of 2 billion pounds"."""
    if noun.pos_ != "NOUN":
        return None
    name = lemma(noun)
    is_numbered = name in pledge_words.NOMINAL_PLEDGES and any(
        child.like_num or child.tag_ == "$" for child in noun.subtree
    )
    if not is_numbered or _is_spelled_out(noun):
        return None
    is_ahead = noun.dep_ == "nsubj" and any(lemma(word) in ("due", "expect", "set") for word in noun.head.children)
    of = grammar.object_after(noun, ("of", "worth")) if name not in ("loan", "grant") else None
    status = PledgeStatus.PLANNED if is_ahead else pledge_words.NOMINAL_PLEDGES[name]
    return PledgeCandidate(noun, of or noun, status, "gift", is_passive=True)


def _is_permitted(verb: Token) -> bool:
    """The "use" in "allowed the United States to use its bases"."""
    return lemma(verb) == "use" and any(
        lemma(word) in pledge_words.PERMISSION_WORDS for word in grammar.governors(verb)
    )


def _is_spelled_out(noun: Token) -> bool:
    """As in "announced plans to send ...": the infinitive says it, and is read by itself."""
    return lemma(noun) in pledge_words.GOVERNING_STATUS and any(
        child.dep_ in ("acl", "relcl") or (child.dep_ == "prep" and any(g.dep_ == "pcomp" for g in child.children))
        for child in noun.children
    )


_TRANSFER_VERBS = pledge_words.GIVING_VERBS | pledge_words.PERFORMATIVE_VERBS | pledge_words.ANNOUNCING_VERBS
_READERS: tuple[tuple[frozenset[str], Callable[[Token], PledgeCandidate | None]], ...] = (
    (pledge_words.STOPPING_VERBS, _stopping),
    (pledge_words.ARRIVAL_VERBS, _arriving),
    (pledge_words.RECEIVING_VERBS, _receiving),
    (pledge_words.DENYING_VERBS, _denying),
    (pledge_words.DECLINING_VERBS, _declining),
)
