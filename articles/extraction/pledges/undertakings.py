"""Verbs by which somebody undertakes to give something or refuses to, and how sure the words are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction.pledges import words
from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_BEING = frozenset({"is", "are", "'s", "’s", "'re", "’re", "was", "were", "am", "'m", "’m", "be", "been", "being"})
_FINITE = frozenset({"VBD", "VBN", "VBZ", "VBP"})
_CLAUSES = ("xcomp", "ccomp", "acl", "pcomp", "advcl", "conj", "relcl")
_OBJECTS = ("dobj", "attr", "oprd", "dative")
_FARTHEST = 5
# Beside these an infinitive says what is meant: "will use 5 million euros to fund".
_COMMANDING = frozenset({"order", "authorize", "authorise", "approve", "sign"})
# "Between 40 and 60 engineers" hangs under its first word.
_ROUGHLY = ("between", "about", "around", "up")
_BEFORE = frozenset({"after", "before", "since", "when"})
_SERVING = frozenset({"use", "help", "work", "continue", "begin", "start"})


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
    lemma = _lemma(verb)
    if verb.pos_ not in ("VERB", "AUX", "ADJ"):
        return None
    if lemma in words.STOPPING:
        return _stopping(verb)
    if lemma in words.ARRIVING:
        return _arriving(verb)
    if lemma == "deny":
        return _denying(verb)
    is_receiving = lemma in words.RECEIVING
    if not (is_receiving or lemma in words.GIVING | words.SELF | words.ANNOUNCING or _is_permitted(verb)):
        return None
    if not _has_particle(verb, lemma) or _is_unsure(verb):
        return None
    thing, is_passive, receiver = _thing(verb)
    if thing is None or (_is_word_of_promise(thing) and _is_spelled_out(thing)):
        return None
    if lemma in _COMMANDING and _lemma(thing) in words.PEOPLE:
        return None  # "orders its military to"
    if lemma in words.ANNOUNCING and _lemma(thing) in words.WITHHOLDING:
        stopped = _beside(thing, ("of", "to", "in", "on"))
        return Undertaking(verb, stopped, PledgeStatus.REFUSED, "stops") if stopped is not None else None
    if verb.dep_ == "acl" and is_passive and _lemma(thing.head) in words.ARRIVING:
        return None  # "the tanks promised by Germany have arrived" is read at its end
    status, rule = _status(verb, lemma, is_passive=is_passive)
    if status is None or (is_receiving and status == PledgeStatus.DELIVERED):
        return None
    receiver = acting_subject(verb) if is_receiving else receiver
    return Undertaking(verb, thing, status, rule, is_passive, receiver, is_receiving)


def governors(verb: Token) -> Iterator[Token]:
    """The words that a verb hangs under, nearest first, as far as the clause that reports it."""
    word = verb
    for _ in range(_FARTHEST):
        if word.head == word or not (
            word.dep_ in _CLAUSES or word.dep_ in ("prep", "dobj", "attr", "pobj", "acomp", "oprd")
        ):
            return
        if (
            word.dep_ in ("conj", "advcl", "ccomp")
            and subject_of(word) is not None
            and _lemma(word.head) not in words.SPEECH
        ):
            if word.dep_ != "ccomp":
                return
        word = word.head
        yield word
        if _lemma(word) in words.SPEECH and _lemma(word) not in words.STATUS_OF:
            return


def subject_of(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in ("nsubj", "expl")), None)


def acting_subject(verb: Token) -> Token | None:
    """The subject of a verb or of the verb that governs it."""
    word = verb
    for _ in range(6):
        subject = subject_of(word)
        if subject is not None and subject.lower_ in ("who", "which", "that") and word.dep_ == "relcl":
            return word.head
        if subject is not None:
            return subject
        if (
            word.dep_
            not in ("xcomp", "conj", "advcl", "acl", "pcomp", "prep", "ccomp", "dobj", "relcl", "acomp", "attr", "pobj")
            or word.head == word
        ):
            return next((child for child in word.children if child.dep_ == "nsubjpass"), None)
        if word.dep_ in ("xcomp", "acl"):
            passive = next((child for child in word.head.children if child.dep_ == "nsubjpass"), None)
            if passive is not None:
                return passive
        if word.dep_ == "relcl" and word.head.lemma_.lower() not in words.STATUS_OF.keys() | words.NOMINAL:
            return word.head
        word = word.head
    return None


def has_condition(verb: Token) -> bool:
    """Whether it hangs on an "if" that follows or goes before it."""
    return any(
        child.dep_ == "advcl" and any(word.lower_ in words.CONDITIONS for word in child.children)
        for child in verb.children
    )


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


def _has_particle(verb: Token, lemma: str) -> bool:
    """Whether a verb that gives only with its particle ("kick in") has it."""
    wanted = words.PARTICLES.get(lemma)
    return wanted is None or any(child.lower_ in wanted for child in verb.children)


def _is_permitted(verb: Token) -> bool:
    """The "use" in "allowed the United States to use its bases"."""
    return _lemma(verb) == "use" and any(_lemma(word) in words.PERMITTING for word in governors(verb))


def _thing(verb: Token) -> tuple[Token | None, bool, Token | None]:
    """What is given, whether it stands before the verb, and who gets it by the verb's own grammar."""
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return verb.head, True, None
    objects = [child for child in verb.children if child.dep_ in _OBJECTS and child.i > verb.i and child.pos_ != "ADP"]
    passive = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    beside = _beside(verb, ("with",)) if _lemma(verb) in words.WITH_THING else None
    if beside is not None:
        return beside, False, objects[0] if objects else passive
    if passive is not None:
        if objects:  # "Ukraine will be given 50 tanks"
            return objects[-1], False, passive
        return passive, True, None
    if objects:
        datives = [word for word in objects[:-1] if word.pos_ in ("PROPN", "PRON", "NOUN")]
        return objects[-1], False, datives[0] if datives else None
    if _lemma(verb) == "pay":
        return _beside(verb, ("for",)), False, None
    return _beside(verb, _ROUGHLY) or _beside(verb, ("in", "to", "with", "over", "up")), False, None


