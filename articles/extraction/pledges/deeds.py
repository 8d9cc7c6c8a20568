"""Help told by what is done: "will feed 5,000 families", "pays for the repair of a bridge", "lets them stay in its hospitals".

No list holds all that may be done for others. What keeps these apart from a day's business is that somebody else is
named for whom it is done; `plausibility` sees to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.pledges import certainty, grammar, words
from articles.extraction.pledges.grammar import lemma
from articles.extraction.pledges.undertakings import Undertaking
from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

RULE = "helps"
# "Will operate on 60 children", "will look after the orphans", "will pay for the fuel".
_TOWARDS = {"operate": ("on",), "look": ("after",), "care": ("for",), "pay": ("for",)}
_HELPING = frozenset(
    "train teach instruct coach treat heal feed house shelter repair rebuild restore reconstruct mend demine guard protect escort"
    " vaccinate inoculate immunize immunise carry transport fly ferry bring host equip fund finance rescue clear refurbish".split()
) | frozenset(_TOWARDS)
_BEARING = frozenset({"cover", "bear", "meet", "shoulder"})
_DEEDS = _HELPING | _BEARING | words.HANDING
_COSTS = frozenset("cost bill expense salary wage fee rent price upkeep".split())
_ON_THE_WAY = frozenset({"way", "route"})
_LETTING = frozenset({"let", "allow", "permit"})


def read(verb: Token) -> Undertaking | None:
    """The help that a verb tells of, where neither the verb nor its object is a word for giving."""
    if lemma(verb) == "be":
        return _on_the_way(verb)
    is_let = _permitting(verb) is not None
    if verb.pos_ not in ("VERB", "AUX", "NOUN") or not (is_let or lemma(verb) in _DEEDS) or certainty.is_unsure(verb):
        return None
    return (_letting(verb) if is_let else None) or _helping(verb)


def _helping(verb: Token) -> Undertaking | None:
    name = lemma(verb)
    if name in _TOWARDS:
        thing, is_passive = grammar.beside(verb, _TOWARDS[name]), False
    elif name in _DEEDS:
        thing, is_passive, _ = grammar.thing(verb)
    else:
        return None
    is_phrase = any(child.dep_ == "prt" and child.lower_ != "over" for child in verb.children)  # "carried out"
    if is_phrase or verb.dep_ == "acl" or (verb.dep_ == "advcl" and verb.tag_ == "VBG"):
        return None
    is_cost = name not in _BEARING or (thing is not None and lemma(thing) in _COSTS)
    if thing is None or thing.pos_ not in ("NOUN", "NUM") or not is_cost:
        return None
    status, _ = certainty.read(verb, is_passive=is_passive)
    receiver = _dative(verb, thing)
    rule = "hands" if name in words.HANDING else RULE
    return Undertaking(verb, thing, status, rule, is_passive, receiver) if status is not None else None


def _dative(verb: Token, thing: Token) -> Token | None:
    """Borovia in "has lent Borovia six ploughs"."""
    objects = [child for child in verb.children if child.dep_ in ("dative", "dobj") and verb.i < child.i < thing.i]
    return next((word for word in objects if word.pos_ == "PROPN"), None)


def _on_the_way(verb: Token) -> Undertaking | None:
    """As in "two frigates from Norway are on their way"."""
    where = grammar.beside(verb, ("on", "en"))
    thing = grammar.subject_of(verb)
    if where is None or thing is None or lemma(where) not in _ON_THE_WAY or certainty.is_unsure(verb):
        return None
    return Undertaking(verb, thing, PledgeStatus.ANNOUNCED, "arrives", is_passive=True)


def _permitting(verb: Token) -> Token | None:
    """The "let" above "stay" in "will let the wounded stay"."""
    above = verb.head
    return above if verb.dep_ in ("ccomp", "xcomp") and lemma(above) in _LETTING else None


def _letting(verb: Token) -> Undertaking | None:
    """As in "lets Borovia draw gas from its stores": what is its own is given to be used."""
    above = _permitting(verb)
    owned = next((c.head for c in verb.subtree if c.dep_ == "poss" and c.lower_ in ("its", "their", "our")), None)
    if above is None or owned is None or owned.pos_ != "NOUN" or owned.i < verb.i:
        return None
    status, _ = certainty.read(above, is_passive=False)
    guest = grammar.subject_of(verb) or next((c for c in above.children if c.dep_ in ("dobj", "dative")), None)
    if status is None or guest is None:
        return None
    told = PledgeStatus.ANNOUNCED if status == PledgeStatus.DELIVERED else status
    return Undertaking(above, guest if lemma(verb) == "stay" else owned, told, "lets", receiver=guest)
