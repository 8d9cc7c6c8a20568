"""Aid expressed by an action: "will feed 5,000 families", "pays for the repair of a bridge", "lets them stay in its hospitals".

No list can contain everything that may be done for others. These differ from ordinary business in that they name
somebody else for whom it is done; `plausibility` sees to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.language_model import lemma
from articles.extraction.pledges import grammar, modality, pledge_words
from articles.extraction.pledges.pledge_candidate import PledgeCandidate
from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

AID_RULE = "helps"
# "Will operate on 60 children", "will look after the orphans", "will pay for the fuel".
_PREPOSITIONS = pledge_words.VERBS.texts("aid_for")
_AID_VERBS = pledge_words.VERBS.words("aid") | frozenset(_PREPOSITIONS)
_COST_VERBS = pledge_words.VERBS.words("cost")
_ACTIONS = _AID_VERBS | _COST_VERBS | pledge_words.TRANSFER_VERBS
_COSTS = pledge_words.NOUNS.words("cost")
_WAY_NOUNS = pledge_words.NOUNS.words("way")
_LETTING_VERBS = pledge_words.VERBS.words("letting")


def read_aid_action(verb: Token) -> PledgeCandidate | None:
    """The aid that a verb expresses, where neither the verb nor its object is a word for giving."""
    if verb.pos_ not in ("VERB", "AUX", "NOUN"):
        return None
    if lemma(verb) == "be":
        return _being_on_the_way(verb)
    is_let = _permitting(verb) is not None
    if not (is_let or lemma(verb) in _ACTIONS) or modality.is_hypothetical(verb):
        return None
    return (_letting(verb) if is_let else None) or _aiding(verb)


def _aiding(verb: Token) -> PledgeCandidate | None:
    name = lemma(verb)
    if name in _PREPOSITIONS:
        item, is_passive = grammar.object_after(verb, _PREPOSITIONS[name]), False
    elif name in _ACTIONS:
        item, is_passive, _ = grammar.given_object(verb)
    else:
        return None
    is_phrase = any(child.dep_ == "prt" and child.lower_ != "over" for child in verb.children)  # "carried out"
    if is_phrase or verb.dep_ == "acl" or (verb.dep_ == "advcl" and verb.tag_ == "VBG"):
        return None
    is_cost = name not in _COST_VERBS or (item is not None and lemma(item) in _COSTS)
    if item is None or item.pos_ not in ("NOUN", "NUM") or not is_cost:
        return None
    status, _ = modality.read_modality(verb, is_passive=is_passive)
    recipient = _dative(verb, item)
    rule = "hands" if name in pledge_words.TRANSFER_VERBS else AID_RULE
    return PledgeCandidate(verb, item, status, rule, is_passive, recipient) if status is not None else None


def _dative(verb: Token, item: Token) -> Token | None:
    """Borovia in "has lent Borovia six ploughs"."""
    objects = [child for child in verb.children if child.dep_ in ("dative", "dobj") and verb.i < child.i < item.i]
    return next((word for word in objects if word.pos_ == "PROPN"), None)


def _being_on_the_way(verb: Token) -> PledgeCandidate | None:
    """As in "two frigates from Norway are on their way"."""
    where = grammar.object_after(verb, ("on", "en"))
    item = grammar.subject_of(verb)
    if where is None or item is None or lemma(where) not in _WAY_NOUNS or modality.is_hypothetical(verb):
        return None
    return PledgeCandidate(verb, item, PledgeStatus.ANNOUNCED, "arrives", is_passive=True)


def _permitting(verb: Token) -> Token | None:
    """The "let" above "stay" in "will let the wounded stay"."""
    above = verb.head
    return above if verb.dep_ in ("ccomp", "xcomp") and lemma(above) in _LETTING_VERBS else None


def _letting(verb: Token) -> PledgeCandidate | None:
    """As in "lets Borovia draw gas from its stores": what is its own is given to be used."""
    above = _permitting(verb)
    owned = next((c.head for c in verb.subtree if c.dep_ == "poss" and c.lower_ in ("its", "their", "our")), None)
    if above is None or owned is None or owned.pos_ != "NOUN" or owned.i < verb.i:
        return None
    status, _ = modality.read_modality(above, is_passive=False)
    guest = grammar.subject_of(verb) or next((c for c in above.children if c.dep_ in ("dobj", "dative")), None)
    if status is None or guest is None:
        return None
    stated = PledgeStatus.ANNOUNCED if status == PledgeStatus.DELIVERED else status
    return PledgeCandidate(above, guest if lemma(verb) == "stay" else owned, stated, "lets", recipient=guest)
