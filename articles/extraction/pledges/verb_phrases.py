"""Pledges expressed by a verb and a noun together: "signed off on a loan", "lifts its freeze on aid", "put aid on
hold".
"""

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

# What these agree to follows a small word: "agreed on a loan", "signed off on", "stood by its promise of".
_AGREEING = pledge_words.VERBS.texts("agrees")
_CONCLUDING = pledge_words.VERBS.words("concluding")
_CONTRACTS = pledge_words.NOUNS.words("contract")
_CONSENTS = pledge_words.NOUNS.words("consent")
_ABOUT = ("on", "for", "of", "to", "over", "with")
# Beside a noun for the act: "confirms the deployment of soldiers", "considers the delivery of tanks".
_STATUS_OF_ACT = pledge_words.statuses(pledge_words.VERBS.text("act"))
_BACKING = pledge_words.VERBS.words("backing")
_SUMS = pledge_words.NOUNS.words("sum")
_PAYING = pledge_words.VERBS.words("paying")
_PURCHASES = pledge_words.NOUNS.words("purchase")
_SHELTERS = pledge_words.NOUNS.words("shelter")
_UNDOING = pledge_words.VERBS.words("undoing")
_REQUESTS = pledge_words.NOUNS.words("request")
_TURNING_DOWN = pledge_words.VERBS.words("turning-down")
_MEETING = pledge_words.VERBS.words("meeting")
_HOLDS = pledge_words.NOUNS.words("hold")
_MISSIONS = pledge_words.NOUNS.words("mission")
_FORBIDDING = pledge_words.VERBS.words("forbidding")
_TRAVELLING = pledge_words.VERBS.words("travelling")


def read_verb_phrase(verb: Token) -> PledgeCandidate | None:
    """The pledge that a verb expresses only together with a noun or a particle."""
    if verb.pos_ != "VERB":
        return None
    name = lemma(verb)
    for verbs, reader in _READERS:
        found = reader(verb) if name in verbs else None
        if found is not None:
            return None if modality.is_hypothetical(verb) else found
    return None


def _agreeing(verb: Token) -> PledgeCandidate | None:
    """As in "agreed on a 500 million euro tranche"."""
    item = grammar.object_after(verb, _AGREEING[lemma(verb)])
    is_signing = lemma(verb) == "sign" and not any(child.lower_ == "off" for child in verb.children)
    if item is None or is_signing or item.ent_type_ == "DATE":
        return None
    is_measured = any(part.like_num for part in item.subtree)
    if not is_measured and noun_of(head_of(item)) not in pledge_words.ITEM_NOUNS - pledge_words.VAGUE_NOUNS:
        return None  # "agreed on a line as their border"
    return _candidate(verb, item, "agrees on")


def _consenting(verb: Token) -> PledgeCandidate | None:
    """As in "gave the green light to a package"."""
    consent, _, _ = grammar.given_object(verb)
    if consent is None or lemma(consent) not in _CONSENTS:
        return None
    item = grammar.object_after(verb, ("to", "for")) or grammar.object_after(consent, ("to", "for"))
    return _candidate(verb, item, "agrees on")


def _concluding(verb: Token) -> PledgeCandidate | None:
    """As in "signed a loan agreement", "reached a deal on a loan": money only, for a deal on arms is a sale."""
    contract, _, _ = grammar.given_object(verb)
    if contract is None or lemma(contract) not in _CONTRACTS:
        return None
    about = (grammar.object_after(contract, _ABOUT[:3]), grammar.object_after(verb, _ABOUT[:2]))
    item = next((noun for noun in about if noun is not None and _is_funding(noun)), None)
    is_for_funds = any(
        child.dep_ == "compound" and lemma(child) in pledge_words.NOMINAL_PLEDGES for child in contract.children
    )
    return _candidate(verb, item or (contract if is_for_funds else None), "agrees on")


