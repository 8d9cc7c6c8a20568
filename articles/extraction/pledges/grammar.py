"""The grammar of a verb: its subject, its object, the words that govern it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.language_model import lemma
from articles.extraction.pledges import pledge_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_DEPENDENT_LABELS = frozenset("xcomp ccomp acl pcomp advcl conj relcl prep dobj attr pobj acomp oprd".split())
_OBJECTS = ("dobj", "attr", "oprd", "dative")
# "Between 40 and 60 engineers" depends on its first word.
_APPROXIMATORS = lexicon.ordered("pledge_words", "grammar.approximators")
_OBJECT_PREPOSITIONS = lexicon.ordered("pledge_words", "grammar.object_prepositions")
MAX_GOVERNORS = 5


def subject_of(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in ("nsubj", "expl")), None)


def acting_subject(verb: Token) -> Token | None:
    """The subject of a verb or of the verb that governs it."""
    word = verb
    for _ in range(MAX_GOVERNORS + 1):
        subject = subject_of(word)
        if subject is not None:
            is_relative = word.dep_ == "relcl" and subject.lower_ in ("who", "which", "that")
            if not is_relative:
                return subject
            if lemma(word.head) not in pledge_words.LEGAL_ACTS or word.head.dep_ != "dobj":
                return word.head
            word = word.head.head  # "signed a law that gives"
            continue
        if (
            word.dep_ == "relcl"
            and lemma(word.head) not in pledge_words.GOVERNING_STATUS.keys() | pledge_words.NON_PROMISE_NOUNS
        ):
            return word.head
        passive = passive_subject(word if word.dep_ not in _DEPENDENT_LABELS or word.head == word else word.head)
        if passive is not None and word.dep_ not in ("conj", "advcl", "ccomp"):
            return passive
        if word.dep_ not in _DEPENDENT_LABELS or word.head == word:
            # A headline verb that the model takes for a noun: "the council rejects sending".
            owners = (child for child in word.children if child.dep_ in ("compound", "poss"))
            return next(owners, None) if word.tag_ == "NNS" and word is not verb else None
        word = word.head
    return None


def passive_subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ == "nsubjpass"), None)


def governors(verb: Token) -> Iterator[Token]:
    """The governors of a verb, nearest first, up to the clause that reports it."""
    word = verb
    for _ in range(MAX_GOVERNORS):
        is_own_clause = word.dep_ in ("conj", "advcl") and subject_of(word) is not None
        if (
            word.head == word
            or word.dep_ not in _DEPENDENT_LABELS
            or (is_own_clause and lemma(word.head) not in pledge_words.SPEECH_VERBS)
        ):
            return
        word = word.head
        yield word
        if lemma(word) in pledge_words.SPEECH_VERBS and lemma(word) not in pledge_words.GOVERNING_STATUS:
            return


def auxiliaries(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}


def shared_auxiliaries(verb: Token) -> set[str]:
    """In "will lend a credit line and gift vehicles" both verbs have the one "will"."""
    own, word = auxiliaries(verb), verb
    while word.dep_ == "conj" and word.tag_ in ("VB", "VBN") and not own and word.head.pos_ in ("VERB", "AUX"):
        word = word.head
        own = auxiliaries(word)
    return own


def has_particle(verb: Token) -> bool:
    """Whether a verb that gives only with its particle ("kick in") has it."""
    wanted = pledge_words.PARTICLES.get(lemma(verb))
    return wanted is None or any(child.lower_ in wanted for child in verb.children)


def is_negated(*verbs: Token) -> bool:
    return any(
        child.dep_ == "neg" or (child.dep_ in ("preconj", "cc") and child.lower_ == "neither")
        for verb in verbs
        for child in verb.children
    )


def given_object(verb: Token) -> tuple[Token | None, bool, Token | None]:
    """The object that is given, whether it precedes the verb, and the recipient where the grammar marks it."""
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return verb.head, True, None
    objects = [
        child
        for child in verb.children
        if child.dep_ in _OBJECTS and child.i > verb.i and _is_noun(child) and not _is_time(child)
    ]
    passive = passive_subject(verb)
    supplied = object_after(verb, ("with",)) if lemma(verb) in pledge_words.WITH_OBJECT_VERBS else None
    if supplied is not None:
        return supplied, False, objects[0] if objects else passive
    if passive is not None:  # "Ukraine will be given 50 tanks", "50 tanks will be given"
        return (objects[-1], False, passive) if objects else (passive, True, None)
    if objects:
        datives = [word for word in objects[:-1] if word.pos_ in ("PROPN", "PRON", "NOUN")]
        return objects[-1], False, datives[0] if datives else None
    small = (("for",),) if lemma(verb) == "pay" else (_APPROXIMATORS, _OBJECT_PREPOSITIONS)
    return next((noun for some in small if (noun := object_after(verb, some)) is not None), None), False, None


def _is_noun(word: Token) -> bool:
    """Adjectives only where they mean people: "will take the wounded"."""
    return word.pos_ not in ("ADP", "ADJ") or word.lower_ in pledge_words.DISPLACED_PEOPLE


def _is_time(noun: Token) -> bool:
    """As in "will pay it 2 million over 30 years", of which the model makes an object."""
    return lemma(noun) in ("year", "month", "week", "day") or noun.ent_type_ == "DATE"


def object_after(verb: Token, prepositions: tuple[str, ...]) -> Token | None:
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