def _beside(verb: Token, prepositions: tuple[str, ...]) -> Token | None:
    """The noun after one of these small words: "committed to 50 tanks", "kicked in $5 million"."""
    following = [
        child for child in verb.rights if child.dep_ in ("prep", "prt", "ccomp", "npadvmod", "dative", "quantmod")
    ]
    for word in following:
        if word.lower_ in prepositions:
            inner = next((noun for noun in word.children if noun.dep_ in ("pobj", "dobj")), None)
            if inner is not None:
                return inner
    return None


def _is_word_of_promise(noun: Token) -> bool:
    return _lemma(noun) in words.STATUS_OF


def _is_spelled_out(noun: Token) -> bool:
    """As in "announced plans to send ...": the infinitive says it, and is read by itself."""
    return any(
        child.dep_ in ("acl", "relcl") or (child.dep_ == "prep" and any(g.dep_ == "pcomp" for g in child.children))
        for child in noun.children
    )


def gift(noun: Token) -> Undertaking | None:
    """A pledge told by a noun alone, with what it is worth: "a British loan of 2 billion pounds"."""
    lemma = _lemma(noun)
    if noun.pos_ != "NOUN" or lemma not in words.GIFTS or _is_spelled_out(noun):
        return None
    of = _beside(noun, ("of", "worth"))
    is_numbered = any(child.like_num or child.tag_ == "$" for child in noun.subtree)
    if not is_numbered:
        return None
    status = words.GIFTS[lemma]
    if noun.dep_ == "nsubj":
        auxiliary = next((word for word in noun.head.children if _lemma(word) in ("due", "expect", "set")), None)
        status = PledgeStatus.PLANNED if auxiliary is not None else status
    is_money = lemma in ("loan", "grant") or of is None
    return Undertaking(noun, noun if is_money else of, status, "gift", is_passive=True)