def _acting(verb: Token) -> PledgeCandidate | None:
    """As in "confirms the deployment of its soldiers"."""
    act, is_passive, _ = grammar.given_object(verb)
    if act is not None and lemma(act) in _PURCHASES and lemma(verb) in _PAYING:
        return _candidate(verb, grammar.object_after(act, ("of",)), "pays for")
    status = _STATUS_OF_ACT.get(lemma(verb), PledgeStatus.ANNOUNCED)
    if act is not None and noun_of(act) in _SUMS and status != PledgeStatus.DELIVERED:
        is_open = modality.is_asserted(verb) and not grammar.is_negated(verb)
        return PledgeCandidate(verb, act, status, "backs", is_passive) if is_open else None
    if (
        act is None
        or lemma(act) not in pledge_words.ACT_NOUNS
        or lemma(verb) not in _STATUS_OF_ACT
        or grammar.object_after(act, ("of",)) is None
    ):
        return None
    is_going_on = verb.tag_ == "VBG" and bool(grammar.auxiliaries(verb))
    if grammar.is_negated(verb) or not (is_going_on or verb.tag_ in modality.FINITE | {"VB"}):
        return None
    return PledgeCandidate(verb, act, _STATUS_OF_ACT[lemma(verb)], "acts", is_passive)


def _buying(verb: Token) -> PledgeCandidate | None:
    """As in "buys 50 drones for Ukraine": for somebody else."""
    item, is_passive, _ = grammar.given_object(verb)
    behind = [grammar.object_after(word, ("for",)) for word in (verb, item) if word is not None]
    is_for_others = any(noun is not None and noun.ent_type_ in ("GPE", "NORP") for noun in behind)
    return _candidate(verb, item, "buys", is_passive=is_passive) if is_for_others else None


def _sheltering(verb: Token) -> PledgeCandidate | None:
    """As in "opens its doors to 4,000 refugees", "grants asylum to 12 sailors"."""
    shelter, _, recipient = grammar.given_object(verb)
    if shelter is None or lemma(shelter) not in _SHELTERS:
        return None
    people = recipient or grammar.object_after(verb, ("to",)) or grammar.object_after(shelter, ("to",))
    return _candidate(verb, people, "shelters")


def _paying(verb: Token) -> PledgeCandidate | None:
    """As in "will pay Nauru to accept them": an unstated sum to a country."""
    recipient, _, _ = grammar.given_object(verb)
    is_to_do = any(child.dep_ == "xcomp" for child in verb.children)
    if recipient is None or recipient.pos_ != "PROPN" or recipient.ent_type_ == "PERSON" or not is_to_do:
        return None
    status, _ = modality.read_modality(verb, is_passive=False)
    return PledgeCandidate(verb, recipient, status, "pays", recipient=recipient) if status is not None else None


def _resuming(verb: Token) -> PledgeCandidate | None:
    """As in "lifts its freeze on aid": what had been stopped is given again."""
    stop, is_passive, _ = grammar.given_object(verb)
    if stop is None or lemma(stop) not in pledge_words.WITHHOLDING_NOUNS or grammar.is_negated(verb):
        return None
    item = grammar.object_after(stop, _ABOUT) or _after_gerund(stop)
    return PledgeCandidate(verb, item, PledgeStatus.ANNOUNCED, "resumes", is_passive) if item is not None else None


def _after_gerund(noun: Token) -> Token | None:
    """The aid in "its suspension on sharing aid"."""
    gerunds = (inner for child in noun.children if child.dep_ == "prep" for inner in child.children)
    objects = (o for gerund in gerunds if gerund.tag_ == "VBG" for o in gerund.children if o.dep_ == "dobj")
    return next(objects, None)


def _answering(verb: Token) -> PledgeCandidate | None:
    """As in "turned down a Polish request for missiles", "granted its request for a loan"."""
    request, is_passive, _ = grammar.given_object(verb)
    if request is None or lemma(request) not in _REQUESTS or grammar.is_negated(verb):
        return None
    item = grammar.object_after(request, ("for",))
    if item is None or not modality.is_asserted(verb):
        return None
    status = PledgeStatus.ANNOUNCED if lemma(verb) in _MEETING else PledgeStatus.REFUSED
    return PledgeCandidate(verb, item, status, "answers", is_passive)


def _putting(verb: Token) -> PledgeCandidate | None:
    """As in "put 90 million euros on hold"."""
    item, is_passive, _ = grammar.given_object(verb)
    is_held = any(lemma(noun) in _HOLDS for child in verb.children if child.lower_ == "on" for noun in child.children)
    if item is None or not is_held or not modality.is_asserted(verb):
        return None
    return PledgeCandidate(verb, item, PledgeStatus.REFUSED, "stops", is_passive)


