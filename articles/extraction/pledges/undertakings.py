"""Verbs by which somebody undertakes to give something, and the state of that undertaking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

GIVING = frozenset(
    "send contribute provide deploy redeploy supply donate deliver give offer commit pledge allocate earmark train host fund"
    " finance lend dispatch ship boost increase expand build extend double triple release grant open establish station transfer"
    " hand kick chip add spend invest treat equip rotate".split()
)
_PARTICLE = {"kick": "in", "chip": "in", "hand": "over"}
_SELF = frozenset("pledge promise donate commit offer allocate earmark approve grant".split())
_ANNOUNCING = frozenset("announce unveil approve authorize authorise".split())
_HANDED_OVER = frozenset("deliver donate supply ship transfer hand".split())
_COMMITTING = {
    "commit": PledgeStatus.ANNOUNCED, "pledge": PledgeStatus.ANNOUNCED, "promise": PledgeStatus.ANNOUNCED, "vow": PledgeStatus.ANNOUNCED,
    "agree": PledgeStatus.ANNOUNCED, "decide": PledgeStatus.ANNOUNCED, "undertake": PledgeStatus.ANNOUNCED, "pledged": PledgeStatus.ANNOUNCED,
    "announce": PledgeStatus.ANNOUNCED, "approve": PledgeStatus.ANNOUNCED, "commitment": PledgeStatus.ANNOUNCED, "decision": PledgeStatus.ANNOUNCED,
    "promise of": PledgeStatus.ANNOUNCED, "offer": PledgeStatus.OFFERED, "plan": PledgeStatus.PLANNED, "look": PledgeStatus.PLANNED,
    "prepare": PledgeStatus.PLANNED, "intend": PledgeStatus.PLANNED, "aim": PledgeStatus.PLANNED, "set": PledgeStatus.PLANNED,
    "intention": PledgeStatus.PLANNED, "ready": PledgeStatus.OFFERED, "willing": PledgeStatus.OFFERED, "go": PledgeStatus.PLANNED,
    "refuse": PledgeStatus.REFUSED, "decline": PledgeStatus.REFUSED,
}  # fmt: skip
# What others want of somebody is no undertaking.
_DEMANDING = frozenset(
    "urge ask request demand call want press beg appeal require order expect hope suggest propose consider allow help".split()
)
_FUTURE = frozenset({"will", "would", "shall", "’ll", "'ll"})
_BEING = frozenset({"is", "are", "'s", "’s", "'re", "’re", "was", "were"})
_FINITE = frozenset({"VBD", "VBN", "VBZ", "VBP"})
_UNSURE = frozenset({"may", "might", "could", "should", "can", "must"})


@dataclass(frozen=True, slots=True)
class Undertaking:
    """`verb` gives, `thing` is what is given (its head word), `status` and `rule` say in which form it is undertaken."""

    verb: Token
    thing: Token
    status: PledgeStatus
    rule: str
    is_passive: bool = False


def read(verb: Token) -> Undertaking | None:
    """The undertaking that this word expresses, None where it expresses none."""
    lemma = verb.lemma_.lower()
    if verb.pos_ not in ("VERB", "AUX", "ADJ") or lemma not in GIVING | _SELF | _ANNOUNCING:
        return None
    particle = _PARTICLE.get(lemma)
    if particle and not any(child.lower_ == particle for child in verb.children):
        return None
    thing, is_passive = _thing(verb)
    if thing is None or _is_unsure(verb) or (thing.lemma_.lower() in _COMMITTING and _is_spelled_out(thing)):
        return None
    status, rule = _status(verb, lemma, is_passive=is_passive)
    return Undertaking(verb, thing, status, rule, is_passive) if status else None


def _thing(verb: Token) -> tuple[Token | None, bool]:
    """What is given: the object, the subject of a passive, or the noun that a participle describes."""
    for child in verb.children:
        if child.dep_ == "nsubjpass":
            return child, True
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return verb.head, True
    objects = [child for child in verb.children if child.dep_ in ("dobj", "attr", "oprd")]
    if objects:
        return objects[-1], False
    following = [child for child in verb.rights if child.dep_ in ("prep", "prt", "ccomp", "npadvmod")]
    inner = [grandchild for child in following for grandchild in child.children if grandchild.dep_ in ("pobj", "dobj")]
    wanted = [
        noun
        for child, noun in ((c, n) for c in following for n in inner if n.head == c)
        if child.lower_ in ("in", "to", "with", "over")
    ]
    return (wanted[0], False) if wanted else (None, False)


def _is_spelled_out(noun: Token) -> bool:
    """As in "announced plans to send ...": the infinitive says it, and is read by itself."""
    return any(child.dep_ in ("acl", "relcl") for child in noun.children)


def _status(verb: Token, lemma: str, *, is_passive: bool) -> tuple[PledgeStatus | None, str]:
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    is_negative = any(child.dep_ == "neg" for child in verb.children)
    if auxiliaries & _FUTURE:
        return (PledgeStatus.REFUSED, "will not") if is_negative else (PledgeStatus.ANNOUNCED, "will")
    governed = _governing(verb)
    if is_negative or governed is not None:
        return (None, "") if is_negative else (governed, "undertakes to")
    if verb.tag_ == "VBG" and auxiliaries & _BEING:
        return PledgeStatus.ANNOUNCED, "is giving"
    return _done(verb, lemma) if verb.tag_ in _FINITE or is_passive else (None, "")


def _done(verb: Token, lemma: str) -> tuple[PledgeStatus | None, str]:
    """The status that the verb itself gives: "pledged", "offered", "has delivered"."""
    if lemma == "offer":
        return PledgeStatus.OFFERED, "offered"
    if lemma in _HANDED_OVER and verb.tag_ in ("VBD", "VBN"):
        return PledgeStatus.DELIVERED, "delivered"
    return (PledgeStatus.ANNOUNCED, "pledged") if lemma in _SELF | _ANNOUNCING else (None, "")


def _governing(verb: Token) -> PledgeStatus | None:
    """The status that the governing word gives to an infinitive: "committed to send", "plans to send"."""
    is_infinitive = any(child.lower_ == "to" and child.i < verb.i for child in verb.children) or verb.dep_ == "xcomp"
    word, steps = verb, 0
    while steps < 4 and word.dep_ in ("xcomp", "acl", "conj", "pcomp", "ccomp") and word.head != word:
        word, steps = word.head, steps + 1
        if word.lemma_.lower() in _COMMITTING and (is_infinitive or word.dep_ in ("prep", "pcomp")):
            return None if any(child.dep_ == "neg" for child in word.children) else _COMMITTING[word.lemma_.lower()]
        if word.lemma_.lower() in _DEMANDING:
            return None
    return None


def _is_unsure(verb: Token) -> bool:
    """Possibilities, conditions and what others demand."""
    for word in (verb, *_governors(verb)):
        if any(child.dep_ == "aux" and child.lower_ in _UNSURE for child in word.children):
            return True
        if any(
            child.dep_ == "advcl" and any(g.lower_ in ("if", "unless") for g in child.children)
            for child in word.children
        ):
            return True
        if word is not verb and word.lemma_.lower() in _DEMANDING:
            return True
    return any(
        child.dep_ == "mark" and child.lower_ in ("if", "whether", "unless")
        for word in (verb, *_governors(verb))
        for child in word.children
    )


def _governors(verb: Token) -> list[Token]:
    found, word = [], verb
    while word.dep_ in ("xcomp", "ccomp", "acl", "pcomp", "advcl") and word.head != word:
        word = word.head
        if word.lemma_.lower() in ("say", "announce", "tell", "reveal", "confirm", "add", "declare", "state"):
            break
        found.append(word)
    return found