def _arriving(verb: Token) -> Undertaking | None:
    subject = subject_of(verb)
    auxiliaries = _auxiliaries(verb)
    if subject is None or _is_unsure(verb) or any(child.dep_ == "neg" for child in verb.children):
        return None
    status = PledgeStatus.ANNOUNCED if auxiliaries & words.FUTURE else PledgeStatus.DELIVERED
    status = _governing(verb) or status
    return Undertaking(verb, subject, status, "arrives", is_passive=True) if verb.tag_ != "VBG" else None


def _denying(verb: Token) -> Undertaking | None:
    """ "Denies the United States the use of a base": refused to somebody in so many words."""
    thing, is_passive, receiver = _thing(verb)
    if thing is None or receiver is None or verb.tag_ not in _FINITE:
        return None
    return Undertaking(verb, thing, PledgeStatus.REFUSED, "denies", is_passive, receiver)


def _stopping(verb: Token) -> Undertaking | None:
    """What is withheld, "suspends military aid": refused, unless it is only threatened or demanded."""
    if _is_unsure(verb) or not _has_particle(verb, _lemma(verb)) or any(child.dep_ == "neg" for child in verb.children):
        return None
    if verb.dep_ == "conj" and any(child.lower_ == "or" for child in verb.head.children):
        return None  # "... or it will end all aid" is a threat
    thing, is_passive, _ = _thing(verb)
    is_said = (
        verb.tag_ in _FINITE or _auxiliaries(verb) & words.FUTURE or verb.tag_ == "VBG" or _governing(verb) is not None
    )
    if thing is None or not is_said or (verb.dep_ == "amod") or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
        return None
    if _is_word_of_promise(thing) and _is_spelled_out(thing):
        return None
    return Undertaking(verb, thing, PledgeStatus.REFUSED, "stops", is_passive)


def _auxiliaries(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}


def _shared_auxiliaries(verb: Token) -> set[str]:
    """In "will lend a credit line and gift vehicles" both verbs have the one "will"."""
    own, word = _auxiliaries(verb), verb
    while word.dep_ == "conj" and word.tag_ in ("VB", "VBN") and not own and word.head.pos_ in ("VERB", "AUX"):
        word = word.head
        own = _auxiliaries(word)
    return own


def _status(verb: Token, lemma: str, *, is_passive: bool) -> tuple[PledgeStatus | None, str]:
    serving = verb.head if _lemma(verb.head) in _SERVING and verb.dep_ in ("xcomp", "advcl") else verb
    auxiliaries = _shared_auxiliaries(verb) | _auxiliaries(serving)
    is_negative = any(child.dep_ == "neg" for child in (*verb.children, *serving.children))
    governed = _governing(verb)
    if auxiliaries & words.FUTURE:
        return _future(verb, governed, is_negative=is_negative)
    if governed is not None:
        return (PledgeStatus.REFUSED if is_negative else governed), "undertakes to"
    if "can" in auxiliaries or "ca" in auxiliaries:
        return (PledgeStatus.REFUSED, "cannot") if is_negative else (None, "")
    is_going_on = verb.tag_ == "VBG" and bool(auxiliaries & _BEING)
    if is_negative:
        return (PledgeStatus.REFUSED, "is not giving") if is_going_on else (None, "")
    if is_going_on:
        return PledgeStatus.ANNOUNCED, "is giving"
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i > verb.head.i:
        is_ahead = bool(_auxiliaries(verb.head) & words.FUTURE)
        return (PledgeStatus.ANNOUNCED if is_ahead else PledgeStatus.DELIVERED), "giving"
    if verb.tag_ == "VBG" and subject_of(verb) is not None:
        return PledgeStatus.DELIVERED, "giving"  # "with Norway providing support"
    if "to" in auxiliaries or (verb.tag_ == "VBG" and not is_passive):
        return None, ""
    return _done(verb, lemma) if verb.tag_ in _FINITE or is_passive else (None, "")