def _making_available(verb: Token) -> PledgeCandidate | None:
    """As in "is making 18 jets available"."""
    available = next((child for child in verb.children if child.lower_ == "available"), None)
    if available is None:
        return None
    passive = grammar.passive_subject(verb)
    item = passive or grammar.subject_of(available) or next((c for c in verb.children if c.dep_ == "dobj"), None)
    return _candidate(verb, item, "makes available", is_passive=passive is not None)


def _joining(verb: Token) -> PledgeCandidate | None:
    """As in "will join the mission with 850 soldiers"."""
    joined = [lemma(noun) for child in verb.subtree for noun in (child,) if noun.dep_ in ("dobj", "pobj")]
    troops = grammar.object_after(verb, ("with",))
    if (
        troops is None
        or not _MISSIONS.intersection(joined)
        or noun_of(troops) not in pledge_words.PERSONNEL | pledge_words.ARMS
    ):
        return None
    return _candidate(verb, troops, "joins")


def _forbidding(verb: Token) -> PledgeCandidate | None:
    """As in "bans the use of its airspace", "forbids American planes to use the base"."""
    if not modality.is_asserted(verb) or grammar.is_negated(verb):
        return None
    uses = [word for word in verb.subtree if lemma(word) == "use" and word.i > verb.i]
    for use in uses:
        lent = grammar.object_after(use, ("of",)) or next(
            (child for child in use.children if child.dep_ == "dobj"), None
        )
        if lent is not None and noun_of(lent) in pledge_words.FACILITIES:
            return PledgeCandidate(verb, lent, PledgeStatus.REFUSED, "forbids")
    return None


def _carrying(verb: Token) -> PledgeCandidate | None:
    """As in "a ship carrying 3,000 tonnes of wheat docked"."""
    carrier = grammar.subject_of(verb)
    loads = (
        [child for child in carrier.children if child.dep_ == "acl" and lemma(child) in pledge_words.CARRYING_VERBS]
        if carrier
        else []
    )
    for load in loads:
        cargo = next((child for child in load.children if child.dep_ == "dobj"), None) or grammar.object_after(
            load, ("with",)
        )
        is_relief = cargo is not None and noun_of(head_of(cargo)) in pledge_words.RELIEF_GOODS | pledge_words.FUNDS
        if cargo is not None and is_relief and modality.is_asserted(verb):
            return PledgeCandidate(verb, cargo, PledgeStatus.DELIVERED, "arrives", is_passive=True)
    return None


def _candidate(verb: Token, item: Token | None, rule: str, *, is_passive: bool = False) -> PledgeCandidate | None:
    subject = grammar.acting_subject(verb)
    is_partners = (
        subject is not None and subject.lower_ == "they"
    )  # "they signed off on a British loan" names the giver
    if item is None or (is_partners and lemma(item) in pledge_words.NOMINAL_PLEDGES):
        return None
    status, _ = modality.read_modality(verb, is_passive=is_passive)
    if status is None:
        return None
    is_done = status == PledgeStatus.DELIVERED and rule != "makes available"
    return PledgeCandidate(verb, item, PledgeStatus.ANNOUNCED if is_done else status, rule, is_passive)


def _is_funding(noun: Token) -> bool:
    return noun_of(head_of(noun)) in pledge_words.FUNDS


_READERS: tuple[tuple[frozenset[str], Callable[[Token], PledgeCandidate | None]], ...] = (
    (frozenset(_AGREEING), _agreeing),
    (frozenset({"give"}), _consenting),
    (pledge_words.VERBS.words("sheltering"), _sheltering),
    (pledge_words.VERBS.words("buying"), _buying),
    (_CONCLUDING, _concluding),
    (frozenset(_STATUS_OF_ACT) | _PAYING | _BACKING, _acting),
    (_UNDOING, _resuming),
    (_TURNING_DOWN | _MEETING, _answering),
    (frozenset({"put"}), _putting),
    (frozenset({"pay"}), _paying),
    (frozenset({"make"}), _making_available),
    (pledge_words.VERBS.words("joining"), _joining),
    (_FORBIDDING, _forbidding),
    (_TRAVELLING, _carrying),
)