def _future(verb: Token, governed: PledgeStatus | None, *, is_negative: bool) -> tuple[PledgeStatus | None, str]:
    if is_negative or governed == PledgeStatus.REFUSED:
        return PledgeStatus.REFUSED, "will not"
    if has_condition(verb):
        return PledgeStatus.OFFERED, "if"
    if governed == PledgeStatus.PLANNED:
        return PledgeStatus.PLANNED, "would"
    if "would" in _shared_auxiliaries(verb) and not any(_lemma(word) in words.SPEECH for word in governors(verb)):
        return PledgeStatus.PLANNED, "would"
    return PledgeStatus.ANNOUNCED, "will"


def _done(verb: Token, lemma: str) -> tuple[PledgeStatus | None, str]:
    """The status that the verb itself gives: "pledged", "offered", "has delivered", "sends"."""
    if lemma == "offer":
        return PledgeStatus.OFFERED, "offered"
    if lemma in words.SELF | words.ANNOUNCING and lemma != "donate" and lemma != "gift":
        return PledgeStatus.ANNOUNCED, "pledged"
    return PledgeStatus.DELIVERED, "delivered"


def _governing(verb: Token) -> PledgeStatus | None:
    """The status that a governing word gives: "committed to send", "plans to send", "ruled out sending"."""
    is_bare = any(child.lower_ == "to" and child.i < verb.i for child in verb.children) or verb.tag_ in ("VBG", "VB")
    if not is_bare:
        return None
    found: PledgeStatus | None = None
    for word in governors(verb):
        lemma = _lemma(word)
        if word.dep_ == "advcl" and found is None and lemma not in words.STATUS_OF:
            return None
        if lemma in ("be", "is", "are") and found is None and any(child.dep_ == "xcomp" for child in word.children):
            found = PledgeStatus.ANNOUNCED  # "is to send"
        elif _promise_of(word) is not None:
            is_denied = any(child.dep_ == "neg" or child.lower_ in ("no", "not", "never") for child in word.children)
            status = _promise_of(word)
            if is_denied or status == PledgeStatus.REFUSED:
                return None if is_denied and status == PledgeStatus.REFUSED else PledgeStatus.REFUSED
            found = found if found is not None and found != PledgeStatus.ANNOUNCED else status
    return found


def _promise_of(word: Token) -> PledgeStatus | None:
    """The status that a word gives to what it governs."""
    lemma = _lemma(word)
    if word.tag_ != words.ONLY_IN_FORM.get(lemma, word.tag_):
        return None
    particle = words.PROMISE_PARTICLES.get(lemma)
    if particle is not None and not any(child.lower_ == particle for child in word.children):
        return None
    if lemma in words.ANSWERING and not any(child.lemma_.lower() in words.DEMANDING for child in word.children):
        return None
    return words.STATUS_OF.get(lemma)


def is_background(verb: Token) -> bool:
    """What is told only to date something else: "after it had paused shipments", "previously sent"."""
    if verb.dep_ == "advcl" and any(child.lower_ in _BEFORE for child in verb.children):
        return True
    return any(child.lower_ in ("previously", "formerly", "originally") for child in verb.children)


def _is_unsure(verb: Token) -> bool:
    """Possibilities, conditions and what others demand."""
    if is_background(verb):
        return True
    chain = [verb]
    for word in governors(verb):
        if _lemma(word) in words.SPEECH and _lemma(word) not in words.STATUS_OF:
            break
        chain.append(word)
    for word in chain:
        children = list(word.children)
        if any(child.dep_ == "aux" and child.lower_ in words.UNSURE for child in children):
            return True
        if word is not verb and _lemma(word) in words.DEMANDING and not _is_answered(word):
            return True
        if any(
            child.dep_ in ("mark", "advmod") and child.lower_ in ("if", "whether", "unless", "how", "why")
            for child in children
        ):
            return True
    return False


def _is_answered(word: Token) -> bool:
    """ "Rejected calls to send", "accepts a request to send": an answer was given to what is asked."""
    return word.pos_ == "NOUN" and word.dep_ == "dobj" and _promise_of(word.head) is not None
